import { complaints, hover } from './support/editor';

// One service of the compiler reads the whole package for all of these.
jest.setTimeout(120_000);

/** A line of a user's program, and the type that an editor shows of its last name. */
const OF_HANDLERS: readonly (readonly [string, string])[] = [
  ['wx.text(({ message }) => void message);', 'TextMessage'],
  ["wx.text('hi', ({ message }) => void message);", 'TextMessage'],
  ['wx.text(({ message }) => void message.Content);', 'string'],
  ['wx.image(({ message }) => void message);', 'ImageMessage'],
  ['wx.voice(({ message }) => void message);', 'VoiceMessage'],
  ['wx.video(({ message }) => void message);', 'VideoMessage | ShortVideoMessage'],
  ['wx.shortvideo(({ message }) => void message);', 'ShortVideoMessage'],
  ['wx.location(({ message }) => void message);', 'LocationMessage'],
  ['wx.link(({ message }) => void message);', 'LinkMessage'],
  ["wx.on('file', ({ message }) => void message);", 'FileMessage'],
  ["wx.on('miniprogrampage', ({ message }) => void message);", 'MiniProgramPageMessage'],
  ["wx.on('device_text', ({ message }) => void message);", 'DeviceTextMessage'],
  ["wx.on('device_event', ({ message }) => void message);", 'DeviceEventMessage'],
  ['wx.message(({ message }) => void message);', 'UserMessage'],
  ['wx.use(({ message }) => void message);', 'Message'],
  ['wx.use((ctx) => void ctx);', 'Context<Message>'],
  ["wx.event('CLICK', ({ message }) => void message);", 'EventOf<"CLICK">'],
  ["wx.click('KEY', ({ message }) => void message);", 'EventOf<"CLICK">'],
  [
    "wx.event(['subscribe', 'SCAN'], ({ message }) => void message);",
    'EventOf<"subscribe"> | EventOf<"SCAN">',
  ],
  ["wx.scan('1', ({ scene }) => void scene);", 'string'],
  ["wx.notice('authorized', ({ message }) => void message);", 'NoticeOf<"authorized">'],
  ['wx.text(({ appId }) => void appId);', 'string'],
  [
    "wx.event('location_select', ({ message }) => void message.SendLocationInfo);",
    '{ readonly Location_X: number; readonly Location_Y: number; readonly Scale: number; readonly Label: string; readonly Poiname: string; }',
  ],
  ["declare const text: Message<'text'>; text;", 'TextMessage'],
  ["declare const click: EventMessage<'CLICK'>; click;", 'EventOf<"CLICK">'],
];

const PUBLIC_THINGS = [
  "import { createApi, createRouter, redisStore, reply, wechat } from '../../lib/index';",
  "import type { Api, EventMessage, Message } from '../../lib/index';",
  'declare const api: Api;',
  'declare const router: ReturnType<typeof createRouter>;',
  "declare const scan: EventMessage<'SCAN'>;",
  "declare const image: Message<'image'>;",
];

const OF_PUBLIC_THINGS = [
  ['scan;', 'const scan: EventOf<"SCAN">'],
  ['image;', 'const image: ImageMessage'],
  ['api;', 'const api: EveryCall'],
  ['api.user.list;', '(property) list: (options?: CallOptions) => AsyncGenerator<string, void, undefined>'],
  ['api.tag.delete;', '(property) delete: (id: number, options?: CallOptions | undefined) => Promise<void>'],
  ['router;', 'const router: Router'],
  ['reply.news;', '(property) news: (articles: Article | readonly Article[]) => NewsReply'],
  ['wechat;', '(alias) function wechat(config: WeChatConfig | CloudRunConfig): WeChat'],
  ['redisStore;', '(alias) function redisStore(client: RedisClient, options?: RedisStoreOptions): Store'],
  ['createApi;', '(alias) function createApi<K extends AccountKind>(options: ApiOptions & {'],
] as const;

