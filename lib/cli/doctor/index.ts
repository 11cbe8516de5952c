import { WECHAT_API } from '../../api/settings';
import { connect, readPushAccount, readUrl, worldOf } from '../connection';
import type { BotConnection, PushOptions } from '../connection';
import { EXIT, UsageError } from '../exit';
import type { Exit } from '../exit';
import type { CommonOptions, CliContext } from '../cli-context';
import type { AccountKind } from '../../model/account-kinds';
import { openPlatform } from '../platform/connect';
import { checkAccount } from './check-account';
import { checkAddress, checkSecrets } from './check-address';
import { checkCallback } from './check-callback';
import { aheadBy, apiAheadBy, checkClocks } from './check-clock';
import { checkCloudRun } from './check-cloud-run';
import { checkVerificationFiles, readWebOptions } from './check-verification-file';
import type { WebOptions } from './check-verification-file';
import { checkWebPage } from './check-web-page';
import { checkPlatform } from './check-platform';
import { checkPush, newPush } from './check-push';
import { checkForgedChecks, checkForgedPushes, isTaken } from './check-trust';
import { createReport } from './finding';
import type { Finding, ReportFinding } from './finding';
import type { Severity } from './kind';
import type { Unreachable } from './words/account';
import type { Requests } from './words/trust';
import type { Language } from '../../language';

export interface DoctorOptions extends PushOptions, CommonOptions {
  readonly account?: boolean;
  /** The kind of account that the bot's settings name. */
  readonly kind?: AccountKind;
  /** The address belongs to a third-party platform. */
  readonly platform?: boolean;
  /** The address is the public one of a service in 微信云托管. */
  readonly cloudrun?: boolean;
  readonly say?: string;
  /** The address is a web page at which users sign in. */
  readonly web?: boolean;
  /** The 网页授权域名 of the console. */
  readonly webDomain?: string;
  /** The files by which WeChat verifies the domain. */
  readonly verify?: readonly string[];
}

/**
 * Checks a bot, and its account or platform if known, as WeChat would. Prints each finding and how to fix it.
 */
export async function doctor(
  run: CliContext,
  given: string | undefined,
  options: DoctorOptions,
): Promise<Exit> {
  const { findings, report } = createReport();
  const url = given === undefined ? undefined : readUrl(given);
  const web = readWebOptions(options);
  if (options.platform === true) await examinePlatform(run, url, options.say, report);
  else if (url === undefined) throw new UsageError('doctor-url-missing');
  else if (web !== undefined) await examineWeb(run, url, web, report);
  else if (options.cloudrun === true) await examineCloudRun(run, url, options.say, report);
  else await examine(run, url, options, report);
  excuse(findings, report);
  return tell(run, url, findings);
}

async function examine(
  run: CliContext,
  url: URL,
  options: DoctorOptions,
  report: ReportFinding,
): Promise<void> {
  const { settings, io } = run;
  const token = await settings.need('token');
  checkAddress(url, report);
  // A wrong key must not prevent the check of the address, which is in clear text in every mode.
  const isUsable = checkSecrets(token, settings.get('aesKey'), report);
  const account = isUsable ? await readPushAccount(run, options) : { token, mode: 'clear' as const };
  const connection = connect(run, url, account);

  const bot = await examineBot(run, connection, isUsable, options.say, report);
  const isKnown = settings.get('appId') !== undefined && settings.get('appSecret') !== undefined;
  const isAsked = options.account === true || isKnown;
  if (!isAsked) report('no-credentials', {});
  const api = isAsked ? await examineAccount(run, report, options.kind) : undefined;
  checkClocks(bot, api, report);
  io.signal.throwIfAborted();
}

/**
 * Checks whether strangers can pretend to be WeChat at a service in 微信云托管. Only 微信云托管 itself can send it a
 * genuine push.
 */
async function examineCloudRun(
  run: CliContext,
  url: URL,
  say: string | undefined,
  report: ReportFinding,
): Promise<void> {
  const appId = run.settings.get('appId');
  const account = { mode: 'cloudrun', ...(appId !== undefined && { appId }) } as const;
  run.progress(run.say('doctor-forging'));
  await checkCloudRun(connect(run, url, account), say, report);
  run.io.signal.throwIfAborted();
}

/** Checks whether WeChat and its users can sign in at a web page. */
async function examineWeb(
  run: CliContext,
  url: URL,
  options: WebOptions,
  report: ReportFinding,
): Promise<void> {
  run.progress(run.say('doctor-page', { host: url.host }));
  const site = { url, world: worldOf(run, url) };
  const appId = run.settings.get('appId');
  await checkWebPage(site, { appId, domain: options.domain }, report);
  await checkVerificationFiles(site, options.files, report);
  run.io.signal.throwIfAborted();
}

