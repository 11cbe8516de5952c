import type {
  CodeQuery,
  CustomerMessage,
  MassDeletion,
  MassPreview,
  MassToAll,
  MassToUsers,
  NewArticle,
  NewConditionalMenu,
  NewMaterial,
  NewMenu,
  OnetimeMessage,
  QrcodeBody,
  QrcodeJumpQuery,
  SubscribeMessage,
  TemplateMessage,
} from '../../lib/api/types';

/* Bodies that WeChat refuses. Each line must not compile: an error that goes away is an error here. */
const touser = 'o1';
const filter = { is_to_all: true } as const;
const matchrule = { tag_id: 2 };
const media = { data: Buffer.of() };
const file = 'M1';

const previews: MassPreview[] = [
  // @ts-expect-error one picture is previewed, not several
  { touser, msgtype: 'image', images: { media_ids: [file] } },
  // @ts-expect-error neither both
  { touser, msgtype: 'image', image: { media_id: file }, images: { media_ids: [file] } },
  // @ts-expect-error the content is that of the type
  { touser, msgtype: 'text', voice: { media_id: file } },
  // @ts-expect-error nor a second content
  { touser, msgtype: 'text', text: { content: 'a' }, voice: { media_id: file } },
  // @ts-expect-error a preview cannot be a reprint
  { touser, msgtype: 'mpnews', mpnews: { media_id: file }, send_ignore_reprint: 1 },
  // @ts-expect-error videos are called mpvideo
  { touser, msgtype: 'video', video: { media_id: file } },
  // @ts-expect-error one person
  { touser: [touser], msgtype: 'text', text: { content: 'a' } },
  // @ts-expect-error articles are drafts
  { touser, msgtype: 'news', news: { articles: [] } },
];

const toAll: MassToAll[] = [
  // @ts-expect-error several pictures are sent, not one
  { filter, msgtype: 'image', image: { media_id: file } },
  // @ts-expect-error music is previewed only
  { filter, msgtype: 'music', music: { media_id: file } },
  // @ts-expect-error the ids are in a list
  { filter, msgtype: 'image', images: { media_id: file } },
  // @ts-expect-error the content is nested
  { filter, msgtype: 'text', text: 'a' },
  // @ts-expect-error the tag is missing
  { filter: { is_to_all: false }, msgtype: 'text', text: { content: 'a' } },
  // @ts-expect-error the filter is missing
  { msgtype: 'text', text: { content: 'a' } },
  // @ts-expect-error only articles can be reprints
  { filter, msgtype: 'voice', voice: { media_id: file }, send_ignore_reprint: 1 },
  // @ts-expect-error the type is missing
  { filter, text: { content: 'a' } },
];

const toUsers: MassToUsers[] = [
  // @ts-expect-error a list of people
  { touser, msgtype: 'text', text: { content: 'a' } },
  // @ts-expect-error several pictures are sent, not one
  { touser: [touser, 'o2'], msgtype: 'image', image: { media_id: file } },
  // @ts-expect-error videos are called mpvideo
  { touser: [touser, 'o2'], msgtype: 'video', video: { media_id: file } },
];

const customer: CustomerMessage[] = [
  // @ts-expect-error one picture
  { touser, msgtype: 'image', images: { media_ids: [file] } },
  // @ts-expect-error the content is that of the type
  { touser, msgtype: 'image', voice: { media_id: file } },
  // @ts-expect-error nor a second content
  { touser, msgtype: 'text', text: { content: 'a' }, image: { media_id: file } },
  // @ts-expect-error music has addresses, no media of its own
  { touser, msgtype: 'music', music: { media_id: file } },
  // @ts-expect-error at least one article
  { touser, msgtype: 'news', news: { articles: [] } },
  {
    touser,
    msgtype: 'news',
    news: {
      // @ts-expect-error at most one article
      articles: [
        { title: 'a', description: '', url: '', picurl: '' },
        { title: 'b', description: '', url: '', picurl: '' },
      ],
    },
  },
  // @ts-expect-error the ids of a menu are text
  { touser, msgtype: 'msgmenu', msgmenu: { list: [{ id: 1, content: 'a' }] } },
  // @ts-expect-error the page is missing
  { touser, msgtype: 'miniprogrampage', miniprogrampage: { appid: 'wx2', title: 'a' } },
  // @ts-expect-error an article by its article_id
  { touser, msgtype: 'mpnewsarticle', mpnewsarticle: { media_id: file } },
  // @ts-expect-error nobody to send it to
  { msgtype: 'text', text: { content: 'a' } },
  // @ts-expect-error short videos are received only
  { touser, msgtype: 'shortvideo', video: { media_id: file } },
];