const CALLS = [
  "wx.event('subcribe', () => 'x');",
  "wx.event('subscirbe', ({ message }) => message.FromUserName);",
  "wx.event('CLIK', () => 'x');",
  "wx.event('click', () => 'x');",
  "wx.event(['subscribe', 'SCANN'], () => 'x');",
  "wx.event('kf_creat_session', () => 'x');",
  "wx.on('txt', () => 'x');",
  "wx.on(['image', 'vioce'], () => 'x');",
  "wx.on('events', () => 'x');",
  "wx.notice('autorized', () => 'x');",
  "wx.notice(['authorized', 'unauthorised'], () => 'x');",
  "wx.event('nothing of the kind', () => 'x');",
] as const;

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('an editor', () => {
  let ofHandlers: readonly string[];
  let ofPublicThings: readonly string[];
  let ofUsers: string | undefined;
  beforeAll(() => {
    ofHandlers = hover(
      ["import type { EventMessage, Message, WeChat } from 'offiaccount';", 'declare const wx: WeChat;'],
      OF_HANDLERS.map(([line]) => line),
    ).map(flat);
    const lines = [...OF_PUBLIC_THINGS.map(([line]) => line), 'api.user;'];
    ofPublicThings = hover(PUBLIC_THINGS, lines);
    ofUsers = ofPublicThings.at(-1);
  });

  it.each(OF_HANDLERS.map(([line, type], i) => [line, type, i] as const))(
    'shows the name of a type: %s',
    (_line, type, i) => {
      // The description comes behind it.
      expect(ofHandlers[i]).toMatch(new RegExp(`^[^:]+: ${escaped(type)}(?: [A-Z].*)?$`));
    },
  );

  it.each(OF_PUBLIC_THINGS.map(([line, shown], i) => [line, shown, i] as const))(
    'shows for %s: %s',
    (_line, shown, i) => {
      expect(ofPublicThings[i]?.startsWith(shown)).toBe(true);
    },
  );

  it('shows one object for a group, also where iterators are among its functions', () => {
    expect(ofUsers).toContain('readonly getInfo: (openid: string');
    expect(ofUsers).not.toMatch(/^\} & \{/m);
  });

  it('shows the names of arguments, the result and the description', () => {
    const [create, users, url, list, request] = hover(
      ["import type { Api } from '../../lib/api/client';", 'declare const api: Api;'],
      ['api.tag.create;', 'api.tag.getUsers;', 'api.qrcode.imageUrl;', 'api.user.list;', 'api.request;'],
    );
    expect(create).toMatch(/\(name: string, options\?: CallOptions( \| undefined)?\) => Promise<\{/);
    expect(create).toContain('Creates a tag');
    expect(users).toMatch(
      /\(tagid: number, next_openid\?: string( \| undefined)?, options\?: CallOptions( \| undefined)?\) => Promise<OpenidPage>/,
    );
    expect(url).toMatch(/\(ticket: string\) => string/);
    expect(list).toMatch(/\(options\?: CallOptions( \| undefined)?\) => AsyncGenerator<string/);
    expect(list).toContain('Lists the openids of all followers');
    expect(request).toContain('Sends a request made with');
  });
});

describe('the compiler', () => {
  it('speaks of a misspelt name, and of the one that was meant', () => {
    const said = complaints([
      "import type { WeChat } from 'offiaccount';",
      'declare const wx: WeChat;',
      ...CALLS,
    ]);
    expect([...said.keys()]).toEqual(CALLS);
    for (const message of said.values()) expect(message).not.toContain('overload');
    const meant = [...said.values()].map((message) => /Did you mean '(\w+)'\?/.exec(message)?.[1]);
    expect(meant).toEqual([
      'subscribe',
      'subscribe',
      'CLICK',
      'CLICK',
      'SCAN',
      'kf_create_session',
      'text',
      'voice',
      'event',
      'authorized',
      'unauthorized',
      undefined,
    ]);
  });
});
