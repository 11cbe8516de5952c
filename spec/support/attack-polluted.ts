/*
 * A process of its own, since what it does to `Object.prototype` would harm others: every object gets settings, fields,
 * parameters and options that nobody gave it. Writes what happens to pushes then, as JSON.
 */
import { wechat } from '../../lib/index';
import type { Message } from '../../lib/index';
import { sendInProcess, settingsFor } from './attack';
import type { Mode } from './attack';
import { account, openid, push, textFields } from './push';
import type { PushParts } from './push';

const clear = push();
const made = {
  clear,
  safe: push({ mode: 'safe' }),
  forged: push({ query: { signature: '0'.repeat(40) } }),
  unsigned: push({ query: { signature: undefined } }),
  untyped: push({ message: { MsgType: undefined } }),
};

const polluted: Readonly<Record<string, unknown>> = {
  token: account.token,
  appId: account.appId,
  allowPlaintext: true,
  maxAge: 0,
  bodyLimit: 1e9,
  encrypt_type: 'raw',
  signature: clear.params.signature,
  timestamp: clear.timestamp,
  nonce: clear.nonce,
  MsgType: 'text',
  FromUserName: 'mallory',
  ToUserName: 'gh_mallory',
  Content: 'polluted',
  Encrypt: 'polluted',
  polluted: 'yes',
  xml: { MsgType: 'text', FromUserName: 'mallory', ToUserName: 'gh_mallory', Content: 'polluted' },
  rawBody: '<xml><MsgType>text</MsgType><FromUserName>mallory</FromUserName></xml>',
};

const quiet = { warn: () => undefined, error: () => undefined };
const received: string[] = [];
const extra: string[] = [];

function note(message: Message): void {
  received.push('Content' in message ? message.Content : '');
  for (const name in message) if (!(name in textFields())) extra.push(name);
  if (message.FromUserName !== openid) extra.push(message.FromUserName);
}

const accountIn = (mode: Mode) =>
  wechat({ ...settingsFor(mode), logger: quiet }).use((ctx) => {
    note(ctx.message);
    return 'a reply';
  });

async function outcome(mode: Mode, { url, body, headers }: ReturnType<typeof push>, parsed?: object) {
  const wx = accountIn(mode);
  const { status, body: answer } = await sendInProcess(wx, {
    path: url,
    body,
    headers,
    ...(parsed && { parsed }),
  });
  return `${status} ${answer.slice(0, status === 200 ? 5 : 20)}`;
}

function missing(settings: object): string {
  try {
    wechat(settings as Parameters<typeof wechat>[0]);
    return 'accepted';
  } catch (error) {
    return /"\w+"/.exec(String(error))?.[0] ?? String(error);
  }
}

const right = (parts: PushParts): ReturnType<typeof push> => push(parts);

void (async () => {
  const ids = right({ format: 'json', message: { MsgId: 'a' } });
  const parsed = JSON.parse(String(ids.body)) as object;
  // Node itself reads options from plain objects, so its own names stay as they are.
  for (const [name, value] of Object.entries(polluted))
    Object.defineProperty(Object.prototype, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  const outcomes = {
    'without a token': missing({ appId: 'wx1' }),
    'without an appId': missing({ token: 'abc' }),
    'a right clear push': await outcome('clear', made.clear),
    'a right safe push': await outcome('safe', made.safe),
    'a clear push in safe mode': await outcome('safe', made.clear),
    'a forged push': await outcome('clear', made.forged),
    'a push without a signature': await outcome('clear', made.unsigned),
    'a push without MsgType': await outcome('clear', made.untyped),
    'an object of another parser': await outcome('clear', ids, parsed),
  };
  for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
  console.log(JSON.stringify({ ...outcomes, received, 'fields nobody sent': extra }));
})();
