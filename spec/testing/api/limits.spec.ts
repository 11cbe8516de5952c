import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Limit } from '../../../lib/testing/api/fields';
import { LIMITS } from '../../../lib/testing/api/limits';
import { appId, appSecret, closeAll, connect, files } from './support';

/* One table of limits: what the comments on the client's types state, and what the fake API refuses. */

afterEach(closeAll);

type LimitName = keyof typeof LIMITS;

/** What a statement is of, where it is not of one call's fields. */
type Other =
  'a rate' | 'all of an account' | 'an answer' | 'a span of time' | 'an address' | 'codes' | 'never reached';

/** What each statement of the client's comments is about. */
const STATED: Readonly<Record<string, readonly LimitName[] | Other>> = {
  'base: up to 512 characters': 'an answer',
  'blacklist: at most 20': ['blocked'],
  'comment: fewer than 50': ['commentPage'],
  'component: at most 500': ['authorizers'],
  'datacube: 1 to 5': 'codes',
  'datacube: 6 to 10': 'codes',
  'datacube: at most 7': 'a span of time',
  'datacube: at most 15': 'a span of time',
  'datacube: at most 30': 'a span of time',
  'draft: at most 32 characters': ['title'],
  'draft: at most 16 characters': ['author'],
  'draft: at most 1 KB': ['sourceUrl'],
  'draft: below 20,000 characters': ['content'],
  // 19,999 characters are less.
  'draft: 1 MB': 'never reached',
  'draft: at most 128 characters': ['digest'],
  'draft: at most 20': ['pictures'],
  'draft: 1 to 20': ['page'],
  'image: below 2 MB': ['lookedAt'],
  'image: at most 5': ['ratios'],
  'kf-account: at most 100': 'all of an account',
  'kf-account: at most 10 characters': ['kfPrefix'],
  'kf-account: at most 16 characters': ['kfNickname'],
  'kf-account: at most 5 MB': ['kfHead'],
  'kf-record: at most 24': 'a span of time',
  'kf-record: at most 10000': ['kfRecords'],
  'kf-session: at most 100': 'an answer',
  'mass: at most 32 bytes': ['clientMsgId'],
  'mass: 2 to 10,000': ['massOpenids'],
  'mass: at most 4': 'a rate',
  'material: at most 10 MB': ['image'],
  'material: 2 MB': ['voice'],
  'material: 10 MB': ['video'],
  'material: 64 KB': ['thumb'],
  'material: 1 to 20': ['page'],
  'media: at most 10 MB': ['image'],
  'media: 2 MB': ['voice'],
  'media: 10 MB': ['video'],
  'media: 64 KB': ['thumb'],
  'media: below 1 MB': ['articlePicture'],
  'menu: at most 16 bytes': ['buttonName'],
  'menu: 60 bytes': ['subButtonName'],
  'menu: at most 128 bytes': ['buttonKey'],
  'menu: at most 1024 bytes': ['buttonUrl'],
  'menu: at most 3': ['buttons'],
  'menu: at most 5': ['subButtons'],
  'oauth: at most 128 bytes': 'an address',
  'oauth: at most 50,000': 'a rate',
  'ocr: below 2 MB': ['lookedAt'],
  'open: 89000 to 89004': 'codes',
  'qrcode: 1 to 100000': ['permanentSceneId'],
  'qrcode: 1 to 64 characters': ['sceneStr'],
  'qrcode: at most 2,592,000': ['codeSeconds'],
  'qrcode: at most 100,000': 'all of an account',
  'shorten: at most 4 KB': ['longData'],
  'shorten: at most 2,592,000': ['keySeconds'],
  'subscribe-message: 2 to 5': ['keywords'],
  'subscribe-message: at most 15 characters': ['sceneDesc'],
  'subscribe-message: at most 30': ['titles'],
  'tag: at most 100': 'all of an account',
  'tag: at most 30 characters': ['tagName'],
  'tag: at most 50': ['tagged'],
  'template-message: at most 32 characters': ['templateClientMsgId'],
  'template-message: at most 100': ['blockedMessages'],
  'onetime-subscription: at most 15 characters': ['onetimeTitle'],
  'onetime-subscription: 0 to 10000': 'an address',
  'onetime-subscription: at most 128 bytes': 'an address',
  'user: at most 10,000': 'an answer',
  'user: at most 100': ['asked'],
  'user: fewer than 30 bytes': ['remark'],
  'voice: at most 1 MB': ['recording'],
  'voice: at most 600 bytes': ['translated'],
};

