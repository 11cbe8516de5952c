import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';
import { findFunction, functionsOfNoAccount } from '../../lib/cli/catalogue';
import { endpointDocs, nameOf } from '../../lib/cli/endpoint-docs';
import { UsageError } from '../../lib/cli/exit';
import { drawCode } from '../../lib/testing/api/picture';
import { appId, appSecret, run } from './support';

let wechat: Simulator;
let env: Record<string, string>;
let folder: string;

beforeAll(async () => {
  wechat = simulate((_req, res) => res.end('success'), { token: 't', appId, appSecret });
  env = { WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret, WECHAT_API_HOST: await wechat.api.url() };
  folder = await mkdtemp(join(tmpdir(), 'offiaccount-call-'));
  for (const openid of ['alice', 'bob']) await wechat.user(openid).follows();
});
afterAll(() => Promise.all([wechat.close(), rm(folder, { recursive: true })]));

/** What an error says. */
function complaint(find: () => unknown): string {
  try {
    find();
    return 'none';
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
}
const withQuery = (path: string, query: string) => `${path}${path.includes('?') ? '&' : '?'}${query}`;
const call = (...args: string[]) => run(['call', ...args], { env });
const lastCall = () => wechat.api.calls.at(-1);

describe('call', () => {
  it('calls with JSON arguments, and prints the answer as JSON', async () => {
    const { code, out, err } = await call('user.getInfo', '"alice"', '"en"');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ openid: 'alice', subscribe: 1 });
    expect(lastCall()).toMatchObject({ query: { openid: 'alice', lang: 'en' } });
  });

  it('takes a plain word for itself', async () => {
    expect(JSON.parse((await call('user.getInfo', 'alice')).out)).toMatchObject({ openid: 'alice' });
  });

  it('takes digits for text where a function takes text', async () => {
    const made = await call('templateMessage.addTemplate', '1001', '["活动主题"]');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(lastCall()).toMatchObject({ body: { template_id_short: '1001' } });
    expect(await call('tag.create', '2026')).toMatchObject({ code: 0, err: '' });
    expect(lastCall()).toMatchObject({ body: { tag: { name: '2026' } } });
  });

  it('takes the body from a file', async () => {
    const file = join(folder, 'message.json');
    await writeFile(
      file,
      JSON.stringify({ touser: 'alice', msgtype: 'text', text: { content: 'from a file' } }),
    );
    await wechat.user('alice').says('hi');
    expect(await call('customerMessage.send', `@${file}`)).toEqual({ code: 0, out: 'null\n', err: '' });
    expect(wechat.user('alice').sees().at(-1)).toMatchObject({ Content: 'from a file' });
  });

  it('takes the body from the standard input', async () => {
    const input = JSON.stringify([{ openid: 'alice' }, { openid: 'bob' }]);
    const { out } = await run(['call', 'user.batchGetInfo', '-'], { env, input });
    expect(JSON.parse(out)).toMatchObject({ user_info_list: [{ openid: 'alice' }, { openid: 'bob' }] });
  });

  it('keeps all digits of long ids', async () => {
    await call('menu.tryMatch', '12345678901234567890').catch(() => undefined);
    expect(lastCall()?.body).toMatchObject({ user_id: '12345678901234567890' });
  });

  it('prints lists of many pages line by line', async () => {
    expect(await call('user.list')).toEqual({ code: 0, out: '"alice"\n"bob"\n', err: '' });
  });

  it('uploads a file by its name, and keeps a downloaded one', async () => {
    const [source, target] = [join(folder, 'a.png'), join(folder, 'b.png')];
    const bytes = drawCode('spec');
    await writeFile(source, bytes);
    const { media_id } = JSON.parse(
      (await call('media.upload', 'image', JSON.stringify({ data: source }))).out,
    ) as { media_id: string };

    const shown = await call('media.get', media_id);
    expect(JSON.parse(shown.out)).toEqual(
      expect.objectContaining({ contentType: 'image/png', bytes: bytes.length }),
    );
    expect(shown.err).toContain('--output');
    const kept = await call('media.get', media_id, '--output', target, '--json');
    expect(JSON.parse(kept.out)).toMatchObject({ file: target });
    expect(kept.err).toBe('');
    expect(await readFile(target)).toEqual(bytes);
  });

  it('makes addresses without asking anybody', async () => {
    const before = wechat.api.calls.length;
    expect(JSON.parse((await call('qrcode.imageUrl', '"abc"')).out)).toBe(
      'https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=abc',
    );
    expect(wechat.api.calls).toHaveLength(before);
  });

  it('tells what WeChat refuses', async () => {
    const { code, err } = await call('user.getInfo', 'nobody');
    expect(code).toBe(1);
    expect(err).toMatch(/user\/info answered 40003: .*\nThis openid is not one of this account/);
  });

  it.each([
    ['user.getinfo', '"user.getInfo"'],
    ['usr.getInfo', '"user.getInfo"'],
    ['getInfo', '"user.getInfo"'],
    ['tag.delet', '"tag.delete"'],
    ['customermessage.send', '"customerMessage.send"'],
  ])('offers what %s may have meant', async (name, meant) => {
    const { code, out, err } = await call(name);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/Did you mean/);
    expect(err).toContain(meant);
  });

  // One letter less, more, other or exchanged, in the group, the method or both; another case; other separators.
  it.each([
    ['templateMesage.send', 'templateMessage.send'],
    ['templateMessages.send', 'templateMessage.send'],
    ['tempalteMessage.send', 'templateMessage.send'],
    ['templateMessage.sned', 'templateMessage.send'],
    ['templateMesage.sned', 'templateMessage.send'],
    ['TemplateMessage.Send', 'templateMessage.send'],
    ['TEMPLATEMESSAGE.SEND', 'templateMessage.send'],
    ['template_message.send', 'templateMessage.send'],
    ['template-message/send', 'templateMessage.send'],
    ['templateMessage/send', 'templateMessage.send'],
    ['templateMessage:send', 'templateMessage.send'],
    ['templateMessage send', 'templateMessage.send'],
    ['templateMessagesend', 'templateMessage.send'],
    ['template.message.send', 'templateMessage.send'],
    ['api.templateMessage.send', 'templateMessage.send'],
    ['wx.api.templateMesage.send', 'templateMessage.send'],
    ['ctx.api.tag.create', 'tag.create'],
    ['send.templateMessage', 'templateMessage.send'],
    ['tags.create', 'tag.create'],
    ['tga.create', 'tag.create'],
    ['tag.creat', 'tag.create'],
    ['tag.craete', 'tag.create'],
    ['customMessage.send', 'customerMessage.send'],
    ['subscribeMesage.send', 'subscribeMessage.send'],
    ['materials.getCount', 'material.getCount'],
    ['userinfo.getInfo', 'user.getInfo'],
    ['qrcode.createTemporay', 'qrcode.createTemporary'],
  ])('offers first what %s most probably means', async (name, meant) => {
    const { code, err } = await call(name);
    expect(code).toBe(2);
    expect(/Did you mean "([^"]+)"/.exec(err)?.[1]).toBe(meant);
  });

  it.each([
    'request',
    'constructor',
    'user.constructor',
    'user.toString',
    'user',
    'user.',
    '__proto__.x',
    '',
  ])('knows no "%s"', async (name) => {
    const { code, err } = await call(name);
    expect(code).toBe(2);
    expect(err).toContain(`The API has no "${name}".`);
  });

  it.each(['{"a":', '"open', "'quoted'", '[1,]', ''])('refuses the argument %s', async (argument) => {
    const { code, err } = await call('user.getInfo', argument);
    expect(code).toBe(2);
    expect(err).toContain('Argument 1 is not JSON.');
  });

  // As documentation, logs and other programs have it.
  it.each([
    ['the path', (path: string) => path],
    ['the path without a slash in front', (path: string) => path.replace(/^\//, '')],
    [
      'a path in upper case, with a slash at the end',
      (path: string) =>
        path
          .replace(/(?=\?|$)/, '/')
          .toUpperCase()
          .replace(/\?.*/, (query) => query.toLowerCase()),
    ],
    ['the method and the path', (path: string) => `POST ${path}`],
    ['an address', (path: string) => `https://api.weixin.qq.com${path}`],
    ['an address of another host', (path: string) => `http://sh.api.weixin.qq.com:80${path}`],
    ['an address without a scheme', (path: string) => `api.weixin.qq.com${path}`],
    [
      'an address with a token',
      (path: string) => `https://api.weixin.qq.com${withQuery(path, 'access_token=ACCESS_TOKEN')}`,
    ],
    [
      'a path with a query in front of its own',
      (path: string) => path.replace(/\?|$/, '?access_token=A&lang=zh_CN&'),
    ],
  ])('names the function at %s, for every endpoint', (_what, written) => {
    const all = functionsOfNoAccount();
    const missed = endpointDocs().filter((doc) => {
      const name = written(doc.path.replace(/^https:\/\/[^/]+/, ''));
      return !complaint(() => findFunction(all, name)).includes(`"${nameOf(doc)}"`);
    });
    expect(missed).toEqual([]);
  });

  it('names first what is at just that path', async () => {
    const { err } = await run(['call', '--help', '/cgi-bin/openapi/quota/get']);
    expect(/Did you mean "([^"]+)"/.exec(err)?.[1]).toBe('openapi.getApiQuota');
    expect(
      (await run(['call', '--list', '/card/invoice/setbizattr?access_token=A&action=get_contact'])).out,
    ).toMatch(/^invoice\.\w+\(.*action=get_contact\n/);
  });

  it('wants to know what to call', async () => {
    const { code, err } = await call();
    expect(code).toBe(2);
    expect(err).toContain('--list');
  });

  it('lists what there is', async () => {
    const { code, out } = await run(['call', '--list']);
    expect(code).toBe(0);
    const lines = out.trim().split('\n');
    expect(lines.length).toBeGreaterThan(200);
    expect(lines).toContain('user.getInfo(openid, lang)');
    expect(lines).toContain('tag.listUsers(tagid)');
    expect(lines.every((line) => /^\w+\.\w+\(.*\)$/.test(line))).toBe(true);
  });

  it('lists a group, as JSON if asked', async () => {
    const { out } = await run(['call', '--list', 'shorten', '--json']);
    expect(JSON.parse(out)).toEqual(expect.arrayContaining([expect.stringMatching(/^shorten\.\w+\(/)]));
    const { code, err } = await run(['call', '--list', 'shortn']);
    expect(code).toBe(2);
    expect(err).toContain('Did you mean "shorten"?');
  });

  it.each([
    ['a word of the title', ['标签'], 'tag.create(name)  创建标签  POST /cgi-bin/tags/create'],
    ['a path', ['/cgi-bin/tags/create'], 'tag.create(name)  创建标签  POST /cgi-bin/tags/create'],
    [
      'an address',
      ['https://api.weixin.qq.com/cgi-bin/tags/create?access_token=ACCESS_TOKEN'],
      'tag.create(name)  创建标签  POST /cgi-bin/tags/create',
    ],
    [
      'a part of the name',
      ['getinfo'],
      'user.getInfo(openid, lang)  获取用户基本信息  GET /cgi-bin/user/info',
    ],
    ['words of the description', ['creates', 'tag'], 'tag.create(name)  创建标签  POST /cgi-bin/tags/create'],
    [
      'words of the Chinese description',
      ['备注名', '字节'],
      'user.updateRemark(openid, remark)  设置用户备注名  POST /cgi-bin/user/info/updateremark',
    ],
    ['a group', ['tag'], 'tag.create(name)  创建标签  POST /cgi-bin/tags/create'],
    ['the name of an iterator', ['listUsers'], 'tag.listUsers(tagid)'],
  ])('finds functions by %s', async (_by, words, line) => {
    const { code, out } = await run(['call', '--list', ...words]);
    expect(code).toBe(0);
    expect(out.split('\n')).toContain(line);
    expect(out.split('\n').length).toBeLessThan(80);
  });

  it('shows the best first', async () => {
    const { out } = await run(['call', '--list', '/cgi-bin/menu/create', '--json']);
    expect(JSON.parse(out)).toEqual(['menu.create(body)']);
    expect((await run(['call', '--list', 'tags/get'])).out).toMatch(/^tag\.getList\(\)/);
  });

  it.each([
    ['en', 'Nothing in the API has "no such thing"'],
    ['zh', '没有名称、标题、路径或说明含有“no such thing”的接口'],
  ])('finds nothing, and says so (%s)', async (lang, words) => {
    const { code, err } = await run(['call', '--list', 'no such thing', '--lang', lang]);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });

  it.each([
    ['/cgi-bin/tags/create', 'tag.create'],
    ['创建标签', 'tag.create'],
    ['tag.crate', 'tag.create'],
    ['getInfo', 'user.getInfo'],
  ])('names what %s may mean', async (name, meant) => {
    const { code, err } = await call(name);
    expect(code).toBe(2);
    expect(err).toContain(`"${meant}"`);
  });
});

describe('call --help', () => {
  const help = (...args: string[]) => run(['call', '--help', ...args]);

  it('is the help of the command', async () => {
    const { code, out } = await help();
    expect(code).toBe(0);
    expect(out).toContain('--list');
    expect(out).toContain('[group.method]');
  });

  it('shows how a function is called', async () => {
    const { code, out } = await help('draft.add');
    expect(code).toBe(0);
    expect(out).toMatch(/^draft\.add\(body\)\n新增草稿 {2}POST \/cgi-bin\/draft\/add\n/);
    expect(out).toContain('https://developers.weixin.qq.com/doc/offiaccount/Draft_Box/Add_draft.html');
    expect(out).toMatch(/^ {2}body\.articles\[\]\.title +string {2}At most 32 characters\.$/m);
    expect(out).toMatch(/^ {2}body\.articles\[\]\.author\? /m);
    expect(out).toMatch(/^ {2}media_id +string/m);
  });

  it('speaks Chinese', async () => {
    const { out } = await help('draft.add', '--lang', 'zh');
    for (const word of ['请求字段', '返回', '官方文档', '账号', '已认证的服务号'])
      expect(out).toContain(word);
    expect(out).not.toContain('Fields of the request');
    expect(out).toContain(
      '\n\n新增草稿，可以有一篇或多篇文章。草稿发布或群发后，它的 `media_id` 失效。每天 1000 次。\n\n',
    );
    expect(out).toMatch(/^ {2}body\.articles\[\]\.title +string {2}最多 32 个字。$/m);
    expect(out).not.toMatch(/At most|Saves a draft/);
  });

  it.each([
    ['en', 'As to the token, see component.getAuthorizerOption.'],
    ['zh', '用哪种 token，见 component.getAuthorizerOption。'],
  ])('names other functions (%s)', async (lang, sentence) => {
    expect((await help('component.setAuthorizerOption', '--lang', lang)).out).toContain(sentence);
  });

  it('gives all of it as JSON', async () => {
    const { out } = await help('tag.create', '--json');
    expect(JSON.parse(out)).toMatchObject({
      signature: 'tag.create(name)',
      titleZh: '创建标签',
      summaryZh: '创建标签。每个公众号最多 100 个；标签名最多 30 个字符。',
      method: 'POST',
      path: '/cgi-bin/tags/create',
      answer: [{ name: 'tag' }, { name: 'tag.id', type: 'number' }, { name: 'tag.name', type: 'string' }],
    });
  });

  it('knows the iterators', async () => {
    expect((await help('user.list')).out).toContain('page');
  });

  it('suggests the right name', async () => {
    const { code, err } = await help('user.getinfo');
    expect(code).toBe(2);
    expect(err).toContain('Did you mean "user.getInfo"?');
  });
});
