import { File } from 'node:buffer';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { ConfigError, type Api, type FileInput } from 'offiaccount';
import { hintFor } from '../../lib/hints';
import { setUp, type Setup } from '../support/api';

const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
const arrayBuffer = () => new Uint8Array(png).buffer;

let setup: Setup;
let dir: string;
let host: Server;
let origin: string;

beforeAll(async () => {
  setup = await setUp();
  dir = mkdtempSync(join(tmpdir(), 'files-'));
  writeFileSync(join(dir, 'photo.PNG'), png);
  host = createServer((req, res) => {
    if (req.url === '/missing.png') return void res.writeHead(404).end('no');
    const headers = {
      'content-type': req.url === '/voice' ? 'audio/mpeg; x=1' : 'image/png',
      ...(req.url === '/named' && { 'content-disposition': `attachment; filename*=UTF-8''%E5%9B%BE.png` }),
    };
    res.writeHead(200, headers).end(req.url === '/voice' ? 'unknown' : png);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await new Promise((resolve) => host.close(resolve));
  await setup.close();
});

/** The file part as it went over the wire. */
async function sent(
  file: FileInput,
  call = (api: Api, f: FileInput) => api.media.uploadImg(f) as Promise<unknown>,
) {
  await call(setup.api, file);
  const { raw } = setup.fake.seen.at(-1)!;
  const text = raw.toString('latin1');
  const [, name] = /filename="([^"]*)"/.exec(raw.toString('utf8')) ?? [];
  return { name, holds: (bytes: Buffer) => text.includes(`\r\n\r\n${bytes.toString('latin1')}\r\n--`) };
}

const forms: readonly (readonly [form: string, make: () => FileInput | Promise<FileInput>, name: string])[] =
  [
    ['a Buffer', () => png, 'file.png'],
    ['a Uint8Array', () => new Uint8Array(png), 'file.png'],
    [
      'a view of a part of a buffer',
      () => new Uint8Array(Buffer.concat([Buffer.of(1), png, Buffer.of(2)])).subarray(1, -1),
      'file.png',
    ],
    ['a view of words', () => new Uint16Array(arrayBuffer()), 'file.png'],
    ['a DataView', () => new DataView(arrayBuffer()), 'file.png'],
    ['an ArrayBuffer', arrayBuffer, 'file.png'],
    [
      'a SharedArrayBuffer',
      () => {
        const shared = new SharedArrayBuffer(png.length);
        new Uint8Array(shared).set(png);
        return shared;
      },
      'file.png',
    ],
    ['a Blob', () => new Blob([png]), 'file.png'],
    ['a File', () => new File([png], 'mine.png'), 'mine.png'],
    ['a Node stream', () => Readable.from([png.subarray(0, 3), png.subarray(3)]), 'file.png'],
    ['a stream of a file', () => createReadStream(join(dir, 'photo.PNG')), 'photo.png'],
    ['a web stream', () => new Blob([png]).stream(), 'file.png'],
    [
      'a generator',
      () =>
        (async function* () {
          yield await Promise.resolve(png);
        })(),
      'file.png',
    ],
    ['a response', () => fetch(`${origin}/a/photo.png?size=1`), 'photo.png'],
    ['a response with a name', () => fetch(`${origin}/named`), '图.png'],
    ['a response made by hand', () => new Response(new Uint8Array(png)), 'file.png'],
    ['a response of a kind its bytes do not tell', () => fetch(`${origin}/voice`), 'voice.mp3'],
    ['a path', () => join(dir, 'photo.PNG'), 'photo.png'],
    ['a file URL', () => pathToFileURL(join(dir, 'photo.PNG')), 'photo.png'],
    ['a file URL as text', () => pathToFileURL(join(dir, 'photo.PNG')).href, 'photo.png'],
    ['a data: URL', () => `data:image/png;base64,${png.toString('base64')}`, 'file.png'],
    [
      'a data: URL without base64',
      () => `data:image/png,${[...png].map((b) => `%${b.toString(16).padStart(2, '0')}`).join('')}`,
      'file.png',
    ],
    [
      'a data: URL as URL',
      () => new URL(`data:image/png;charset=x;base64,${png.toString('base64')}`),
      'file.png',
    ],
    ['a download', () => ({ data: png, contentType: 'image/png', filename: 'got.png' }), 'got.png'],
  ];

