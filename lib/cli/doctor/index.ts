import { connect, readPushAccount, readUrl } from '../connection';
import type { Connection, PushOptions } from '../connection';
import { EXIT } from '../exit';
import type { Exit } from '../exit';
import type { CommonOptions, Run } from '../run';
import { checkAccount } from './check-account';
import { checkAddress, checkSecrets } from './check-address';
import { checkCallback } from './check-callback';
import { aheadBy, apiAheadBy, checkClocks } from './check-clock';
import { checkPush, newPush } from './check-push';
import { checkForgedChecks, checkForgedPushes } from './check-trust';
import { createReport } from './finding';
import type { Finding, Report } from './finding';
import type { Severity } from './kind';
import { languageOf } from '../../language';
import type { Language } from '../../language';

export interface DoctorOptions extends PushOptions, CommonOptions {
  readonly account?: boolean;
  readonly say?: string;
  readonly lang?: Language;
}

/** Checks a bot, and its account where that is known, as WeChat would; tells what was found and what mends it. */
export async function doctor(run: Run, given: string, options: DoctorOptions): Promise<Exit> {
  const { settings, io } = run;
  const url = readUrl(given);
  const { findings, report } = createReport();
  const token = await settings.need('token');
  checkAddress(url, report);
  // What is not right about the key must not keep the check of the address, which is clear in every mode.
  const isUsable = checkSecrets(token, settings.get('aesKey'), report);
  const account = isUsable ? await readPushAccount(run, options) : { token, mode: 'clear' as const };
  const connection = connect(run, url, account);

  const bot = await examineBot(run, connection, isUsable, options.say, report);
  const isKnown = settings.get('appId') !== undefined && settings.get('appSecret') !== undefined;
  const isAsked = options.account === true || isKnown;
  if (!isAsked) report('no-credentials', {});
  const api = isAsked ? await examineAccount(run, connection, report) : undefined;
  checkClocks(bot, api, report);
  io.signal.throwIfAborted();

  const counted = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [counted('error'), counted('warning')];
  const language = options.lang ?? languageOf(io.env);
  run.print(
    {
      url: url.href,
      ok: errors + warnings === 0,
      errors,
      warnings,
      findings: findings.map(({ id, severity, facts, say }) => ({ id, severity, facts, ...say(language) })),
    },
    [...findings.map((finding) => inWords(finding, language)), '', summary(errors, warnings, language)].join(
      '\n',
    ),
  );
  return errors + warnings === 0 ? EXIT.fine : EXIT.failed;
}

/** Yields how far the clock of the bot's server is ahead. */
async function examineBot(
  { progress }: Run,
  connection: Connection,
  canPush: boolean,
  say: string | undefined,
  report: Report,
): Promise<number | undefined> {
  progress(`Checking ${connection.url.host}`);
  const { state, date } = await checkCallback(connection, report);
  const ahead = aheadBy(date);
  if (state === 'absent') return ahead;
  progress('Sending what is not from WeChat');
  let refused = await checkForgedChecks(connection, report);
  // One that does not know the token refuses everything.
  if (canPush && state === 'answers') {
    const make = () => newPush(connection.account.originalId, say);
    progress('Sending a push');
    const genuine = await checkPush(connection, make(), report);
    progress('Sending pushes that are not from WeChat');
    refused = (await checkForgedPushes(connection, make, genuine, report)) && refused;
  }
  if (refused && state === 'answers') report('forgeries-refused', {});
  return ahead;
}

/** Yields how far WeChat's clock is ahead. */
async function examineAccount(run: Run, { world }: Connection, report: Report): Promise<number | undefined> {
  const api = await run.api();
  run.progress('Asking WeChat about the account');
  await checkAccount(api, report);
  return apiAheadBy(run.settings.get('apiHost') ?? 'https://api.weixin.qq.com', world);
}

const SIGNS: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', info: 'i', ok: '✓' };

function inWords({ severity, say }: Finding, language: Language): string {
  const { seen, fix } = say(language);
  return `${SIGNS[severity]} ${seen}${fix === undefined ? '' : `\n  → ${fix}`}`;
}

const summary = (errors: number, warnings: number, language: Language): string =>
  language === 'zh'
    ? `${errors} 个错误，${warnings} 个警告。`
    : `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`;
