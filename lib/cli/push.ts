import { deliver } from '../testing/deliver';
import { nextPushId } from '../testing/push';
import type { SimulatedPush } from '../testing/push';
import { readXml } from '../testing/read-xml';
import { newOpenid, sampleEvent, sampleMessage } from '../testing/samples';
import type { Seen } from '../testing';
import { events } from '../model/events';
import { messages } from '../model/messages';
import { parsePushJson } from '../wire/push-json';
import { connect, readPushAccount, readUrl } from './connection';
import type { PushOptions } from './connection';
import { EXIT, UsageError } from './exit';
import type { Exit } from './exit';
import { orUsage } from './failure';
import { readText } from './input';
import { didYouMean } from './near';
import type { Run } from './run';

export interface PushCommandOptions extends PushOptions {
  readonly url: string;
  readonly text?: string;
  readonly type?: string;
  readonly event?: string;
  readonly key?: string;
  readonly fresh?: boolean;
  readonly field?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

/** Sends one push as WeChat does, up to three times, and says what WeChat makes of the answer. */
export async function push(run: Run, file: string | undefined, options: PushCommandOptions): Promise<Exit> {
  const url = readUrl(options.url);
  const { io } = run;
  const content = file === undefined ? undefined : await readText(file, io);
  const isJson = content?.trimStart().startsWith('{') === true;
  const format = options.format ?? (isJson ? 'json' : 'xml');
  const account = await readPushAccount(run, { ...options, format });
  const connection = connect(run, url, account);
  const { originalId } = connection.account;
  const made =
    content === undefined ? fromOptions(options, originalId) : fromText(content, isJson, options, format);
  run.progress(`Pushing to ${url.href}`);
  const seen = await deliver(made, connection.account, connection.world, 'user');
  io.signal.throwIfAborted();
  run.print(forJson(seen), inWords(seen));
  return seen.outcome === 'replied' || seen.outcome === 'silent' ? EXIT.fine : EXIT.failed;
}

/** A push as it is in a file: it goes out byte for byte, with a signature of now. */
function fromText(
  given: string,
  isJson: boolean,
  options: PushCommandOptions,
  format: string,
): SimulatedPush {
  const { text, type, event, key, field, from, to, fresh } = options;
  if ([text, type, event, key, field, from, to].some((option) => option !== undefined))
    throw new UsageError('A file says all of the push: leave out the options that describe one.');
  if (format !== (isJson ? 'json' : 'xml'))
    throw new UsageError(`The file is ${isJson ? 'JSON' : 'XML'}, which is not --format ${format}.`);
  // The line break at the end of the file is the editor's.
  const raw = fresh === true ? renew(given.trim()) : given.trim();
  const fields = orUsage('The file is no push', () => (isJson ? parsePushJson(raw) : readXml(raw)));
  const { FromUserName, ToUserName, MsgType } = fields;
  if (typeof FromUserName !== 'string' || typeof ToUserName !== 'string' || typeof MsgType !== 'string')
    throw new UsageError('The file is no push: FromUserName, ToUserName or MsgType is missing.');
  return {
    id: nextPushId(),
    fields,
    text: raw,
    from: FromUserName,
    to: ToUserName,
    isEvent: MsgType === 'event',
  };
}

/** The same with a new id and time, so that a bot which remembers what it has answered takes it for another. */
const renew = (raw: string): string =>
  raw
    .replace(/(<MsgId>(?:<!\[CDATA\[)?|"MsgId"\s*:\s*"?)\d+/, `$1${String(sampleMessage('text').MsgId)}`)
    .replace(/(<CreateTime>(?:<!\[CDATA\[)?|"CreateTime"\s*:\s*"?)\d+/, `$1${Math.floor(Date.now() / 1000)}`);

/** A push made of options. What they do not say is made up. */
function fromOptions(options: PushCommandOptions, originalId: string): SimulatedPush {
  const { text, event, key, from = newOpenid(), to = originalId, field = [] } = options;
  const { type = text === undefined && event !== undefined ? 'event' : 'text' } = options;
  if (text === undefined && event === undefined && options.type === undefined)
    throw new UsageError('What is to be pushed? Pass a file, --text, --event or --type.');
  if ((event !== undefined) !== (type === 'event') || (text !== undefined && type !== 'text'))
    throw new UsageError('--text, --event and --type exclude one another.');
  if (type !== 'event') checkName('message type', type, messages);
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
  return { id: nextPushId(), fields, from, to, isEvent: type === 'event' };
}

function checkName(what: string, name: string, table: object): void {
  if (!Object.hasOwn(table, name))
    throw new UsageError(
      `There is no ${what} "${name}".${didYouMean(name, Object.keys(table))} A push of any kind can come from a file.`,
    );
}

function readField(field: string): [string, string] {
  const at = field.indexOf('=');
  if (at < 1) throw new UsageError(`--field "${field}" has to be Name=value.`);
  return [field.slice(0, at), field.slice(at + 1)];
}

const forJson = ({ outcome, reply, problem, deliveries }: Seen): object => ({
  outcome,
  reply,
  problem,
  deliveries: deliveries.map(({ status, ms, cut, body }) => ({ status, ms, cut, body })),
});

const OUTCOMES: Readonly<Record<Seen['outcome'], string>> = {
  replied: 'The user sees a reply.',
  silent: 'Received; the user sees nothing.',
  refused: 'The bot refused the push.',
  'service-unavailable': 'The user sees 该公众号提供的服务出现故障.',
};

function inWords({ outcome, reply, problem, deliveries }: Seen): string {
  return [
    `${outcome}: ${OUTCOMES[outcome]}`,
    ...(problem === undefined ? [] : [problem]),
    ...(reply === undefined ? [] : [JSON.stringify(reply, undefined, 2)]),
    ...deliveries.map(
      ({ status, ms, cut }, index) =>
        `delivery ${index + 1}: ${cut ? 'cut after' : status === undefined ? 'lost after' : `status ${status} after`} ${ms} ms`,
    ),
  ].join('\n');
}
