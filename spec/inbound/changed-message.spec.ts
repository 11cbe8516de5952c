import type { Context, Handler } from 'offiaccount';
import { closeTargets, modes, startTarget } from '../support/attack';
import { account, openid, openReply, textFields, textOf } from '../support/push';

afterEach(closeTargets);

/** What a handler may do to its message, whose fields are its own. */
const CHANGES: readonly [string, (message: Record<string, unknown>) => void][] = [
  ['takes the sender out of it', (message) => void (message.FromUserName = '')],
  ['hides the sender', (message) => void (message.FromUserName = 'hidden')],
  ['changes the account', (message) => void (message.ToUserName = 'other')],
  ['trims its text', (message) => void (message.Content = String(message.Content).trim())],
  [
    'takes everything out',
    (message) => Object.keys(message).forEach((name) => Reflect.deleteProperty(message, name)),
  ],
  [
    'makes an event of it',
    (message) => void Object.assign(message, { MsgType: 'event', Event: 'CLICK', CreateTime: 'now' }),
  ],
  ['freezes it', (message) => void Object.freeze(message)],
  ['changes what is inside', (message) => void ((message.Deep as { Inner?: string }).Inner = 'changed')],
  ['adds itself to it', (message) => void (message.self = message)],
];

const changing =
  (change: (message: Record<string, unknown>) => void): Handler =>
  (ctx: Context) => {
    change(ctx.message);
    return 'a reply';
  };

describe.each(modes)('in %s mode, a handler that', (mode) => {
  describe.each(['xml', 'json'] as const)('of a message in %s', (format) => {
    it.each(CHANGES)(
      '%s: the answer goes to who sent it, and the next delivery is the same message',
      async (_what, change) => {
        const target = await startTarget({
          mode,
          handler: (ctx) => changing(change)(ctx, () => Promise.resolve()) as string,
        });
        const message = textFields({ Content: ' hello ', Deep: { Inner: 'x' } });
        for (let delivery = 1; delivery <= 2; delivery++) {
          const { body, status } = await target.push({ mode, format, message });
          expect(status).toBe(200);
          const clear = mode === 'clear' ? body : openReply(body).text;
          const read = (name: string) =>
            format === 'xml' ? textOf(clear, name) : (JSON.parse(clear) as Record<string, unknown>)[name];
          expect([read('ToUserName'), read('FromUserName'), read('Content')]).toEqual([
            openid,
            account.id,
            'a reply',
          ]);
        }
        expect(target.messages).toHaveLength(1);
        expect(target.lines).toEqual([]);
      },
    );
  });
});

it('another message under the same id is still told, in what is inside as well', async () => {
  const target = await startTarget();
  const message = textFields({ Deep: { Inner: ['x', { More: 'y' }] } });
  const { MsgId, CreateTime } = message;
  await target.push({ message });
  await target.push({ message });
  expect(target.lines).toEqual([]);
  await target.push({ message: { ...message, MsgId, CreateTime, Deep: { Inner: ['x', { More: 'z' }] } } });
  expect(target.lines.map(({ fields }) => fields.event)).toEqual(['same-id']);
});
