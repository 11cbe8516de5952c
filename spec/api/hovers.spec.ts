import { hover } from '../support/editor';

const BEGINNING = [
  "import { createApi, createRouter, redisStore, reply, wechat } from '../../lib/index';",
  "import type { Api, EventMessage, Message } from '../../lib/index';",
  'declare const api: Api;',
  'declare const router: ReturnType<typeof createRouter>;',
  "declare const scan: EventMessage<'SCAN'>;",
  "declare const image: Message<'image'>;",
];

describe('what editors show of the public things', () => {
  it.each([
    ['scan;', 'const scan: EventOf<"SCAN">'],
    ['image;', 'const image: ImageMessage'],
    ['api;', 'const api: EveryCall'],
    ['api.user.list;', '(property) list: (options?: CallOptions) => AsyncGenerator<string, void, undefined>'],
    [
      'api.tag.delete;',
      '(property) delete: (id: number, options?: CallOptions | undefined) => Promise<void>',
    ],
    ['router;', 'const router: Router'],
    ['reply.news;', '(property) news: (articles: Article | readonly Article[]) => NewsReply'],
    ['wechat;', '(alias) function wechat(config: WeChatConfig | CloudRunConfig): WeChat'],
    ['redisStore;', '(alias) function redisStore(client: RedisClient, options?: RedisStoreOptions): Store'],
    ['createApi;', '(alias) function createApi<K extends AccountKind>(options: ApiOptions & {'],
  ])('is for %s: %s', (line, shown) => {
    expect(texts().get(line)?.startsWith(shown)).toBe(true);
  });

  it('is one object for a group, also where iterators are among its functions', () => {
    const group = texts().get('api.user;');
    expect(group).toContain('readonly getInfo: (openid: string');
    expect(group).not.toMatch(/^\} & \{/m);
  });
});

const LINES = [
  ...['scan;', 'image;', 'api;', 'api.user;', 'api.user.list;', 'api.tag.delete;', 'router;'],
  ...['reply.news;', 'wechat;', 'redisStore;', 'createApi;'],
];
let found: ReadonlyMap<string, string> | undefined;
/** The compiler is asked once for all. */
const texts = () => {
  if (found === undefined) {
    const all = hover(BEGINNING, LINES);
    found = new Map(LINES.map((line, index) => [line, all[index] ?? '']));
  }
  return found;
};

jest.setTimeout(60_000);