describe('a file', () => {
  it.each(forms)('may be %s', async (form, make, name) => {
    const part = await sent(await make());
    expect(part.name).toBe(name);
    expect(part.holds(form.includes('do not tell') ? Buffer.from('unknown') : png)).toBe(true);
  });

  it.each(forms.filter(([form]) => form !== 'a download'))('may be %s with a name', async (form, make) => {
    const data = (await make()) as Exclude<FileInput, { data: unknown }>;
    expect((await sent({ data, filename: 'mine.png' })).name).toBe('mine.png');
    expect(form).toBeTruthy();
  });

  const calls: Readonly<Record<string, (api: Api, file: FileInput) => Promise<unknown>>> = {
    'media.upload': (api, file) => api.media.upload('image', file),
    'media.uploadImg': (api, file) => api.media.uploadImg(file),
    'material.add': (api, media) => api.material.add({ type: 'image', media }),
    'material.add of a video': (api, media) =>
      api.material.add({ type: 'video', media, description: { title: '', introduction: '' } }),
    'kfAccount.uploadHeadImg': (api, file) => api.kfAccount.uploadHeadImg('a@b', file),
    'voice.addVoiceToRecoForText': (api, media) => api.voice.addVoiceToRecoForText({ voice_id: '1', media }),
    'invoice.setPdf': (api, file) => api.invoice.setPdf(file),
    'image.scanQrcode': (api, file) => api.image.scanQrcode(file),
    'image.aiCrop': (api, file) => api.image.aiCrop(file),
    'ocr.idcard': (api, file) => api.ocr.idcard(file),
    'ocr.bankcard': (api, file) => api.ocr.bankcard(file),
    'ocr.driving': (api, file) => api.ocr.driving(file),
    'ocr.drivinglicense': (api, file) => api.ocr.drivinglicense(file),
    'ocr.bizlicense': (api, file) => api.ocr.bizlicense(file),
    'ocr.comm': (api, file) => api.ocr.comm(file),
    'ocr.menu': (api, file) => api.ocr.menu(file),
  };

  it.each(Object.entries(calls))('is taken by %s in every form', async (_name, call) => {
    for (const make of [arrayBuffer, () => join(dir, 'photo.PNG'), () => new Blob([png]).stream()])
      expect((await sent(make(), call)).holds(png)).toBe(true);
  });

  it.each(Object.entries(calls))(
    'is refused by %s in other forms, before anything is sent',
    async (_name, call) => {
      const before = setup.fake.seen.length;
      const error: unknown = await call(setup.api, { path: 'a.png' } as unknown as FileInput).catch(
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as Error).message).toMatch(/A file is a Buffer.*"path": pass the path itself/);
      expect(setup.fake.seen).toHaveLength(before);
    },
  );

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /was undefined/],
    ['null', null, /was null/],
    ['a number', 7, /was number/],
    ['a list of bytes', [1, 2], /was an object/],
    ['bytes as JSON', png.toJSON(), /"data" is none of these/],
    ['an object of an upload', { buffer: png, originalname: 'a.png' }, /data: file\.buffer/],
    ['an object with nothing in it', { data: undefined }, /"data" is none of these/],
    ['an address on the web', 'https://a.example/a.png', /await fetch\(url\)/],
    ['an address on the web as URL', new URL('https://a.example/a.png'), /await fetch\(url\)/],
    ['a path of nothing', '/no/such/file.png', /none with this path \(ENOENT\)/],
    ['a folder', tmpdir(), /EISDIR/],
    ['a data: URL with nothing in it', 'data:image/png;base64,', /no content/],
    ['a stream of numbers', Readable.from([1, 2]), /bytes or text/],
    [
      'a stream that fails',
      Readable.from(
        (async function* () {
          yield await Promise.reject(new Error('secret'));
        })(),
      ),
      /cannot be read\.$/,
    ],
  ])('is not %s', async (_what, file, message) => {
    const error: unknown = await setup.api.media.uploadImg(file as FileInput).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(message);
  });

  it('is no response that failed', async () => {
    const failed = setup.api.media.uploadImg(await fetch(`${origin}/missing.png`));
    await expect(failed).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('404') as string,
    });
  });

  it('is no stream that was read already', async () => {
    const response = await fetch(`${origin}/a.png`);
    await response.arrayBuffer();
    await expect(setup.api.media.uploadImg(response)).rejects.toThrow(/read already/);
    const stream = new Blob([png]).stream();
    stream.getReader();
    await expect(setup.api.media.uploadImg(stream)).rejects.toThrow(/read already/);
    const node = Readable.from([png]);
    await node.toArray();
    await expect(setup.api.media.uploadImg(node)).rejects.toThrow(/read already/);
  });

  it.each<[string, () => FileInput]>([
    [
      'a stream',
      () =>
        Readable.from(
          (function* () {
            for (;;) yield Buffer.alloc(1024 * 1024);
          })(),
        ),
    ],
    ['a web stream', () => new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(1024 * 1024)) })],
    ['a device', () => '/dev/zero'],
  ])('is not read without an end: %s', async (_what, make) => {
    await expect(setup.api.media.uploadImg(make())).rejects.toThrow(/at most 33554432 bytes/);
  });

  it('is left when its time is up', async () => {
    let cancelled = false;
    const waiting = new ReadableStream({ cancel: () => void (cancelled = true) });
    const abort = new AbortController();
    const call = setup.api.request(
      { method: 'POST', path: '/cgi-bin/media/uploadimg', parts: [{ name: 'media', file: waiting }] },
      { signal: abort.signal },
    );
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'transport', sent: false, reason: 'aborted' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(cancelled).toBe(true);
  });
});