/** Checks a third-party platform, whose address may be left out. */
async function examinePlatform(
  run: CliContext,
  url: URL | undefined,
  say: string | undefined,
  report: ReportFinding,
): Promise<void> {
  const { settings, io } = run;
  if (url !== undefined) {
    const token = await settings.need('componentToken');
    const encodingAESKey = await settings.need('componentAesKey');
    const appId = await settings.need('componentAppId');
    checkAddress(url, report);
    const isUsable = checkSecrets(token, encodingAESKey, report);
    const account = isUsable
      ? ({ token, encodingAESKey, appId, mode: 'safe' } as const)
      : ({ token, mode: 'clear' } as const);
    await examineBot(run, connect(run, url, account), isUsable, say, report);
    io.signal.throwIfAborted();
  }
  const open = await openPlatform(run);
  try {
    run.progress(run.say('doctor-platform'));
    await checkPlatform(open, report, hostOf(run));
  } finally {
    await open.close();
  }
}

function tell(run: CliContext, url: URL | undefined, findings: readonly Finding[]): Exit {
  const counted = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [counted('error'), counted('warning')];
  const { language } = run;
  run.print(
    {
      ...(url !== undefined && { url: url.href }),
      ok: errors + warnings === 0,
      errors,
      warnings,
      findings: findings.map(({ id, severity, facts, say }) => ({ id, severity, facts, ...say(language) })),
    },
    [
      ...findings.map((finding) => inWords(finding, language)),
      '',
      run.say('doctor-summary', { errors, warnings }),
    ].join('\n'),
  );
  return errors + warnings === 0 ? EXIT.fine : EXIT.failed;
}

/** Returns how far the clock of the bot's server is ahead. */
async function examineBot(
  run: CliContext,
  connection: BotConnection,
  canPush: boolean,
  say: string | undefined,
  report: ReportFinding,
): Promise<number | undefined> {
  run.progress(run.say('doctor-checking', { host: connection.url.host }));
  const { state, isBelieved, date } = await checkCallback(connection, report);
  const ahead = aheadBy(date);
  if (state === 'absent') return ahead;
  run.progress(run.say('doctor-forging'));
  const checks: Trial = { isKnown: isBelieved, isRefused: await checkForgedChecks(connection, report) };
  // A bot that does not know the token refuses every request, so further checks show nothing.
  if (state === 'refuses') return ahead;
  const pushes = canPush ? await tryPushes(run, connection, say, report) : undefined;
  reportTrust(checks, pushes, report);
  return ahead;
}

/** The outcome of forged requests. */
interface Trial {
  /** Whether a genuine request was accepted. A bot that accepts no request proves nothing by a refusal. */
  readonly isKnown: boolean;
  readonly isRefused: boolean;
}

async function tryPushes(
  run: CliContext,
  connection: BotConnection,
  say: string | undefined,
  report: ReportFinding,
): Promise<Trial> {
  const make = () => newPush(connection.account.originalId, say);
  run.progress(run.say('doctor-pushing'));
  const genuine = await checkPush(connection, make(), report);
  run.progress(run.say('doctor-forging'));
  const isRefused = await checkForgedPushes(connection, make, genuine, report);
  return { isKnown: isTaken(genuine), isRefused };
}

/**
 * Reports which forged requests were refused, and for which requests that is unclear. Accepted ones were
 * reported before.
 */
function reportTrust(checks: Trial, pushes: Trial | undefined, report: ReportFinding): void {
  const trials = { check: checks, ...(pushes !== undefined && { push: pushes }) };
  const verdicts = Object.entries(trials).flatMap(([what, { isKnown, isRefused }]) =>
    isRefused ? [{ what, id: isKnown ? 'forgeries-refused' : 'forgeries-unclear' } as const] : [],
  );
  for (const id of ['forgeries-refused', 'forgeries-unclear'] as const) {
    const [first, second] = verdicts.filter((verdict) => verdict.id === id);
    // The object has exactly these names.
    if (first !== undefined) report(id, { what: second === undefined ? (first.what as Requests) : 'all' });
  }
}

/** Returns how far WeChat's clock is ahead. */
async function examineAccount(
  run: CliContext,
  report: ReportFinding,
  kind: AccountKind | undefined,
): Promise<number | undefined> {
  const api = await run.api('direct');
  run.progress(run.say('doctor-account'));
  await checkAccount(api, report, kind, hostOf(run));
  const { host = WECHAT_API, proxy } = run.calling();
  return apiAheadBy(host, proxy, run.io.signal);
}

/** The host that calls go to. */
const hostOf = (run: CliContext): string => new URL(run.calling().host ?? WECHAT_API).host;

/** Findings that a bot shows while it waits for WeChat. */
const SLOW: ReadonlySet<string> = new Set(['push-slow', 'push-near', 'push-lost']);

/** A slow bot is not to blame for what it waits for. */
function excuse(findings: readonly Finding[], report: ReportFinding): void {
  const unreached = findings.find(({ id }) => id === 'api-unreachable');
  // The facts of this kind of finding.
  if (unreached !== undefined && findings.some(({ id }) => SLOW.has(id)))
    report('slow-without-api', unreached.facts as Unreachable);
}

const SIGNS: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', info: 'i', ok: '✓' };

function inWords({ severity, say }: Finding, language: Language): string {
  const { seen, fix } = say(language);
  return `${SIGNS[severity]} ${seen}${fix === undefined ? '' : `\n  → ${fix}`}`;
}