const menus: NewMenu[] = [
  // @ts-expect-error the key is missing
  { button: [{ type: 'click', name: 'a' }] },
  // @ts-expect-error a page has an address, no key
  { button: [{ type: 'view', name: 'a', key: 'A' }] },
  // @ts-expect-error a page for old versions is missing
  { button: [{ type: 'miniprogram', name: 'a', appid: 'wx2', pagepath: 'p' }] },
  // @ts-expect-error media by its media_id
  { button: [{ type: 'media_id', name: 'a', article_id: 'A1' }] },
  // @ts-expect-error articles by their article_id
  { button: [{ type: 'article_id', name: 'a', media_id: file }] },
  // @ts-expect-error a button with buttons below does nothing itself
  { button: [{ type: 'click', name: 'a', key: 'A', sub_button: [{ type: 'click', name: 'b', key: 'B' }] }] },
  // @ts-expect-error two levels at most
  { button: [{ name: 'a', sub_button: [{ name: 'b', sub_button: [] }] }] },
  // @ts-expect-error the live menu has a form of its own
  { button: [{ name: 'a', sub_button: { list: [] } }] },
  // @ts-expect-error types of the web console are set there
  { button: [{ type: 'text', name: 'a', value: 'b' }] },
];

const conditional: NewConditionalMenu[] = [
  // @ts-expect-error rules on language were withdrawn
  { button: [], matchrule: { language: 'zh_CN' } },
  // @ts-expect-error nor is a tag a language
  { button: [], matchrule: { ...matchrule, language: 'zh_CN' } },
  // @ts-expect-error rules on sex were withdrawn
  { button: [], matchrule: { sex: '1' } },
  // @ts-expect-error rules on regions were withdrawn
  { button: [], matchrule: { country: '中国' } },
  // @ts-expect-error groups are tags
  { button: [], matchrule: { group_id: 2 } },
  // @ts-expect-error there are three platforms
  { button: [], matchrule: { client_platform_type: '4' } },
  // @ts-expect-error the rule is missing
  { button: [] },
];

const articles: NewArticle[] = [
  // @ts-expect-error the cover is missing
  { title: 'a', content: 'b' },
  // @ts-expect-error the pictures are missing
  { article_type: 'newspic', title: 'a', content: 'b', thumb_media_id: file },
  // @ts-expect-error pictures are objects
  { article_type: 'newspic', title: 'a', content: 'b', image_info: { image_list: [file] } },
  // @ts-expect-error an article has a cover, no pictures
  { article_type: 'news', title: 'a', content: 'b', image_info: { image_list: [] } },
  // @ts-expect-error there are two types
  { article_type: 'video', title: 'a', content: 'b', thumb_media_id: file },
];

const materials: NewMaterial[] = [
  // @ts-expect-error a video has a description
  { type: 'video', media },
  // @ts-expect-error nothing else has one
  { type: 'image', media, description: { title: 'a', introduction: 'b' } },
  // @ts-expect-error articles are drafts
  { type: 'news', media },
];

const codes: QrcodeBody[] = [
  // @ts-expect-error a number for the one
  { action_name: 'QR_SCENE', action_info: { scene: { scene_str: 'a' } } },
  // @ts-expect-error text for the other
  { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_id: 1 } } },
  // @ts-expect-error it does not expire
  { action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: 1 } }, expire_seconds: 60 },
];

const deletions: MassDeletion[] = [
  // @ts-expect-error which message
  { article_idx: 1 },
  // @ts-expect-error ids are text
  { msg_id: 1 },
];

const templates: (TemplateMessage | SubscribeMessage | OnetimeMessage)[] = [
  // @ts-expect-error the data is missing
  { touser, template_id: 'T1' },
  // @ts-expect-error a value is an object
  { touser, template_id: 'T1', data: { thing1: 'a' } },
  // @ts-expect-error a mini program has an AppID
  { touser, template_id: 'T1', data: {}, miniprogram: { pagepath: 'p' } },
];

const queries: (CodeQuery | QrcodeJumpQuery)[] = [
  // @ts-expect-error those of which list
  { get_type: 1 },
  // @ts-expect-error which page
  { get_type: 2 },
];

// @ts-expect-error which code
const code: CodeQuery = {};

it('does not compile', () => {
  const all = [previews, toAll, toUsers, customer, menus, conditional, articles, materials, codes];
  expect([...all, deletions, templates, queries, [code]].flat()).toHaveLength(65);
});
