import { hover } from '../support/editor';

const BEGINNING = [
  "import { createApi, createRouter, redisStore, reply, wechat } from '../../lib/index';",
  "import type { Api, EventMessage, Message } from '../../lib/index';",
  'declare const api: Api;',
  'declare const router: ReturnType<typeof createRouter>;',
  "declare const scan: EventMessage<'SCAN'>;",
  "declare const image: Message<'image'>;",
];

const SHOWN = [
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

let texts: ReadonlyMap<string, string>;
// The compiler is asked once for all.
beforeAll(() => {
  const lines = [...SHOWN.map(([line]) => line), 'api.user;'];
  const all = hover(BEGINNING, lines);
  texts = new Map(lines.map((line, i) => [line, all[i] ?? '']));
}, 60_000);

describe('what editors show of the public things', () => {
  it.each(SHOWN)('is for %s: %s', (line, shown) => {
    expect(texts.get(line)?.startsWith(shown)).toBe(true);
  });

  it('is one object for a group, also where iterators are among its functions', () => {
    const group = texts.get('api.user;');
    expect(group).toContain('readonly getInfo: (openid: string');
    expect(group).not.toMatch(/^\} & \{/m);
  });
});
