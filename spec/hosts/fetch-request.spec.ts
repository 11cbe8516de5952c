import { createHash } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { gzipSync } from 'node:zlib';
import { wechat, type WeChat } from 'offiaccount';
import { fetchHandler } from 'offiaccount/hosts';
import { movableClock } from 'offiaccount/testing';

const token = 'token';
const logger = { warn: () => undefined, error: () => undefined };
const clock = movableClock();
let wx: WeChat;
let runs: string[] = [];

beforeEach(() => {
  runs = [];
  wx = wechat({ appId: 'wx1', token, clock, logger });
  wx.text(async ({ message, after }) => {
    runs.push(message.Content);
    if (message.Content.endsWith('more')) after(() => runs.push('after'));
    if (message.Content.startsWith('slow')) await clock.sleep(30_000);
    return 'hello';
  });
});
afterEach(async () => {
  jest.useRealTimers();
  const closed = wx.close();
  await clock.advance(60_000);
  await closed;
});

let last = 24_000_000_000_000;
const textOf = (content: string, age = 0): string =>
  `<xml><ToUserName>gh_1</ToUserName><FromUserName>alice</FromUserName><CreateTime>${Math.floor(clock.now() / 1000) - age}</CreateTime><MsgType>text</MsgType><Content><![CDATA[${content}]]></Content><MsgId>${++last}</MsgId></xml>`;

function addressOf(more = ''): string {
  const timestamp = String(Math.floor(clock.now() / 1000));
  const signature = createHash('sha1').update([token, timestamp, '1'].sort().join('')).digest('hex');
  return `https://shop.example.com/wechat?signature=${signature}&timestamp=${timestamp}&nonce=1${more}`;
}

const streamOf = (...chunks: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(Buffer.from(chunk));
      controller.close();
    },
  });

type Sent = RequestInit & { readonly duplex?: 'half' };
const post = (sent: Sent, address = addressOf()): Request =>
  new Request(address, { method: 'POST', ...sent });
const withLength = (body: string | Uint8Array, more: Record<string, string> = {}): Sent => ({
  body: Buffer.from(body),
  headers: { 'content-length': String(Buffer.byteLength(body)), ...more },
});

const lying = (
  body: ReadableStream<Uint8Array>,
  length: number,
  more: Record<string, string> = {},
): Sent => ({
  ...{ body, duplex: 'half' },
  headers: { 'content-length': String(length), ...more },
});

/* What hosts hand over differs: with a length or without, in one piece or in several. */
describe('a request of fetch', () => {
  it.each<[string, () => Request, number]>([
    ['with a length', () => post(withLength(textOf('你好'))), 200],
    ['without a length', () => post({ body: textOf('你好') }), 200],
    [
      'in pieces, in the middle of a letter',
      () => {
        const bytes = Buffer.from(textOf('你好'));
        const at = bytes.indexOf(Buffer.from('你')) + 1;
        return post({ body: streamOf(bytes.subarray(0, at), bytes.subarray(at)), duplex: 'half' });
      },
      200,
    ],
    [
      'with a length that is none',
      () => post({ ...withLength(textOf('x')), headers: { 'content-length': 'x' } }),
      200,
    ],
    ['with a fragment in its address', () => post(withLength(textOf('x')), addressOf('#top')), 200],
    ['that is empty', () => post(withLength('')), 400],
    ['without a body', () => post({}), 400],
    ['that is too large, with a length', () => post(withLength(textOf('x'.repeat(300_000)))), 413],
    [
      'that is too large, without',
      () => post({ body: streamOf(textOf('x'.repeat(300_000))), duplex: 'half' }),
      413,
    ],
    ['without end', () => post({ body: endless(), duplex: 'half' }), 413],
    ['with a length that is too small', () => post(lying(streamOf(textOf('你'), ' '.repeat(100)), 10)), 200],
    ['that is too large for its length', () => post(lying(streamOf(textOf('x'.repeat(300_000))), 10)), 413],
    ['without end, with a length', () => post(lying(endless(), 10)), 413],
    [
      'without end, with a length and compressed',
      () => post(lying(endless(), 10, { 'content-encoding': 'gzip' })),
      415,
    ],
    [
      'that says it is endless',
      () => post({ body: endless(), duplex: 'half', headers: { 'content-length': '9'.repeat(20) } }),
      413,
    ],
    ['that is not UTF-8', () => post(withLength(Buffer.from(textOf('\xff'), 'latin1'))), 400],
    [
      'that is compressed',
      () => post(withLength(gzipSync(textOf('x')), { 'content-encoding': 'gzip' })),
      415,
    ],
    ['that says it is not', () => post(withLength(textOf('x'), { 'content-encoding': 'identity' })), 200],
    ['with another method', () => new Request(addressOf(), { method: 'PUT', body: textOf('x') }), 405],
    ['that has a parameter twice', () => post(withLength(textOf('x')), addressOf('&nonce=1')), 400],
    ['without a query', () => post(withLength(textOf('x')), 'https://shop.example.com/wechat'), 403],
    ['without a path', () => post(withLength(textOf('x')), addressOf().replace('/wechat', '')), 200],
  ])('%s', async (_, request, status) => {
    const { POST } = fetchHandler(wx);
    const answer = await POST(request());
    expect(answer.status).toBe(status);
    if (status === 200) expect(await answer.text()).toContain('hello');
    expect(runs).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each(['GET', 'HEAD'])('checks the address by %s', async (method) => {
    const { GET } = fetchHandler(wx);
    const answer = await GET(new Request(addressOf('&echostr=12345'), { method }));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('12345');
  });

  it('whose body does not arrive is given up after 3 s', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
    const { POST } = fetchHandler(wx);
    const stuck = () => new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('<')) });
    const answers = Promise.all([
      POST(post({ body: stuck(), duplex: 'half' })),
      POST(post({ body: stuck(), duplex: 'half', headers: { 'content-length': '300' } })),
    ]);
    for (let second = 0; second < 4; second++) {
      await new Promise((resolve) => setImmediate(resolve));
      jest.advanceTimersByTime(1000);
    }
    expect((await answers).map(({ status }) => status)).toEqual([408, 408]);
  });

  it.each<[string, (controller: ReadableStreamDefaultController<Uint8Array>) => void]>([
    ['nothing', (controller) => controller.enqueue(new Uint8Array(0))],
    ['single bytes', (controller) => controller.enqueue(new Uint8Array([60]))],
    ['large pieces', (controller) => controller.enqueue(new Uint8Array(1_048_576))],
  ])(
    'without end, of %s, lets everything else go on, and no more than its limit is read',
    async (_, pull) => {
      jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
      let pieces = 0;
      let hasEnded = false;
      const { POST } = fetchHandler(wx);
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          pieces++;
          // Otherwise a handler that is at fault would never let this spec end.
          if (pieces > 2_000_000) controller.close();
          else pull(controller);
        },
        cancel: () => void (hasEnded = true),
      });
      const answer = POST(post(lying(body, 10)));
      await new Promise((resolve) => setImmediate(resolve));
      expect(pieces).toBeLessThan(1000);
      jest.advanceTimersByTime(3000);
      expect([408, 413]).toContain((await answer).status);
      expect(hasEnded).toBe(true);
      expect(runs).toEqual([]);
    },
  );

  it('whose body breaks off is an error of the host', async () => {
    const { POST } = fetchHandler(wx);
    const broken = () => new ReadableStream({ start: (controller) => controller.error(new Error('gone')) });
    for (const headers of [{}, { 'content-length': '300' }])
      await expect(POST(post({ body: broken(), duplex: 'half', headers }))).rejects.toThrow('gone');
  });
});

