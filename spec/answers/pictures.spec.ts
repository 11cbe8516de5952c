import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, pictureOf, reply } from 'offiaccount';
import { fetchPicture } from '../../lib/answers/pictures/fetch-picture';
import { isPublicAddress } from '../../lib/answers/pictures/public-address';
import { movedClock } from '../support/clock';
import { bot, closeBots, texts } from './support';

afterEach(closeBots);

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgaJj5HwAE4wKDb2dMqgAAAABJRU5ErkJggg==',
  'base64',
);

async function* pieces(...given: unknown[]): AsyncGenerator {
  for (const each of given) yield await Promise.resolve(each);
}

/** A file as the AI SDK makes it, with getters of a class. */
class GeneratedFile {
  readonly mediaType = 'image/png';
  get uint8Array() {
    return new Uint8Array(PNG);
  }
}

const file = { type: 'file', file: new GeneratedFile() };
const kinds = async (openid: string, source: () => AsyncIterable<unknown>, config = {}) => {
  const { wx, wechat } = bot(config);
  wx.text(() => reply.stream(source()));
  const alice = wechat.user(openid);
  await alice.says('x');
  await wechat.clock.advance(3000);
  return texts(alice.sees());
};

describe('pictures of an answer', () => {
  it.each<[string, unknown]>([
    ['a file of the AI SDK', file],
    ['a file with its bytes', { type: 'file', data: PNG, mediaType: 'image/png' }],
    ['a picture of one’s own', { type: 'image', image: new Uint8Array(PNG) }],
    ['a picture in base64', { type: 'image', image: PNG.toString('base64') }],
    [
      'an address with the bytes',
      { type: 'image', image: `data:image/png;base64,${PNG.toString('base64')}` },
    ],
    [
      'a picture that OpenAI has made',
      {
        type: 'response.output_item.done',
        item: { type: 'image_generation_call', result: PNG.toString('base64') },
      },
    ],
    [
      'a picture of a compatible server',
      {
        choices: [
          { delta: { images: [{ image_url: { url: `data:image/png;base64,${PNG.toString('base64')}` } }] } },
        ],
      },
    ],
  ])('are the reply, when they come first: %s', async (_, picture) => {
    expect(await kinds('alice', () => pieces(picture, 'that is it'))).toEqual(['image', '+ that is it']);
  });

  it('keep their place', async () => {
    expect(await kinds('alice', () => pieces('one', 'two', file, 'three', file))).toEqual([
      'onetwo',
      '+ image',
      '+ three',
      '+ image',
    ]);
  });

  it.each([
    ['http://127.0.0.1/x.png', 'http://127.0.0.1/x.png'],
    ['http://[::ffff:10.0.0.1]/x.png', 'http://[::ffff:a00:1]/x.png'],
    ['http://localhost/x.png', 'http://localhost/x.png'],
  ])('are an address, when they cannot be shown: %s', async (image, shown) => {
    expect(await kinds('alice', () => pieces('see', { type: 'image', image, alt: '猫' }))).toEqual([
      'see',
      `+ 猫：${shown}`,
    ]);
    expect(await kinds('bob', () => pieces({ type: 'image', image }))).toEqual([`图片：${shown}`]);
  });

  it('are words, when the account may not upload, or they are no pictures', async () => {
    expect(await kinds('alice', () => pieces({ type: 'image', image: Buffer.from('<svg>') }))).toEqual([
      '（图片：无法显示）',
    ]);
    expect(await kinds('bob', () => pieces('a', file), { kind: 'personal', api: undefined })).toEqual(['a']);
    expect(
      await kinds('carol', () => pieces({ type: 'file', data: PNG, mediaType: 'text/plain' }, 'b')),
    ).toEqual(['b']);
  });
});

