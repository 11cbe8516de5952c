import { deliver } from '../testing/deliver';
import { nextPushId } from '../testing/push';
import type { SimulatedPush } from '../testing/push';
import { newOpenid, sampleEvent, sampleMessage, sampleNotice } from '../testing/samples';
import type { Seen } from '../testing';
import { events } from '../model/events';
import { messages } from '../model/messages';
import { notices } from '../model/notices';
import { needOfPlatform } from './platform/settings';
import { connect, readPushAccount, readUrl } from './connection';
import type { PushOptions } from './connection';
import { EXIT, UsageError } from './exit';
import type { Exit } from './exit';
import { decodeText } from './encoding';
import { readBytes } from './input';
import { didYouMean } from '../did-you-mean';
import { lookAt } from './push-file';
import type { CliContext } from './cli-context';

export interface PushCommandOptions extends PushOptions {
  readonly url: string;
  readonly text?: string;
  readonly type?: string;
  readonly event?: string;
  readonly notice?: string;
  readonly key?: string;
  readonly fresh?: boolean;
  readonly field?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

/** Sends one push as WeChat does, up to three times, and prints how WeChat would judge the answer. */
export async function push(
  run: CliContext,
  file: string | undefined,
  options: PushCommandOptions,
): Promise<Exit> {
  const url = readUrl(options.url);
  const { io } = run;
  const read = file === undefined ? undefined : await readPushFile(run, file, options);
  const format = options.format ?? read?.format ?? 'xml';
  const isNotice = options.notice !== undefined || read?.push.kind === 'notice';
  const account = await readPushAccount(run, { ...options, format }, isNotice);
  const connection = connect(run, url, account);
  const made =
    read?.push ??
    (options.notice === undefined
      ? fromOptions(options, connection.account.originalId)
      : noticeOf(options.notice, options, await needOfPlatform(run.settings, 'appId')));
  const sent =
    file === undefined || made.bytes === undefined
      ? undefined
      : { file, bytes: made.bytes.length, format, mode: account.mode };
  if (sent !== undefined && !run.json) run.note(run.say('push-file', sent));
  run.progress(run.say('push-sending', { url: url.href }));
  const seen = await deliver(made, connection.account, connection.world, 'user');
  io.signal.throwIfAborted();
  const problem = problemOf(seen, run, url.pathname);
  run.print({ ...forJson(seen, problem), ...(sent !== undefined && { sent }) }, inWords(seen, problem, run));
  return seen.outcome === 'replied' || seen.outcome === 'silent' ? EXIT.fine : EXIT.failed;
}

/** Reads a push from a file. Its bytes are sent unchanged, with a new signature. */
async function readPushFile(
  run: CliContext,
  file: string,
  options: PushCommandOptions,
): Promise<{ readonly format: PushOptions['format']; readonly push: SimulatedPush }> {
  const { text, type, event, notice, key, field, from, to, fresh } = options;
  if ([text, type, event, notice, key, field, from, to].some((option) => option !== undefined))
    throw new UsageError('push-file-alone');
  const given = unmarked(await readBytes(file, run.io), file, run);
  const bytes = fresh === true ? renew(given) : given;
  const look = lookAt(bytes);
  if (look.format !== undefined && options.format !== undefined && options.format !== look.format)
    throw new UsageError('push-format', { file, is: look.format.toUpperCase(), format: options.format });
  const { FromUserName, ToUserName, MsgType, Event, InfoType, AppId } = look.fields;
  if (InfoType !== undefined && MsgType === undefined)
    return {
      format: look.format,
      push: { id: nextPushId(), fields: { InfoType }, bytes, from: '', to: AppId ?? '', kind: 'notice' },
    };
  if (FromUserName === undefined || ToUserName === undefined || MsgType === undefined)
    run.warn('push-odd', { file });
  return {
    format: look.format,
    push: {
      id: nextPushId(),
      fields: { MsgType, Event },
      bytes,
      from: FromUserName ?? '',
      to: ToUserName ?? '',
      kind: MsgType === 'event' ? 'event' : 'message',
    },
  };
}

/**
 * Converts a file to WeChat's bytes: Windows PowerShell writes UTF-16, and editors write a byte-order mark.
 */
function unmarked(bytes: Buffer, file: string, run: CliContext): Buffer {
  const { encoding, text } = decodeText(bytes);
  if (encoding === 'UTF-8' || text === undefined) return bytes;
  run.warn('push-recoded', { file, encoding });
  return Buffer.from(text);
}

/**
 * Gives the push a new id and time. Otherwise a bot that remembers messages would ignore it as a repetition.
 */
const renew = (bytes: Buffer): Buffer =>
  Buffer.from(
    bytes
      // latin1 has one character for each byte, so all bytes survive.
      .toString('latin1')
      .replace(/(<MsgId>(?:<!\[CDATA\[)?|"MsgId"\s*:\s*"?)\d+/, `$1${String(sampleMessage('text').MsgId)}`)
      .replace(
        /(<CreateTime>(?:<!\[CDATA\[)?|"CreateTime"\s*:\s*"?)\d+/,
        `$1${Math.floor(Date.now() / 1000)}`,
      ),
    'latin1',
  );

/** Creates a push from options. Missing fields get made-up values. */
function fromOptions(options: PushCommandOptions, originalId: string): SimulatedPush {
  const { text, event, key, from = newOpenid(), to = originalId, field = [] } = options;
  const { type = text === undefined && event !== undefined ? 'event' : 'text' } = options;
  if (text === undefined && event === undefined && options.type === undefined)
    throw new UsageError('push-what');
  if ((event !== undefined) !== (type === 'event') || (text !== undefined && type !== 'text'))
    throw new UsageError('push-exclusive');
  if (type !== 'event') checkName('message', type, messages);
  if (event !== undefined) checkName('event', event, events);
  const header = { ToUserName: to, FromUserName: from, CreateTime: Math.floor(Date.now() / 1000) };
  const kind =
    event === undefined
      ? { MsgType: type, ...sampleMessage(type), ...(text !== undefined && { Content: text }) }
      : { MsgType: type, Event: event, ...sampleEvent(event) };
  const fields = {
    ...header,
    ...kind,
    ...(key !== undefined && { EventKey: key }),
    ...Object.fromEntries(field.map(readField)),
  };
  return { id: nextPushId(), fields, from, to, kind: type === 'event' ? 'event' : 'message' };
}

/** Creates a notice for a third-party platform. Missing fields get made-up values. */
function noticeOf(name: string, options: PushCommandOptions, AppId: string): SimulatedPush {
  const { text, type, event, key, from, to, field = [] } = options;
  if ([text, type, event, key, from, to].some((option) => option !== undefined))
    throw new UsageError('push-notice-alone');
  checkName('notice', name, notices);
  const fields = {
    ...{ AppId, InfoType: name },
    ...sampleNotice(name, Math.floor(Date.now() / 1000)),
    ...Object.fromEntries(field.map(readField)),
  };
  return { id: nextPushId(), fields, from: '', to: AppId, kind: 'notice' };
}

function checkName(kind: 'message' | 'event' | 'notice', name: string, table: object): void {
  if (!Object.hasOwn(table, name))
    throw new UsageError('push-unknown', { kind, name, near: didYouMean(name, Object.keys(table)) });
}

function readField(field: string): [string, string] {
  const at = field.indexOf('=');
  if (at < 1) throw new UsageError('push-field', { field });
  return [field.slice(0, at), field.slice(at + 1)];
}

const forJson = ({ outcome, reply, problemCode, deliveries }: Seen, problem: string | undefined): object => ({
  outcome,
  reply,
  problemCode,
  problem,
  deliveries: deliveries.map(({ status, ms, cut, body }) => ({ status, ms, cut, body })),
});

/** Describes a problem in the words of this command: for example, `--url` sets the path. */
const problemOf = (
  { problemCode, problemText }: Seen,
  { say, language }: CliContext,
  path: string,
): string | undefined =>
  problemCode === 'not-found' ? say('push-not-found', { path }) : problemText?.[language];

function inWords(
  { outcome, reply, deliveries }: Seen,
  problem: string | undefined,
  { say }: CliContext,
): string {
  return [
    say('push-outcome', { outcome }),
    ...(problem === undefined ? [] : [problem]),
    ...(reply === undefined ? [] : [JSON.stringify(reply, undefined, 2)]),
    ...deliveries.map(({ status, ms, cut }, index) =>
      say('push-delivery', { number: index + 1, status, cut, ms }),
    ),
  ].join('\n');
}