const endless = (): ReadableStream<Uint8Array> =>
  new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(60)) });

describe('a delivery that is held', () => {
  it('ends when the other side goes', async () => {
    const { POST } = fetchHandler(wx);
    const gone = new AbortController();
    const answer = POST(post({ ...withLength(textOf('slow')), signal: gone.signal }));
    setTimeout(() => gone.abort(), 100);
    expect((await answer).status).toBe(504);
    expect(runs).toEqual(['slow']);
  });

  it('ends at once when the other side had gone before', async () => {
    const { POST } = fetchHandler(wx);
    const gone = new AbortController();
    // The body has been read by the host already.
    const request = post({ ...withLength(textOf('slow')), signal: gone.signal });
    const bytes = await request.clone().arrayBuffer();
    Object.defineProperty(request, 'arrayBuffer', { value: () => Promise.resolve(bytes) });
    gone.abort();
    expect((await POST(request)).status).toBe(504);
  });

  it.each<[string, number, string, string[]]>([
    ['the second', 5, 'fast', []],
    ['the last', 10, 'fast', ['fast']],
    ['the only one of an answer with work after it', 0, 'fast with more', ['fast with more']],
  ])('counts for nobody when the other side had gone before: %s', async (_, age, text, expected) => {
    const { POST } = fetchHandler(wx);
    const gone = new AbortController();
    const request = post({ ...withLength(textOf(text, age)), signal: gone.signal });
    const bytes = await request.clone().arrayBuffer();
    Object.defineProperty(request, 'arrayBuffer', { value: () => Promise.resolve(bytes) });
    gone.abort();
    expect((await POST(request)).status).toBe(504);
    await clock.advance(1000);
    expect(wx.stats().answered).toBe(0);
    expect(runs).toEqual(expected);
  });

  it.each<[string, PropertyDescriptor]>([
    ['has no signal', { value: undefined }],
    [
      'cannot tell its signal',
      {
        get: () => {
          throw new Error('no signal');
        },
      },
    ],
    ['has a signal that is none', { value: {} }],
  ])('is answered as others are where its request %s', async (_, signal) => {
    const { POST } = fetchHandler(wx);
    for (const [text, age] of [
      ['fast', 5],
      ['fast with more', 0],
    ] as const)
      expect(
        (await POST(Object.defineProperty(post(withLength(textOf(text, age))), 'signal', signal))).status,
      ).toBe(200);
    const answer = POST(Object.defineProperty(post(withLength(textOf('slow'))), 'signal', signal));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(6000);
    expect((await answer).status).toBe(504);
  });

  it('ends before WeChat stops waiting where the host tells nothing', async () => {
    const { POST } = fetchHandler(wx);
    const answer = POST(post(withLength(textOf('slow'))));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(6000);
    expect((await answer).status).toBe(504);
  });

  it('leaves nothing behind at the signal of its request', async () => {
    const { POST } = fetchHandler(wx);
    const request = post(withLength(textOf('slow')));
    const answer = POST(request);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(getEventListeners(request.signal, 'abort')).toHaveLength(1);
    await clock.advance(6000);
    await answer;
    expect(getEventListeners(request.signal, 'abort')).toHaveLength(0);
  });
});
