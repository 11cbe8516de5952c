import express from 'express';
import { createRouter, wechat } from 'offiaccount';
import request from 'supertest';
import { events } from '../../lib/model/events';
import { messages } from '../../lib/model/messages';
import { notices } from '../../lib/model/notices';
import { contextOf, event, saying } from '../support/context';
import { account, push } from '../support/push';

const router = createRouter().message(({ message }) => message.MsgType);

describe('message()', () => {
  it.each([...Object.keys(messages).filter((type) => type !== 'device_event'), 'a_type_of_tomorrow'])(
    'takes messages of type %s',
    async (MsgType) => expect(await router.dispatch(contextOf({ MsgType }))).toBe(MsgType),
  );

  it.each([...Object.keys(events), 'an_event_of_tomorrow'])('takes no event %s', async (name) =>
    expect(await router.dispatch(event(name))).toBeUndefined(),
  );

  it.each([...Object.keys(notices), 'a_notice_of_tomorrow'])('takes no notice %s', async (InfoType) =>
    expect(await router.dispatch(contextOf({ MsgType: '', AppId: 'wx1', InfoType }))).toBeUndefined(),
  );

  it('takes no event of a device, which has a type of its own', async () =>
    expect(
      await router.dispatch(contextOf({ MsgType: 'device_event', Event: 'subscribe_status' })),
    ).toBeUndefined());

  it('stands in order with the other routes, and hands on by next()', async () => {
    const seen: string[] = [];
    const note = (name: string) => (_ctx: unknown, next: () => Promise<unknown>) => {
      seen.push(name);
      return next() as Promise<undefined>;
    };
    const all = createRouter().message(note('1'), note('2')).text('hi', note('3')).message(note('4'));
    await all.dispatch(saying('hi'));
    expect(seen).toEqual(['1', '2', '3', '4']);
  });
});

it.each([
  ['xml', 'clear'],
  ['json', 'clear'],
  ['xml', 'compatible'],
  ['xml', 'safe'],
  ['json', 'safe'],
] as const)('answers what users say, and nothing else: %s, %s', async (format, mode) => {
  const { appId, token, encodingAESKey } = account;
  const wx = wechat({ appId, token, ...(mode !== 'clear' && { encodingAESKey }) }).message(() => 'Say hi.');
  const app = express().use(wx);
  const answers = async (message: Readonly<Record<string, string | undefined>>) => {
    const sent = push({ format, mode, message });
    const { text } = await request(app).post(sent.url).set(sent.headers).send(sent.body);
    return text !== 'success';
  };
  expect(await answers({ MsgType: 'text', Content: 'what?' })).toBe(true);
  expect(await answers({ MsgType: 'image', PicUrl: 'http://x', MediaId: 'm' })).toBe(true);
  for (const Event of ['subscribe', 'LOCATION', 'VIEW', 'TEMPLATESENDJOBFINISH', 'kf_create_session'])
    expect(await answers({ MsgType: 'event', Event, MsgId: undefined })).toBe(false);
});