describe('a file that is refused', () => {
  const webp = Buffer.from('524946460000000057454250', 'hex');
  it.each<[string, (api: Api) => Promise<unknown>, string, RegExp]>([
    [
      'media.uploadImg',
      (api) => api.media.uploadImg(webp),
      '/cgi-bin/media/uploadimg',
      /JPG and PNG .* 1 MB/,
    ],
    [
      'media.upload image',
      (api) => api.media.upload('image', webp),
      '/cgi-bin/media/upload',
      /JPG, PNG and GIF/,
    ],
    ['media.upload voice', (api) => api.media.upload('voice', webp), '/cgi-bin/media/upload', /AMR and MP3/],
    ['media.upload video', (api) => api.media.upload('video', webp), '/cgi-bin/media/upload', /MP4/],
    ['media.upload thumb', (api) => api.media.upload('thumb', webp), '/cgi-bin/media/upload', /JPG .* 64 KB/],
    [
      'material.add image',
      (api) => api.material.add({ type: 'image', media: webp }),
      '/cgi-bin/material/add_material',
      /JPG, PNG, GIF and BMP/,
    ],
    [
      'material.add voice',
      (api) => api.material.add({ type: 'voice', media: webp }),
      '/cgi-bin/material/add_material',
      /MP3, WMA, WAV and AMR/,
    ],
    [
      'kfAccount.uploadHeadImg',
      (api) => api.kfAccount.uploadHeadImg('a@b', webp),
      '/customservice/kfaccount/uploadheadimg',
      /JPG .* 5 MB/,
    ],
    [
      'voice.addVoiceToRecoForText',
      (api) => api.voice.addVoiceToRecoForText({ voice_id: '1', media: webp }),
      '/cgi-bin/media/voice/addvoicetorecofortext',
      /MP3 of 16 kHz/,
    ],
    ['invoice.setPdf', (api) => api.invoice.setPdf(webp), '/card/invoice/platform/setpdf', /PDF/],
    ['ocr.idcard', (api) => api.ocr.idcard(webp), '/cv/ocr/idcard', /JPG and PNG .* 2 MB/],
    ['image.aiCrop', (api) => api.image.aiCrop(webp), '/cv/img/aicrop', /JPG and PNG .* 2 MB/],
  ])('is told which files %s takes', async (_name, call, path, hint) => {
    for (const errcode of [40005, 40113, 45001]) {
      setup.fake.on(path, { json: { errcode, errmsg: 'invalid' } });
      await expect(call(setup.api)).rejects.toMatchObject({
        errcode,
        hint: expect.stringMatching(hint) as string,
      });
    }
    const refused = { endpoint: path, errcode: 40005, errmsg: 'invalid', mediaType: 'image' };
    expect(hintFor(refused, 'zh')).toMatch(/^这里只接受/);
  });

  it('is told nothing of files for other reasons', async () => {
    setup.fake.on('/cgi-bin/media/uploadimg', { json: { errcode: 48001, errmsg: 'no' } });
    await expect(setup.api.media.uploadImg(png)).rejects.not.toMatchObject({
      hint: expect.stringContaining('Taken') as string,
    });
    const refused = { errcode: 40005, errmsg: 'invalid' };
    const plain = hintFor(refused, 'en');
    expect(plain).toEqual(expect.stringContaining('extension'));
    expect(hintFor({ ...refused, endpoint: '/cgi-bin/tags/get' }, 'en')).toBe(plain);
    expect(hintFor({ ...refused, endpoint: '/cgi-bin/media/upload', mediaType: 'toString' }, 'en')).toBe(
      plain,
    );
  });
});

describe('a picture', () => {
  it('by its address on the web is fetched by WeChat', async () => {
    await setup.api.ocr.idcard('https://a.example/a.jpg');
    expect(setup.fake.seen.at(-1)!.query).toMatchObject({ img_url: 'https://a.example/a.jpg' });
  });
});
