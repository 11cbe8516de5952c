import { RELAY_SECRET, startRelayed, type Relayed } from '../support/relayed';
import { run } from './support';

let world: Relayed;

afterEach(() => world.close());

const env = { WECHAT_APP_ID: 'wx1', RELAY_SECRET };

describe('--relay', () => {
  it('calls through production, with no AppSecret here', async () => {
    world = await startRelayed();
    world.fake.always('/cgi-bin/user/info', { json: { openid: 'o1', remark: 'regular' } });
    const { code, out, err } = await run(['call', 'user.getInfo', '"o1"', '--relay', world.url], { env });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({ openid: 'o1', remark: 'regular' });
    expect(world.logger.lines.join('\n')).toContain('user.getInfo');
  });

  it('is taken from RELAY_URL, and comes before an AppSecret', async () => {
    world = await startRelayed();
    world.fake.always('/cgi-bin/tags/get', { json: { tags: [] } });
    const all = {
      ...env,
      RELAY_URL: world.url,
      WECHAT_APP_SECRET: 'x',
      WECHAT_API_HOST: 'http://127.0.0.1:9',
    };
    expect(await run(['call', 'tag.getList'], { env: all })).toMatchObject({ code: 0, err: '' });
  });

  it('says what production does not allow', async () => {
    world = await startRelayed();
    const { code, err } = await run(['call', 'menu.delete', '--relay', world.url], { env });
    expect(code).toBe(1);
    expect(err).toContain("allow: ['menu.delete']");
  });

  it.each<[string, string[], Record<string, string>, string]>([
    ['no secret', ['--relay', 'https://shop.example.com/wechat/relay'], { RELAY_SECRET: '' }, 'RELAY_SECRET'],
    [
      'a short secret',
      ['--relay', 'https://shop.example.com/x'],
      { RELAY_SECRET: 'canary' },
      '16 characters',
    ],
    ['no address', ['--relay', 'shop'], {}, '"url"'],
  ])('needs its settings: %s', async (_, args, over, words) => {
    world = await startRelayed();
    const { code, err } = await run(['call', 'tag.getList', ...args], { env: { ...env, ...over } });
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err).not.toContain('canary');
  });
});

describe('token --follow', () => {
  const args = (...more: string[]) => ['token', '--follow', '--relay', world.url, ...more];

  it('shows the token of production, and asks for none of its own', async () => {
    world = await startRelayed({ allow: ['token'] });
    await world.production.tag.getList();
    const { code, out } = await run(args('--show', '--json'), { env });
    expect(code).toBe(0);
    const used = world.fake.seen.find(({ path }) => path === '/cgi-bin/tags/get')?.query.access_token;
    expect(JSON.parse(out)).toEqual({ access_token: used, masked: false, from: 'relay' });
    expect(world.fake.fetches()).toBe(1);
    const hidden = await run(args('--lang', 'zh'), { env });
    expect(hidden.out).not.toContain(used);
    expect(hidden.out).toContain('由生产环境共享');
  });

  it('tries it from here', async () => {
    world = await startRelayed({ allow: ['token'] });
    const { code, out } = await run(args('--check', '--json'), {
      env: { ...env, WECHAT_API_HOST: world.fake.origin },
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ accepted: true });
  });

  it('says so where production does not share it', async () => {
    world = await startRelayed();
    const { code, err } = await run(args(), { env });
    expect(code).toBe(1);
    expect(err).toContain("allow: ['token']");
  });

  it('needs to know whom', async () => {
    world = await startRelayed();
    const { code, err } = await run(['token', '--follow'], { env });
    expect(code).toBe(2);
    expect(err).toContain('--relay');
  });
});
