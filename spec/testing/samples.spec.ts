import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventName, Message, MessageType } from 'offiaccount';
import { events } from '../../lib/model/events';
import { messages } from '../../lib/model/messages';
import { parseXml } from '../../lib/wire/xml';
import { closeAll, formats, playWith } from '../support/accounts';
import { collectedPushes } from '../support/collected';

afterEach(closeAll);

/** The values at each path of a push, without numbers of lists. */
type Leaves = ReadonlyMap<string, readonly string[]>;

const HEADER = ['ToUserName', 'FromUserName', 'CreateTime', 'MsgType', 'Event', 'MsgId', 'Encrypt'];

function leavesOf(value: unknown, path = '', found = new Map<string, string[]>()): Map<string, string[]> {
  if (Array.isArray(value)) for (const each of value) leavesOf(each, path, found);
  else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value))
      leavesOf(each, path === '' ? name : `${path}.${name}`, found);
  else if (!HEADER.includes(path)) found.set(path, [...(found.get(path) ?? []), String(value).trim()]);
  return found;
}

/** Pushes of each kind that somebody has published. */
const known = new Map<string, Leaves[]>();

function learn(data: object): void {
  const { MsgType, Event } = data as Readonly<Record<string, unknown>>;
  const kind = String(MsgType).trim() === 'event' ? String(Event).trim() : String(MsgType).trim();
  known.set(kind, [...(known.get(kind) ?? []), leavesOf(data)]);
}

for (const folder of ['events', 'messages']) {
  const path = join(__dirname, '../fixtures', folder);
  for (const file of readdirSync(path)) learn(parseXml(readFileSync(join(path, file), 'utf8')));
}
for (const { leaves } of collectedPushes)
  learn(Object.fromEntries(leaves.map(([path, value]) => [path.replaceAll(/\[\d+\]/g, ''), value])));

const isDigits = (value: string): boolean => /^-?\d+(?:\.\d+)?$/.test(value);

/** Fields that are digits wherever they are filled, in pushes of that kind that were published. */
function digitsOf(kind: string): readonly string[] {
  const values = new Map<string, string[]>();
  for (const leaves of known.get(kind) ?? [])
    for (const [path, found] of leaves) values.set(path, [...(values.get(path) ?? []), ...found]);
  return [...values]
    .filter(
      ([path, found]) =>
        // A hash has digits alone by chance.
        !/md5/i.test(path) &&
        found.some((value) => value !== '') &&
        found.every((value) => value === '' || isDigits(value)),
    )
    .map(([path]) => path);
}

/** What a simulated user sends, as text and as the app has it. */
async function sent(kind: string, format: 'xml' | 'json') {
  const received: Message[] = [];
  const { simulator, wx } = playWith({ format });
  wx.use(({ message }) => {
    received.push(message);
    return undefined;
  });
  const alice = simulator.user('alice');
  const { outcome, problem, deliveries } = Object.hasOwn(events, kind)
    ? await alice.triggers(kind as EventName)
    : await alice.sends(kind as MessageType);
  expect({ outcome, problem }).toEqual({ outcome: 'silent', problem: undefined });
  const text = deliveries[0]?.request.text ?? '';
  const data: unknown = format === 'xml' ? parseXml(text) : JSON.parse(text);
  return { leaves: leavesOf(data), message: received[0], data };
}

const kinds = [...Object.keys(messages), ...Object.keys(events)];

// Of a task that failed only, or in place of another field.
const EMPTY = new Set(['PublishEventInfo.fail_idx']);

/** Where a message has no value that one would expect: numbers that are none, lists without entries. */
function gapsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((each) => gapsOf(each, path));
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([name, each]) =>
      gapsOf(each, path === '' ? name : `${path}.${name}`),
    );
  const isGap = Array.isArray(value) || Number.isNaN(value);
  return isGap && !EMPTY.has(path) ? [path] : [];
}

describe.each(formats)('a sample in %s', (format) => {
  it.each(kinds)('of %s has every number and list filled', async (kind) => {
    const { message } = await sent(kind, format);
    expect(gapsOf(message)).toEqual([]);
  });

  it.each(kinds.filter((kind) => known.has(kind)))('of %s has digits where others have', async (kind) => {
    const { leaves } = await sent(kind, format);
    // `List` has no element around it in JSON.
    const digits = new Set(
      digitsOf(kind).map((path) => (format === 'json' ? path.replace(/^SubscribeMsg\w+\./, '') : path)),
    );
    const wrong = [...leaves].filter(
      ([path, values]) => digits.has(path) && values.some((value) => value !== '' && !isDigits(value)),
    );
    expect(wrong).toEqual([]);
  });

  it.each(kinds.filter((kind) => known.has(kind)))('of %s has nothing made up of names', async (kind) => {
    const { leaves } = await sent(kind, format);
    expect([...leaves].filter(([, values]) => values.some((value) => value.startsWith('sample-')))).toEqual(
      [],
    );
  });
});

describe('samples agree with themselves', () => {
  const triggered = async (event: EventName) => (await sent(event, 'xml')).message;

  it('a mass message reached everybody it was for', async () => {
    expect(await triggered('MASSSENDJOBFINISH')).toMatchObject({
      Status: 'send success',
      TotalCount: 1,
      FilterCount: 1,
      SentCount: 1,
      ErrorCount: 0,
      CopyrightCheckResult: { Count: 1, CheckState: 2 },
      ArticleUrlResult: { Count: 1, ResultList: { item: [{ ArticleIdx: 1 }] } },
    });
  });

  it('what was published has its articles', async () => {
    expect(await triggered('PUBLISHJOBFINISH')).toMatchObject({
      PublishEventInfo: { publish_status: 0, article_detail: { count: 1, item: [{ idx: 1 }] }, fail_idx: [] },
    });
  });

  it.each(['pic_sysphoto', 'pic_photo_or_album', 'pic_weixin'] as const)(
    '%s has as many pictures as it counts',
    async (event) => {
      expect(await triggered(event)).toMatchObject({ SendPicsInfo: { Count: 1, PicList: { item: [{}] } } });
    },
  );

  it('answers to subscriptions name a template, and have no wrapper in JSON', async () => {
    for (const event of [
      'subscribe_msg_popup_event',
      'subscribe_msg_change_event',
      'subscribe_msg_sent_event',
    ] as const) {
      const { data, message } = await sent(event, 'json');
      expect(data).toHaveProperty('List');
      const wrapper = Object.values<unknown>(message ?? {}).find((value) => typeof value === 'object');
      expect([(wrapper as { List: unknown }).List].flat()).toHaveLength(1);
    }
  });

  it('the person concerned is who sends it', async () => {
    for (const event of ['user_info_modified', 'user_authorization_revoke'] as const)
      expect(await triggered(event)).toMatchObject({ FromUserName: 'alice', OpenID: 'alice' });
    expect((await sent('device_text', 'xml')).message).toMatchObject({ OpenID: 'alice' });
  });

  it('a sample gives way to the fields that a spec gives', async () => {
    const { simulator, wx } = playWith();
    const counts: number[] = [];
    wx.event('MASSSENDJOBFINISH', ({ message }) => void counts.push(message.ErrorCount));
    await simulator.user('alice').triggers('MASSSENDJOBFINISH', { ErrorCount: 7 });
    expect(counts).toEqual([7]);
  });
});