describe('fetchPicture', () => {
  let server: Server | undefined;
  const serve = async (listener: RequestListener): Promise<URL> => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server!.once('listening', resolve));
    // A server on a port has an address of this form.
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  };
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const signal = new AbortController().signal;
  const clock = movedClock();
  const here = { signal, clock, isAllowedAddress: (address: string) => address === '127.0.0.1' };

  it('follows redirects, and looks at each', async () => {
    const url = await serve((req, res) => {
      const to: Readonly<Record<string, string>> = {
        '/': '/picture',
        '/inside': 'http://127.0.0.2/secret',
        '/name': 'http://localhost.:1/secret',
        '/file': 'file:///etc/passwd',
        '/round': '/round',
      };
      const location = to[req.url ?? ''];
      if (location === undefined) res.end(PNG);
      else res.writeHead(302, { location }).end();
    });
    expect(await fetchPicture(url, here)).toEqual(PNG);
    for (const path of ['inside', 'file'])
      await expect(fetchPicture(new URL(path, url), here)).rejects.toThrow('is not asked');
    await expect(fetchPicture(new URL('round', url), here)).rejects.toThrow('too often');
    await expect(fetchPicture(url, { signal, clock })).rejects.toThrow('is not asked');
    await expect(fetchPicture(url, { ...here, isAllowedHost: () => false })).rejects.toThrow('is not asked');
  });

  it('looks at where a name leads', async () => {
    const url = await serve((_, res) => res.end(PNG));
    url.hostname = 'localhost';
    await expect(fetchPicture(url, { signal, clock })).rejects.toThrow('is not asked');
    const any = { signal, clock, isAllowedAddress: () => true };
    expect(await fetchPicture(url, any)).toEqual(PNG);
  });

  it('ends what is too large, or no answer', async () => {
    const url = await serve((req, res) => {
      if (req.url === '/said') res.writeHead(200, { 'Content-Length': 11 * 1024 * 1024 }).flushHeaders();
      else if (req.url === '/missing') res.writeHead(404).end();
      else {
        const write = (): void => {
          while (!res.destroyed && res.write(Buffer.alloc(65_536)));
          if (!res.destroyed) res.once('drain', write);
        };
        write();
      }
    });
    await expect(fetchPicture(new URL('/said', url), here)).rejects.toThrow('too large');
    await expect(fetchPicture(new URL('/endless', url), here)).rejects.toThrow('too large');
    await expect(fetchPicture(new URL('/missing', url), here)).rejects.toThrow('404');
    const stopping = new AbortController();
    const stopped = fetchPicture(new URL('/endless', url), { ...here, signal: stopping.signal });
    stopping.abort();
    await expect(stopped).rejects.toThrow();
  });

  it.each<[string, RequestListener]>([
    ['sends nothing', () => undefined],
    ['stops in the middle', (_, res) => void res.writeHead(200).write(PNG.subarray(0, 20))],
    [
      'redirects late',
      (req, res) => (req.url === '/' ? res.writeHead(302, { location: '/slow' }).end() : undefined),
    ],
  ])('waits 10 s for a server that %s', async (_, listener) => {
    const asked = new Promise<void>((resolve) => {
      void serve((req, res) => {
        listener(req, res);
        // After a redirect, when the second page is asked for.
        if (res.statusCode === 200) setTimeout(resolve, 20);
      }).then((url) => {
        fetched = fetchPicture(url, here).catch((error: unknown) => error);
      });
    });
    let fetched: Promise<unknown> = Promise.resolve();
    let isOver = false;
    await asked;
    void fetched.then(() => (isOver = true));
    await clock.advance(9999);
    expect(isOver).toBe(false);
    await clock.advance(1);
    expect(await fetched).toMatchObject({ message: 'A picture did not come within 10 s.' });
    expect(clock.waiting()).toEqual([]);
  });

  it.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['127.0.0.1', false],
    ['0.0.0.0', false],
    ['10.1.2.3', false],
    ['100.100.100.200', false],
    ['169.254.169.254', false],
    ['172.31.0.1', false],
    ['192.168.1.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::a00:1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['ff02::1', false],
    ['2002:7f00:1::', false],
    ['example.com', false],
  ])('knows whether %s is of the public web', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});

describe('pictureOf', () => {
  it('gives what the user has sent, though the address is not one of WeChat’s', async () => {
    const { wx, wechat } = bot();
    const { media_id: id } = await wechat.api.addMedia({ data: PNG, filename: 'a.png' });
    wx.image(async (ctx) => {
      const { data, mediaType } = await pictureOf(ctx);
      return `${mediaType} ${data.length}`;
    });
    const alice = wechat.user('alice');
    expect(
      (await alice.sends('image', { MediaId: id, PicUrl: 'http://127.0.0.1/x.png' })).reply,
    ).toMatchObject({
      Content: `image/png ${PNG.length}`,
    });
  });

  it('is for pictures', async () => {
    const { wx, wechat, logger } = bot();
    let error: unknown;
    wx.text(async (ctx) => {
      // @ts-expect-error it is a text
      await pictureOf(ctx).catch((each: unknown) => (error = each));
    });
    await wechat.user('alice').says('x');
    expect(error).toBeInstanceOf(ConfigError);
    expect(logger.lines).toEqual([]);
  });
});
