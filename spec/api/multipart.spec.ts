import { File } from 'node:buffer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { multipart } from '../../lib/api/multipart';
import type { FileInput } from '../../lib/api/request';

const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
const text = async (file: FileInput) => (await multipart([{ name: 'media', file }])).body.toString('utf8');

describe('a multipart body', () => {
  it('holds files and texts as they are', async () => {
    const { body, contentType } = await multipart([
      { name: 'media', file: { data: png, filename: '图片.png' } },
      { name: 'description', text: '{"title":"标题"}' },
    ]);
    const boundary = /^multipart\/form-data; boundary=(----offiaccount[0-9a-f]{32})$/.exec(contentType)![1]!;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="图片.png"\r\nContent-Type: image/png\r\n\r\n`;
    const tail = `\r\n--${boundary}\r\nContent-Disposition: form-data; name="description"\r\n\r\n{"title":"标题"}\r\n--${boundary}--\r\n`;
    expect(body.equals(Buffer.concat([Buffer.from(head), png, Buffer.from(tail)]))).toBe(true);
  });

  it('is what a standard parser understands', async () => {
    const { body, contentType } = await multipart([
      { name: 'media', file: { data: png, filename: '图片' } },
      { name: 'description', text: 'a\r\nb' },
    ]);
    const answer = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
    // oxlint-disable-next-line typescript/no-deprecated -- not for servers; here it is a second opinion
    const form = await answer.formData();
    // The part was sent with a file name.
    const file = form.get('media') as File;
    expect(file.name).toBe('图片.png');
    expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true);
    expect(form.get('description')).toBe('a\r\nb');
  });

  it('encodes what could end a file name', async () => {
    const body = await text({ data: png, filename: 'a"\r\nContent-Type: text/html\u0000.png' });
    expect(body).toContain('filename="a%22%0D%0AContent-Type: text/html%00.png"');
    const named = await multipart([{ name: 'x"\r\ny', text: '' }]);
    expect(named.body.toString()).toContain('name="x%22%0D%0Ay"');
  });

  it.each([
    ['ffd8ffe0', 'jpg', 'image/jpeg'],
    ['89504e470d0a1a0a', 'png', 'image/png'],
    ['474946383961', 'gif', 'image/gif'],
    ['424d0000', 'bmp', 'image/bmp'],
    ['524946460000000057454250', 'webp', 'image/webp'],
    ['2321414d520a', 'amr', 'audio/amr'],
    ['494433', 'mp3', 'audio/mpeg'],
    ['fffb90', 'mp3', 'audio/mpeg'],
    ['524946460a00000057415645', 'wav', 'audio/wav'],
    ['00000018667479706d703432', 'mp4', 'video/mp4'],
    ['255044462d', 'pdf', 'application/pdf'],
  ])('knows %s as %s', async (hex, extension, type) => {
    const body = await text({ data: Buffer.from(hex, 'hex') });
    expect(body).toContain(`filename="file.${extension}"`);
    expect(body).toContain(`Content-Type: ${type}\r\n`);
  });

  it('gives no extension to what it does not know, and leaves a given one, in lower case', async () => {
    expect(await text({ data: Buffer.from('?') })).toContain(
      'filename="file"\r\nContent-Type: application/octet-stream',
    );
    expect(await text({ data: png, filename: 'A.PNG' })).toContain('filename="A.png"');
    expect(await text({ data: png, filename: 'a.b.' })).toContain('filename="a.b.png"');
  });

  it.each<[string, string, string, string]>([
    ['the query of an address', '89504e470d0a1a0a', 'a.png?x-oss-process=style', 'a.png'],
    ['the style of an address', 'ffd8ffe0', 'a.jpg!small', 'a.jpg'],
    ['an extension of another kind', '89504e470d0a1a0a', 'photo.jpg', 'photo.png'],
    ['an extension of another kind, in capitals', 'ffd8ffe0', 'IMG_1.HEIC', 'IMG_1.jpg'],
    ['an extension that is as true', 'ffd8ffe0', 'photo.JPEG', 'photo.jpeg'],
    ['no extension', '474946383961', 'photo', 'photo.gif'],
    ['a number after a point', '89504e470d0a1a0a', 'v1.2', 'v1.2.png'],
    ['two extensions', '524946460000000057454250', 'a.b.png', 'a.b.webp'],
    ['the extension of a server', '2321414d520a', 'voice.php', 'voice.amr'],
    ['nothing but a point', '255044462d', '.', 'file.pdf'],
    ['a name with a hash', '255044462d', 'C# notes.pdf', 'C# notes.pdf'],
  ])('makes a name with %s true', async (_what, hex, filename, name) => {
    expect(await text({ data: Buffer.from(hex, 'hex'), filename })).toContain(`filename="${name}"`);
  });

  const brand = (major: string, ...compatible: string[]) =>
    Buffer.concat([
      Buffer.from([0, 0, 0, 16 + 4 * compatible.length]),
      Buffer.from(`ftyp${major}\0\0\0\0${compatible.join('')}moov`, 'latin1'),
    ]);

  it.each([
    ['isom', [], 'mp4'],
    ['mp42', ['isom'], 'mp4'],
    ['M4V ', [], 'mp4'],
    ['XXXX', ['isom'], 'mp4'],
    ['heic', ['mif1'], 'heic'],
    ['mif1', ['heic'], 'heic'],
    ['mif1', ['mif1', 'miaf', 'avif'], 'avif'],
    ['mif1', [], 'heif'],
    ['msf1', ['hevc'], 'heic'],
    ['avif', ['mif1'], 'avif'],
    ['qt  ', [], 'mov'],
    ['M4A ', ['mp42'], 'm4a'],
    ['3gp5', ['isom'], '3gp'],
    ['3g2a', [], '3g2'],
  ])('tells the brand %s with %j as %s', async (major, compatible, extension) => {
    const data = brand(major, ...compatible);
    expect(await text({ data })).toContain(`filename="file.${extension}"`);
    expect(await text({ data, filename: 'movie.bin' })).toContain(`filename="movie.${extension}"`);
  });

  it.each([
    ['a brand nobody knows', brand('crx ')],
    ['words that begin like a bitmap', Buffer.from('BMW builds cars, and this is no picture')],
    ['bytes that are nearly a frame of MPEG audio', Buffer.from('fffbf0', 'hex')],
    ['nothing', Buffer.of()],
    ['text', Buffer.from('hello')],
    ['an archive, which may be any document', Buffer.from('504b0304', 'hex')],
  ])('does not call %s anything', async (_what, data) => {
    expect(await text({ data })).toContain('filename="file"\r\nContent-Type: application/octet-stream');
    expect(await text({ data, filename: 'a.DAT' })).toContain('filename="a.dat"');
  });

  it.each([
    ['4f676753', 'ogg'],
    ['664c6143', 'flac'],
    ['fff150', 'aac'],
    ['2321414d522d57420a', 'awb'],
    ['0223215349 4c4b5f5633'.replace(' ', ''), 'silk'],
    ['524946460000000041564920', 'avi'],
    ['1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'webm'],
    ['1a45dfa3a34286810142f781', 'mkv'],
    ['3026b2758e66cf11', 'wma'],
    ['49492a00', 'tif'],
    ['424d360000000000000036000000280000000100', 'bmp'],
  ])('knows %s as %s', async (hex, extension) => {
    expect(await text({ data: Buffer.from(hex, 'hex') })).toContain(`filename="file.${extension}"`);
  });

  it('drops half an emoji from names and texts, and control characters from texts', async () => {
    expect(await text({ data: png, filename: '图\ud83d.png' })).toContain('filename="图.png"');
    const { body } = await multipart([{ name: 'description', text: 'a\ud83db\u0000c\nd😀' }]);
    expect(body.toString()).toContain('\r\n\r\nabc\nd😀\r\n');
  });

  it('takes bytes, blobs, files, streams and paths', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'upload-'));
    writeFileSync(join(dir, 'photo.PNG'), png);
    try {
      expect(await text({ data: join(dir, 'photo.PNG') })).toContain('filename="photo.png"');
    } finally {
      rmSync(dir, { recursive: true });
    }
    expect(await text({ data: new Blob([png]) })).toContain('filename="file.png"');
    expect(await text({ data: new File([png], 'mine') })).toContain('filename="mine.png"');
    expect(await text({ data: Readable.from([png.subarray(0, 3), png.subarray(3)]) })).toContain(
      'filename="file.png"',
    );
    expect(await text({ data: Readable.from(['%PDF', '-1']) })).toContain('%PDF-1');
  });

  it('refuses more than any upload may have', async () => {
    const big = Buffer.alloc(33 * 1024 * 1024);
    await expect(text({ data: big })).rejects.toMatchObject({ code: 'config' });
    await expect(text({ data: Readable.from([big]) })).rejects.toMatchObject({ code: 'config' });
  });
});
