import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';
import { appId, appSecret, run } from './support';

let wechat: Simulator;
let env: Record<string, string>;

beforeAll(async () => {
  wechat = simulate(() => undefined, { token: 't', appId, appSecret });
  env = { WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret, WECHAT_API_HOST: await wechat.api.url() };
});
afterAll(() => wechat.close());

describe('the command line', () => {
  it('explains itself', async () => {
    const { code, out, err } = await run(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of ['init', 'simulate', 'doctor', 'push', 'token', 'menu', 'call'])
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).toContain('WECHAT_APP_SECRET');
    expect(out).toContain('Exit codes: 0 fine, 1 something found or failed, 2 wrong use, 130 interrupted.');
  });

  it('tells its version', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    ['nothing', []],
    ['an unknown command', ['tokn']],
    ['an unknown option', ['token', '--bad']],
    ['a missing argument of an option', ['doctor', '--say']],
    ['a missing option', ['push', '--text', 'hi']],
    ['a value that is none of the choices', ['doctor', 'http://localhost/', '--mode', 'secret']],
    ['half a command', ['menu']],
  ])('refuses %s with 2, and nothing on stdout', async (_, argv) => {
    const { code, out, err } = await run(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/Usage:|error:/);
  });

  it.each([
    ['WECHAT_APP_ID', ['token'], 'AppID', '--app-id'],
    ['WECHAT_APP_SECRET', ['token', '--app-id', appId], 'AppSecret', '--app-secret'],
    ['WECHAT_TOKEN', ['push', '--url', 'http://localhost/', '--text', 'hi'], 'Token', '--token'],
  ])('says that %s is missing where nobody can be asked', async (variable, argv, name, option) => {
    expect(await run(argv)).toEqual({
      code: 2,
      out: '',
      err: `offiaccount: The ${name} is missing: set ${variable} (in the environment or in .env), or pass ${option}.\n`,
    });
  });

  it('takes an empty variable for a missing one', async () => {
    expect((await run(['token'], { env: { ...env, WECHAT_APP_SECRET: '' } })).code).toBe(2);
  });

  it('takes secrets as options, and warns of it', async () => {
    const { code, err } = await run(['token', '--app-secret', appSecret], {
      env: { ...env, WECHAT_APP_SECRET: 'another' },
    });
    expect(code).toBe(0);
    expect(err).toBe(
      'offiaccount: everybody on this machine can read --app-secret in the list of processes. WECHAT_APP_SECRET keeps it from them.\n',
    );
  });

  it('does not warn of what is no secret', async () => {
    expect((await run(['token', '--app-id', appId], { env })).err).toBe('');
  });

  it('tells what WeChat refuses, with what helps', async () => {
    const { code, out, err } = await run(['token'], { env: { ...env, WECHAT_APP_SECRET: 'wrong-secret-1' } });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^offiaccount: \/cgi-bin\/stable_token answered 40125: invalid appsecret.*\nThe AppSecret is wrong/,
    );
    expect(err).not.toContain('wrong-secret-1');
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('tells it in the language of the reader', async () => {
    const world = { env: { ...env, WECHAT_APP_SECRET: 'wrong-secret-1' } };
    const { err } = await run(['token', '--lang', 'zh'], world);
    expect(err).toMatch(/^offiaccount: \/cgi-bin\/stable_token 返回 40125：.*\nAppSecret 不正确/);
    const { out } = await run(['token', '--lang', 'zh', '--json'], world);
    expect((JSON.parse(out) as { error: { hint: string } }).error.hint).toMatch(/^AppSecret 不正确/);
  });

  it('tells it as JSON, alone on stdout', async () => {
    const { code, out, err } = await run(['token', '--json'], {
      env: { ...env, WECHAT_APP_SECRET: 'wrong-secret-1' },
    });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const { error } = JSON.parse(out) as { error: Record<string, unknown> };
    expect(Object.keys(error)).toEqual(['code', 'message', 'endpoint', 'errcode', 'errmsg', 'rid', 'hint']);
    expect(error).toMatchObject({ code: 'api', endpoint: '/cgi-bin/stable_token', errcode: 40125 });
    expect(error.hint).toMatch(/^The AppSecret is wrong/);
    expect(out).not.toContain('wrong-secret-1');
  });

  it('tells that there is no connection', async () => {
    const { code, out } = await run(['token', '--json'], {
      env: { ...env, WECHAT_API_HOST: 'http://127.0.0.1:9' },
    });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      error: { code: 'transport', reason: 'ECONNREFUSED', sent: false },
    });
  });

  it('does not take an address for an origin', async () => {
    const { code, err } = await run(['token', '--api-host', 'https://api.weixin.qq.com/cgi-bin'], { env });
    expect(code).toBe(2);
    expect(err).toContain('The origin of the API must be one, without a path');
  });

  it('stops when the user has had enough', async () => {
    const stop = new AbortController();
    wechat.api.fail('/cgi-bin/stable_token', 'hang');
    const ran = run(['token'], { env, signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    expect(await ran).toEqual({ code: 130, out: '', err: '' });
  });
});

describe('token', () => {
  it('masks the token, and says how long it lives', async () => {
    const { code, out } = await run(['token'], { env });
    expect(code).toBe(0);
    expect(out).toMatch(/^\S{4}… \(13\d characters\)\nGood for \d+ more minutes, until 20\S+Z\.\n$/);
  });

  it('shows it when asked to, and that it works', async () => {
    const { code, out } = await run(['token', '--show', '--check', '--json'], { env });
    expect(code).toBe(0);
    const { access_token, expires_at, ...rest } = JSON.parse(out) as Record<string, string>;
    expect(access_token?.length).toBeGreaterThan(100);
    expect(rest).toMatchObject({ masked: false, accepted: true });
    expect(Date.parse(expires_at ?? '') - Date.now()).toBeGreaterThan(3_600_000);
    const got = await fetch(`${env.WECHAT_API_HOST}/cgi-bin/get_api_domain_ip?access_token=${access_token}`);
    expect(await got.json()).toHaveProperty('ip_list');
  });

  it('says when WeChat does not accept it', async () => {
    wechat.api.fail('/cgi-bin/get_api_domain_ip', { errcode: 40001 }, { times: 2 });
    const { code, err } = await run(['token', '--check'], { env });
    expect(code).toBe(1);
    expect(err).toContain('40001');
  });
});