/** Chapters whose limits are held by specs of their own. */
const ELSEWHERE = /^(?:invoice|marketcode|medical|nontax|store|wxopen)$/;

/** `at most 20`, `fewer than 30 bytes`, `1 to 64 characters`, `64 KB`. */
const STATEMENT =
  /\b(?:(?:at most|up to|fewer than|below|[\d,]+ to) ([\d,]*\d)(?: (KB|MB|bytes|characters)\b)?|([\d,]*\d) (KB|MB|bytes|characters)\b)/gi;

/** The comments of a file, each in one line. */
const commentsOf = (source: string): string[] =>
  [...source.matchAll(/\/\*\*([^]*?)\*\//g)].map(([, text = '']) =>
    text
      .replace(/^\s*\* ?/gm, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );

const folder = join(__dirname, '../../../lib/api/groups');
const SIZES: Readonly<Record<string, number>> = { KB: 1024, MB: 1024 * 1024 };

const statements = readdirSync(folder)
  .map((file) => file.replace('.ts', ''))
  .filter((group) => group !== 'index' && !ELSEWHERE.test(group))
  .flatMap((group) =>
    commentsOf(readFileSync(join(folder, `${group}.ts`), 'utf8')).flatMap((text) =>
      [...text.matchAll(STATEMENT)].map(([words, first, firstUnit, second, secondUnit]) => {
        const amount = Number((first ?? second ?? '').replaceAll(',', ''));
        const size = amount * (SIZES[firstUnit ?? secondUnit ?? ''] ?? 1);
        const isBelow = /^(?:below|fewer)/i.test(words) || /\bbelow [^.]* and $/.test(text.split(words)[0]!);
        const name = `${group}: ${words.replace(/^(?:at|up|fewer|below)/i, (word) => word.toLowerCase())}`;
        return { name, most: isBelow ? size - 1 : size };
      }),
    ),
  );

describe('a limit in the comments of the client', () => {
  it('is in the table, or it is said what it is of', () => {
    expect([...new Set(statements.map(({ name }) => name))].sort()).toEqual(Object.keys(STATED).sort());
  });

  it.each(statements.filter(({ name }) => Array.isArray(STATED[name])))('agrees with it: $name', (stated) => {
    for (const name of STATED[stated.name] as readonly LimitName[])
      expect([name, LIMITS[name].most]).toEqual([name, stated.most]);
  });
});

/** An account with two followers, staff, a tag, a draft and a publication. */
async function ready() {
  const world = await connect();
  const { simulator, post, upload, api, picture } = world;
  await simulator.user('alice').follows();
  await simulator.user('bob').follows();
  await post('/cgi-bin/tags/create', { tag: { name: 'T' } });
  await post('/customservice/kfaccount/add', { kf_account: 'kf@a', nickname: 'A' });
  const article = { title: 'T', content: 'C', thumb_media_id: await picture() };
  const draft = (over: object) => post('/cgi-bin/draft/add', { articles: [{ ...article, ...over }] });
  const menu = (button: object) => post('/cgi-bin/menu/create', { button });
  const code = (action_name: string, scene: object, over = {}) =>
    post('/cgi-bin/qrcode/create', { action_name, action_info: { scene }, ...over });
  const file = (path: string, filename: string, start: Buffer, size: number, more = {}) =>
    upload(
      path,
      filename,
      Buffer.concat([start, Buffer.alloc(Math.max(0, size - start.length))]).subarray(0, size),
      more,
    );
  const img = async (size: number) => {
    const body = new FormData();
    body.set('img', new Blob([Buffer.concat([files.png, Buffer.alloc(size - files.png.length)])]), 'a.png');
    const { access_token } = await world.stableToken();
    return (
      await world.request(`/cv/ocr/comm?access_token=${access_token}`, { method: 'POST', body })
    ).json();
  };
  const template_id = api.addTemplate({ content: '{{first.DATA}}' });
  return { ...world, article, draft, menu, code, file, img, template_id };
}

type World = Awaited<ReturnType<typeof ready>>;
const letters = (count: number): string => '字'.repeat(count);
const bytes = (count: number): string => 'b'.repeat(count);
const some = <T>(count: number, of: T): T[] => Array.from({ length: count }, () => of);
const click = { type: 'click', name: 'A', key: 'a' };
const onetime = {
  touser: 'alice',
  template_id: 'T',
  scene: '1',
  title: 'T',
  data: { content: { value: 'C' } },
};
const newTemplate = '/wxaapi/newtmpl/addtemplate';
const MEDIA = '/cgi-bin/media/upload?type=';

/** A call that is as large as that in one thing. */
const TRIALS: Readonly<Record<LimitName, (world: World, size: number) => Promise<unknown>>> = {
  title: ({ draft }, size) => draft({ title: letters(size) }),
  author: ({ draft }, size) => draft({ author: letters(size) }),
  digest: ({ draft }, size) => draft({ digest: letters(size) }),
  content: ({ draft }, size) => draft({ content: letters(size) }),
  sourceUrl: ({ draft }, size) => draft({ content_source_url: bytes(size) }),
  pictures: ({ draft, article }, size) =>
    draft({
      article_type: 'newspic',
      image_info: { image_list: some(size, { image_media_id: article.thumb_media_id }) },
    }),
  page: ({ post }, count) => post('/cgi-bin/draft/batchget', { offset: 0, count }),
  commentPage: ({ post }, count) =>
    post('/cgi-bin/comment/list', { msg_data_id: 1, index: 0, begin: 0, count, type: 0 }),
  tagName: ({ post }, size) => post('/cgi-bin/tags/create', { tag: { name: letters(size) } }),
  tagged: ({ post }, size) =>
    post('/cgi-bin/tags/members/batchtagging', { openid_list: some(size, 'alice'), tagid: 100 }),
  blocked: ({ post }, size) =>
    post('/cgi-bin/tags/members/batchblacklist', { openid_list: some(size, 'alice') }),
  asked: ({ post }, size) =>
    post('/cgi-bin/user/info/batchget', { user_list: some(size, { openid: 'alice' }) }),
  remark: ({ post }, size) =>
    post('/cgi-bin/user/info/updateremark', { openid: 'alice', remark: bytes(size) }),
  buttons: ({ menu }, size) => menu(some(size, click)),
  subButtons: ({ menu }, size) => menu([{ name: 'A', sub_button: some(size, click) }]),
  buttonName: ({ menu }, size) => menu([{ ...click, name: bytes(size) }]),
  subButtonName: ({ menu }, size) => menu([{ name: 'A', sub_button: [{ ...click, name: bytes(size) }] }]),
  buttonKey: ({ menu }, size) => menu([{ ...click, key: bytes(size) }]),
  buttonUrl: ({ menu }, size) => menu([{ type: 'view', name: 'A', url: bytes(size) }]),
  sceneStr: ({ code }, size) => code('QR_STR_SCENE', { scene_str: letters(size) }),
  sceneId: ({ code }, scene_id) => code('QR_SCENE', { scene_id }),
  permanentSceneId: ({ code }, scene_id) => code('QR_LIMIT_SCENE', { scene_id }),
  codeSeconds: ({ code }, expire_seconds) => code('QR_SCENE', { scene_id: 1 }, { expire_seconds }),
  longData: ({ post }, size) => post('/cgi-bin/shorten/gen', { long_data: bytes(size) }),
  keySeconds: ({ post }, expire_seconds) => post('/cgi-bin/shorten/gen', { long_data: 'a', expire_seconds }),
  kfPrefix: ({ post }, size) =>
    post('/customservice/kfaccount/add', { kf_account: `${bytes(size)}@a`, nickname: 'A' }),
  kfNickname: ({ post }, size) =>
    post('/customservice/kfaccount/update', { kf_account: 'kf@a', nickname: letters(size) }),
  kfHead: ({ file }, size) =>
    file('/customservice/kfaccount/uploadheadimg?kf_account=kf@a', 'a.jpg', files.jpg, size),
  kfRecords: ({ post }, number) =>
    post('/customservice/msgrecord/getmsglist', { starttime: 1, endtime: 2, msgid: 1, number }),
  massOpenids: ({ post }, size) =>
    post('/cgi-bin/message/mass/send', {
      touser: some(size, 'alice'),
      msgtype: 'text',
      text: { content: 'a' },
    }),
  clientMsgId: ({ post }, size) =>
    post('/cgi-bin/message/mass/sendall', {
      filter: { is_to_all: true },
      msgtype: 'text',
      text: { content: 'a' },
      clientmsgid: bytes(size),
    }),
  templateClientMsgId: ({ post, template_id }, size) =>
    post('/cgi-bin/message/template/send', {
      touser: 'alice',
      template_id,
      data: { first: { value: 'a' } },
      client_msg_id: letters(size),
    }),
  blockedMessages: ({ post }, limit) =>
    post('/wxa/sec/queryblocktmplmsg', { tmpl_msg_id: 'a', largest_id: 0, limit }),
  keywords: ({ post }, size) => post(newTemplate, { tid: '99', kidList: some(size, 1), sceneDesc: 'a' }),
  sceneDesc: ({ post }, size) => post(newTemplate, { tid: '99', kidList: [1, 2], sceneDesc: letters(size) }),
  titles: ({ get }, limit) => get(`/wxaapi/newtmpl/getpubtemplatetitles?ids=616&start=0&limit=${limit}`),
  onetimeTitle: ({ post }, size) =>
    post('/cgi-bin/message/template/subscribe', { ...onetime, title: letters(size) }),
  onetimeContent: ({ post }, size) =>
    post('/cgi-bin/message/template/subscribe', { ...onetime, data: { content: { value: letters(size) } } }),
  image: ({ file }, size) => file(`${MEDIA}image`, 'a.png', files.png, size),
  voice: ({ file }, size) => file(`${MEDIA}voice`, 'a.mp3', files.mp3, size),
  video: ({ file }, size) => file(`${MEDIA}video`, 'a.mp4', files.mp4, size),
  thumb: ({ file }, size) => file(`${MEDIA}thumb`, 'a.jpg', files.jpg, size),
  articlePicture: ({ file }, size) => file('/cgi-bin/media/uploadimg', 'a.png', files.png, size),
  recording: ({ file }, size) =>
    file('/cgi-bin/media/voice/addvoicetorecofortext?format=mp3&voice_id=v', 'a.mp3', files.mp3, size),
  lookedAt: ({ img }, size) => img(size),
  ratios: ({ post }, size) =>
    post(`/cv/img/aicrop?img_url=http://a.example/a.png&ratios=${some(size, '1').join()}`),
  translated: ({ post }, size) =>
    post('/cgi-bin/media/voice/translatecontent?lfrom=zh_CN&lto=en_US', { content: bytes(size) }),
  authorizers: async ({ wx, api, sendJson }, count) => {
    const tickets: string[] = [];
    wx.on('notice', ({ message }) => {
      if (message.InfoType === 'component_verify_ticket') tickets.push(message.ComponentVerifyTicket);
    });
    const PATH = '/cgi-bin/component/api_';
    await sendJson(`${PATH}start_push_ticket`, { component_appid: appId, component_secret: appSecret });
    await api.events();
    const { component_access_token } = await sendJson(`${PATH}component_token`, {
      component_appid: appId,
      component_appsecret: appSecret,
      component_verify_ticket: tickets[0],
    });
    return sendJson(`${PATH}get_authorizer_list?access_token=${String(component_access_token)}`, {
      component_appid: appId,
      offset: 0,
      count,
    });
  },
};

const names = Object.keys(LIMITS) as LimitName[];

describe.each(names)('the limit "%s"', (name) => {
  const { least = 0, most, errcode }: Limit = LIMITS[name];

  it(`takes ${most}, and answers ${errcode} to one more`, async () => {
    const world = await ready();
    expect(codeOf(await TRIALS[name](world, most))).not.toBe(errcode);
    expect(codeOf(await TRIALS[name](world, most + 1))).toBe(errcode);
    if (least > 0) expect(codeOf(await TRIALS[name](world, least - 1))).toBe(errcode);
  });
});

const codeOf = (answer: unknown): number => (answer as { errcode?: number }).errcode ?? 0;
