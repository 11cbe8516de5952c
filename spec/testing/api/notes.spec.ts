import { closeAll, connect, files } from './support';

/* What programs send although no page of WeChat has it: taken, with a note on the call. */

afterEach(closeAll);

async function ready() {
  const world = await connect();
  const { access_token } = await world.stableToken();
  const article = { title: 'T', content: 'C', thumb_media_id: await world.picture() };
  const { media_id } = await world.post('/cgi-bin/draft/add', { articles: [article] });
  await world.post('/cgi-bin/freepublish/submit', { media_id });
  await world.api.events();
  await world.post('/cgi-bin/draft/add', { articles: [article] });
  /** A request as it is. */
  const raw = async (path: string, init: RequestInit): Promise<unknown> => {
    const address = `${path}${path.includes('?') ? '&' : '?'}access_token=${access_token}`;
    return (await world.request(address, init)).json();
  };
  return { ...world, raw, article };
}

type World = Awaited<ReturnType<typeof ready>>;

const page = { offset: 0, count: 20 };
const form = (boundary: string, type: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body: Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\n\r\n`),
    files.png,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]),
});
const video = '/cgi-bin/material/add_material?type=video';
const described = { title: 'T', introduction: 'I' };
const query = encodeURIComponent(JSON.stringify(described));
const UPLOAD = '/cgi-bin/media/upload?type=image';
const VOICE = '/cgi-bin/media/voice';

it.each<[string, (world: World) => Promise<unknown>, readonly string[]]>([
  [
    'no_content: false',
    ({ post }) => post('/cgi-bin/draft/batchget', { ...page, no_content: false }),
    ['boolean-flag'],
  ],
  [
    'no_content: true',
    ({ post }) => post('/cgi-bin/draft/batchget', { ...page, no_content: true }),
    ['boolean-flag'],
  ],
  ['no_content: 1', ({ post }) => post('/cgi-bin/draft/batchget', { ...page, no_content: 1 }), []],
  [
    'no_content: false, of publications',
    ({ post }) => post('/cgi-bin/freepublish/batchget', { ...page, no_content: false }),
    ['boolean-flag'],
  ],
  [
    'need_open_comment: true',
    ({ post, article }) =>
      post('/cgi-bin/draft/add', {
        articles: [{ ...article, need_open_comment: true, only_fans_can_comment: false }],
      }),
    ['boolean-flag', 'boolean-flag'],
  ],
  [
    'a description of a video in the query',
    ({ upload }) => upload(`${video}&description=${query}`, 'a.mp4', files.mp4),
    ['in-query'],
  ],
  [
    'a description of a video in the form',
    ({ upload }) => upload(video, 'a.mp4', files.mp4, { description: JSON.stringify(described) }),
    [],
  ],
  ['the staff without /cgi-bin', ({ get }) => get('/customservice/getkflist'), ['other-path']],
  ['who is online without /cgi-bin', ({ get }) => get('/customservice/getonlinekflist'), ['other-path']],
  ['the staff', ({ get }) => get('/cgi-bin/customservice/getkflist'), []],
  ['the speed by GET', ({ get }) => get('/cgi-bin/message/mass/speed/get'), ['other-method']],
  ['the speed by POST', ({ post }) => post('/cgi-bin/message/mass/speed/get'), []],
  ['the speed without a body', ({ raw }) => raw('/cgi-bin/message/mass/speed/get', { method: 'POST' }), []],
  [
    'a form without a boundary',
    ({ raw }) => raw(UPLOAD, form('abc', 'multipart/form-data')),
    ['boundary-missing'],
  ],
  ['a form with one', ({ raw }) => raw(UPLOAD, form('abc', 'multipart/form-data; boundary=abc')), []],
  [
    'a recording as the body',
    ({ raw }) =>
      raw(`${VOICE}/addvoicetorecofortext?format=mp3&voice_id=v`, { method: 'POST', body: files.mp3 }),
    ['raw-body'],
  ],
  [
    'a text as the body',
    ({ raw }) => raw(`${VOICE}/translatecontent?lfrom=zh_CN&lto=en_US`, { method: 'POST', body: '你好' }),
    ['raw-body'],
  ],
  [
    'digests of several articles',
    ({ post, article }) =>
      post('/cgi-bin/draft/add', {
        articles: [{ ...article, digest: 'D' }, article, { ...article, digest: '' }],
      }),
    ['digest-of-several'],
  ],
])('takes %s', async (_what, call, codes) => {
  const world = await ready();
  const answer = (await call(world)) as { errcode?: number };
  expect(answer.errcode ?? 0).toBe(0);
  const { notes = [] } = world.api.calls.at(-1)!;
  expect(notes.map(({ code }) => code)).toEqual(codes);
  for (const { text } of notes) {
    expect(text.en).toMatch(/^["A-Z][^]*\.$/);
    expect(text.zh).toMatch(/\p{Script=Han}[^]*。$/u);
    expect(JSON.stringify(text)).not.toMatch(/undefined|\[object/);
  }
});

it.each<[string, (world: World) => Promise<unknown>, number]>([
  [
    'a form whose boundary is another',
    ({ raw }) => raw(UPLOAD, form('abc', 'multipart/form-data; boundary=x')),
    41005,
  ],
  [
    'a form of which nothing says how it is divided',
    ({ raw }) =>
      raw(UPLOAD, { method: 'POST', headers: { 'content-type': 'multipart/form-data' }, body: 'abc' }),
    41005,
  ],
  [
    'a text where a flag is',
    ({ post }) => post('/cgi-bin/draft/batchget', { ...page, no_content: 'false' }),
    40035,
  ],
  [
    'a description that is no JSON',
    ({ upload }) => upload(`${video}&description=x`, 'a.mp4', files.mp4),
    47001,
  ],
  [
    'a recording of another kind',
    ({ raw }) =>
      raw(`${VOICE}/addvoicetorecofortext?format=mp3&voice_id=v`, { method: 'POST', body: files.amr }),
    40113,
  ],
  [
    'a translation of nothing',
    ({ raw }) => raw(`${VOICE}/translatecontent?lfrom=zh_CN&lto=en_US`, { method: 'POST' }),
    44002,
  ],
])('refuses %s', async (_what, call, errcode) => {
  expect(await call(await ready())).toMatchObject({ errcode });
});

it('obeys what it takes', async () => {
  const { post, text, get } = await ready();
  expect(await text('/cgi-bin/draft/batchget', { ...page, no_content: true })).not.toContain('"content":"C"');
  expect(await text('/cgi-bin/draft/batchget', { ...page, no_content: false })).toContain('"content":"C"');
  await post('/customservice/kfaccount/add', { kf_account: 'a@b', nickname: 'A' });
  expect(await get('/customservice/getkflist')).toEqual(await get('/cgi-bin/customservice/getkflist'));
});
