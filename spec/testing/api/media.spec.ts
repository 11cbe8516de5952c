import { inflateSync } from 'node:zlib';
import type { Message } from 'offiaccount';
import { closeAll, connect, files, matching } from './support';

afterEach(closeAll);

const DAY = 86_400_000;
const UPLOAD = '/cgi-bin/media/upload?type=';
const anId = matching(/^[\w-]{64}$/);
const aTime = expect.any(Number) as unknown;

describe('QR codes', () => {
  const CREATE = '/cgi-bin/qrcode/create';
  const code = (action_name: string, scene: object, more = {}) => ({
    action_name,
    action_info: { scene },
    ...more,
  });

  it('bring users, with the ticket', async () => {
    const { simulator, wx, post, get } = await connect();
    const got: Message[] = [];
    wx.use(({ message }) => void got.push(message));
    const temporary = await post(
      CREATE,
      code('QR_STR_SCENE', { scene_str: 'spring' }, { expire_seconds: 600 }),
    );
    expect(temporary).toEqual({
      ticket: matching(/^gQ[\w-]{94}==$/),
      expire_seconds: 600,
      url: matching(/^http:\/\/weixin\.qq\.com\/q\//),
    });
    const permanent = await post(CREATE, code('QR_LIMIT_SCENE', { scene_id: 42 }));
    expect(permanent).toEqual({ ticket: anything(), url: anything() });
    const alice = simulator.user('alice');
    await alice.scans('spring');
    await alice.scans(42);
    expect(got).toMatchObject([
      { Event: 'subscribe', EventKey: 'qrscene_spring', Ticket: temporary.ticket },
      { Event: 'SCAN', EventKey: '42', Ticket: permanent.ticket },
    ]);
    expect(await get('/cgi-bin/user/info?openid=alice')).toMatchObject({ qr_scene_str: 'spring' });
  });

  it('are those of the last hour or of ever', async () => {
    const { simulator, post, request } = await connect();
    const { ticket: old } = await post(CREATE, code('QR_SCENE', { scene_id: 7 }));
    const { ticket } = await post(CREATE, code('QR_LIMIT_STR_SCENE', { scene_str: 'shop' }));
    const show = async (given: unknown) =>
      (await request(`/cgi-bin/showqrcode?ticket=${encodeURIComponent(String(given))}`)).status;
    expect(await show(old)).toBe(200);
    await simulator.clock.advance(60_000);
    expect([await show(old), await show(ticket), await show('nonsense')]).toEqual([404, 200, 404]);
  });

  it('are pictures', async () => {
    const { post, request } = await connect();
    const { ticket } = await post(CREATE, code('QR_SCENE', { scene_id: 7 }));
    const response = await request(`/cgi-bin/showqrcode?ticket=${encodeURIComponent(String(ticket))}`);
    expect(response.headers.get('content-type')).toBe('image/png');
    const png = Buffer.from(await response.arrayBuffer());
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const size = png.readUInt32BE(16);
    const data = png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8);
    expect(inflateSync(data)).toHaveLength((size + 1) * size);
  });

  it.each<[string, unknown, number]>([
    ['another action', code('QR_X', { scene_id: 7 }), 40052],
    ['no action_info', { action_name: 'QR_SCENE' }, 40035],
    ['no scene', code('QR_SCENE', {}), 40053],
    ['the scene 0', code('QR_SCENE', { scene_id: 0 }), 40053],
    ['a number as text', code('QR_SCENE', { scene_id: '7' }), 40053],
    ['a permanent number above 100,000', code('QR_LIMIT_SCENE', { scene_id: 100_001 }), 40053],
    ['a number where text is wanted', code('QR_STR_SCENE', { scene_id: 7 }), 40053],
    ['a text of 65 characters', code('QR_LIMIT_STR_SCENE', { scene_str: 'x'.repeat(65) }), 40053],
    ['more than 30 days', code('QR_SCENE', { scene_id: 7 }, { expire_seconds: 2_592_001 }), 40035],
  ])('are refused: %s', async (_what, body, errcode) => {
    expect(await (await connect()).post(CREATE, body)).toMatchObject({ errcode });
  });
});

const anything = (): unknown => expect.anything();

describe('temporary media', () => {
  it.each([
    ['image', '图片.png', files.png, 'image/png'],
    ['image', 'a.jpeg', files.jpg, 'image/jpeg'],
    ['voice', 'a.amr', files.amr, 'audio/amr'],
    ['voice', 'a.mp3', files.mp3, 'audio/mpeg'],
  ])('of type %s come back as they went: %s', async (type, filename, data, contentType) => {
    const { upload, download } = await connect();
    const made = await upload(`${UPLOAD}${type}`, filename, data);
    expect(made).toEqual({ type, media_id: anId, created_at: aTime });
    const response = await download(`/cgi-bin/media/get?media_id=${String(made.media_id)}`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(data);
    expect(response.headers.get('content-type')).toBe(contentType);
    const disposition = Buffer.from(response.headers.get('content-disposition')!, 'latin1').toString();
    expect(disposition).toBe(`attachment; filename="${filename}"`);
  });

  it('have a name of their own for a thumb', async () => {
    const { upload } = await connect();
    expect(await upload(`${UPLOAD}thumb`, 'a.jpg', files.jpg)).toEqual({
      type: 'thumb',
      thumb_media_id: anId,
      created_at: aTime,
    });
  });

  it('are an address for a video', async () => {
    const { upload, download } = await connect();
    const { media_id } = await upload(`${UPLOAD}video`, 'a.mp4', files.mp4);
    const response = await download(`/cgi-bin/media/get?media_id=${String(media_id)}`);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(await response.json()).toEqual({ video_url: matching(/^http:/) });
  });

  it('live for three days', async () => {
    const { simulator, upload, get, download, renew } = await connect();
    const { media_id } = await upload(`${UPLOAD}voice`, 'a.amr', files.amr);
    const path = `/cgi-bin/media/get?media_id=${String(media_id)}`;
    await simulator.clock.advance(3 * DAY - 1000);
    renew();
    expect((await download(path)).headers.get('content-type')).toBe('audio/amr');
    await simulator.clock.advance(1000);
    expect(await get(path)).toMatchObject({ errcode: 40007 });
    expect(await get('/cgi-bin/media/get')).toMatchObject({ errcode: 41006 });
  });

  it.each([
    ['another type', 'file', 'a.png', files.png, 40004],
    ['a name without an extension', 'image', 'a', files.png, 40005],
    ['an extension in upper case', 'image', 'a.PNG', files.png, 40005],
    ['a voice for an image', 'image', 'a.amr', files.amr, 40005],
    ['a PNG for a thumb', 'thumb', 'a.png', files.png, 40005],
    ['content of another kind', 'image', 'a.jpg', files.png, 40113],
    ['nothing in it', 'image', 'a.png', Buffer.alloc(0), 44001],
    ['a thumb of 65 KB', 'thumb', 'a.jpg', Buffer.concat([files.jpg, Buffer.alloc(65 * 1024)]), 45001],
  ])('are refused: %s', async (_what, type, filename, data, errcode) => {
    expect(await (await connect()).upload(UPLOAD + type, filename, data)).toMatchObject({ errcode });
  });

  const part = (head: string, boundary = 'x') =>
    `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\nGIF89a\r\n--${boundary}--\r\n`;

  it.each([
    ['a plain name', part('name="media"; filename="a.gif"'), 0],
    ['no file name', part('name="media"'), 41005],
    ['an empty file name', part('name="media"; filename=""'), 41005],
    ['a file name in the form of RFC 2231 only', part(`name="media"; filename*=UTF-8''a.gif`), 41005],
    ['another part', part('name="file"; filename="a.gif"'), 41005],
    ['a part without a name', part('filename="a.gif"'), 41005],
    ['another boundary', part('name="media"; filename="a.gif"', 'y'), 41005],
    ['no end', '--x\r\nContent-Disposition: form-data; name="media"; filename="a.gif"\r\n\r\nGIF89a', 41005],
    ['no head', '--x\r\nGIF89a\r\n--x--\r\n', 41005],
    ['no form', '{}', 41005],
  ])('are read as WeChat reads them: %s', async (_what, body, errcode) => {
    const { request, stableToken } = await connect();
    const { access_token } = await stableToken();
    const headers = {
      'Content-Type': body === '{}' ? 'application/json' : 'multipart/form-data; boundary=x',
    };
    const response = await request(`${UPLOAD}image&access_token=${access_token}`, {
      method: 'POST',
      headers,
      body,
    });
    expect(await response.json()).toMatchObject(errcode === 0 ? { media_id: anId } : { errcode });
  });

  it('need a boundary, in the header or at their beginning', async () => {
    const { request, stableToken } = await connect();
    const { access_token } = await stableToken();
    const headers = { 'Content-Type': 'multipart/form-data' };
    const init = { method: 'POST', headers, body: `No line\r\n${part('name="media"; filename="a.gif"')}` };
    const response = await request(`${UPLOAD}image&access_token=${access_token}`, init);
    expect(await response.json()).toMatchObject({ errcode: 41005 });
  });

  it.each(['image', 'voice', 'video', 'shortvideo'] as const)('of users can be had: %s', async (type) => {
    const { simulator, wx, download } = await connect();
    const ids: string[] = [];
    wx.on(['image', 'voice', 'video', 'shortvideo'], ({ message }) => void ids.push(message.MediaId));
    await simulator.user('alice').sends(type);
    const response = await download(`/cgi-bin/media/get?media_id=${ids[0]!}`);
    expect(response.headers.get('content-type')).toMatch(/image|audio|text\/plain/);
    expect((await response.text()).length).toBeGreaterThan(5);
  });

  it('of users have the bytes that the account has uploaded under the same id', async () => {
    const { simulator, upload, download } = await connect();
    const { media_id } = await upload(`${UPLOAD}image`, 'a.gif', Buffer.from('GIF89a'));
    await simulator.user('alice').sends('image', { MediaId: String(media_id) });
    expect(await (await download(`/cgi-bin/media/get?media_id=${String(media_id)}`)).text()).toBe('GIF89a');
  });

  it('of pages are voices', async () => {
    const { upload, get, download } = await connect();
    const voice = await upload(`${UPLOAD}voice`, 'a.amr', files.amr);
    const image = await upload(`${UPLOAD}image`, 'a.png', files.png);
    const path = '/cgi-bin/media/get/jssdk?media_id=';
    expect((await download(path + String(voice.media_id))).headers.get('content-type')).toBe('voice/speex');
    expect(await get(path + String(image.media_id))).toMatchObject({ errcode: 40007 });
  });

  it('for articles are an address', async () => {
    const { upload } = await connect();
    const path = '/cgi-bin/media/uploadimg';
    expect(await upload(path, 'a.png', files.png)).toEqual({
      url: matching(/^http:\/\/mmbiz\.qpic\.cn\/mmbiz_png\//),
    });
    expect(await upload(path, 'a.gif', Buffer.from('GIF89a'))).toMatchObject({ errcode: 40005 });
    const large = Buffer.concat([files.png, Buffer.alloc(1024 * 1024)]);
    expect(await upload(path, 'a.png', large)).toMatchObject({ errcode: 45001 });
  });
});

describe('permanent media', () => {
  const ADD = '/cgi-bin/material/add_material?type=';
  const description = JSON.stringify({ title: '标题', introduction: 'Intro' });

  it('are added, listed, counted, had and deleted', async () => {
    const { upload, post, get, download } = await connect();
    const image = await upload(`${ADD}image`, 'a.png', files.png);
    expect(image).toEqual({ media_id: anId, url: matching(/^http:/) });
    const voice = await upload(`${ADD}voice`, 'a.mp3', files.mp3);
    expect(voice).toEqual({ media_id: anId });
    const counts = { voice_count: 1, video_count: 0, image_count: 1, news_count: 0 };
    expect(await get('/cgi-bin/material/get_materialcount')).toEqual(counts);
    expect(
      await post('/cgi-bin/material/batchget_material', { type: 'image', offset: 0, count: 20 }),
    ).toEqual({
      total_count: 1,
      item_count: 1,
      item: [{ media_id: image.media_id, name: 'a.png', update_time: aTime, url: image.url }],
    });
    const response = await download('/cgi-bin/material/get_material', { media_id: voice.media_id });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(files.mp3);
    expect(await post('/cgi-bin/material/del_material', { media_id: voice.media_id })).toMatchObject({
      errcode: 0,
    });
    const gone = { media_id: voice.media_id };
    expect(await post('/cgi-bin/material/get_material', gone)).toMatchObject({ errcode: 40007 });
    expect(await post('/cgi-bin/material/del_material', gone)).toMatchObject({ errcode: 40007 });
  });

  it('have a description when they are videos', async () => {
    const { upload, post } = await connect();
    const { media_id } = await upload(`${ADD}video`, 'a.mp4', files.mp4, { description });
    expect(await post('/cgi-bin/material/get_material', { media_id })).toEqual({
      title: '标题',
      description: 'Intro',
      down_url: matching(/^http:/),
    });
    const add = (more: Record<string, string>) => upload(`${ADD}video`, 'a.mp4', files.mp4, more);
    expect(await add({})).toMatchObject({ errcode: 40035 });
    expect(await add({ description: 'x' })).toMatchObject({ errcode: 47001 });
    expect(await add({ description: '{}' })).toMatchObject({
      errmsg: matching(/"description\.title" is missing/),
    });
  });

  it.each([
    [{ type: 'file', offset: 0, count: 1 }, 40004],
    [{ type: 'image', offset: -1, count: 1 }, 40035],
    [{ type: 'image', offset: 0, count: 0 }, 40035],
    [{ type: 'image', offset: 0, count: 21 }, 40035],
    [{ type: 'image', offset: 0 }, 40035],
  ])('are not listed by %j', async (body, errcode) => {
    const { post } = await connect();
    expect(await post('/cgi-bin/material/batchget_material', body)).toMatchObject({ errcode });
  });

  it('are kept while there is room', async () => {
    const { upload, post } = await connect();
    const large = Buffer.concat([files.png, Buffer.alloc(9.9 * 1024 * 1024)]);
    const first = await upload(`${ADD}image`, 'a.png', large);
    for (let i = 0; i < 13; i++) await upload(`${ADD}image`, 'a.png', large);
    expect(await post('/cgi-bin/material/del_material', { media_id: first.media_id })).toMatchObject({
      errcode: 40007,
    });
  }, 30_000);
});
