import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';
import { appId, appSecret, run } from './support';

let wechat: Simulator;
let env: Record<string, string>;
let folder: string;

beforeEach(async () => {
  wechat = simulate(() => undefined, { token: 't', appId, appSecret });
  env = { WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret, WECHAT_API_HOST: await wechat.api.url() };
  folder = await mkdtemp(join(tmpdir(), 'offiaccount-menu-'));
});
afterEach(() => Promise.all([wechat.close(), rm(folder, { recursive: true })]));

const button = [
  { type: 'click', name: '帮助', key: 'HELP' },
  { name: '更多', sub_button: [{ type: 'view', name: '网站', url: 'https://example.com/' }] },
];
const calls = () => wechat.api.calls.map(({ path }) => path.replace(/^.*\//, ''));
const pushed = (menu: unknown, ...more: string[]) =>
  run(['menu', 'push', '--yes', ...more], { env, input: JSON.stringify(menu) });

describe('menu push', () => {
  it('sets a menu from the standard input', async () => {
    const { code, out, err } = await pushed({ button });
    expect(code).toBe(0);
    expect(out).toMatch(/^The menu is set/);
    expect(err).toContain('+       "key": "HELP"');
    expect(wechat.api.menu?.button).toMatchObject(button);
  });

  it('sets it from a file, shows what changes, and says so as JSON', async () => {
    await pushed({ button });
    const file = join(folder, 'menu.json');
    await writeFile(file, JSON.stringify({ button: [{ ...button[0], key: 'OTHER' }, button[1]] }));
    const { code, out, err } = await run(['menu', 'push', file, '--yes', '--json'], { env });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ changed: true });
    expect(err.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
      '-       "key": "HELP"',
      '+       "key": "OTHER"',
    ]);
    expect(wechat.api.menu?.button).toMatchObject([{ key: 'OTHER' }, {}]);
  });

  it('changes nothing where nothing changes', async () => {
    await pushed({ button });
    expect(
      await pushed({ button: [{ key: 'HELP', name: '帮助', type: 'click', sub_button: [] }, button[1]] }),
    ).toEqual({
      code: 0,
      out: 'The account has this menu already.\n',
      err: '',
    });
    expect(calls().filter((call) => call === 'create')).toHaveLength(1);
  });

  it('needs --yes where nobody can be asked', async () => {
    const { code, out, err } = await run(['menu', 'push'], { env, input: JSON.stringify({ button }) });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--yes');
    expect(calls()).toEqual([]);
  });

  it.each([
    ['no JSON', '{"button":', 'The standard input is not well-formed JSON.'],
    ['no menu', '{"buttons":[]}', 'The standard input is no menu: it has to be {"button": [{…}, …]}.'],
    ['no object', 'null', 'The standard input is no menu: it has to be {"button": [{…}, …]}.'],
    [
      'a button that is none',
      '{"button":[null]}',
      'The standard input is no menu: it has to be {"button": [{…}, …]}.',
    ],
    ['too many buttons', JSON.stringify({ button: Array(4).fill(button[0]) }), '"button" has 1 to 3 entries'],
    ['a button without key', '{"button":[{"type":"click","name":"A"}]}', '"button[0].key" is missing'],
    [
      'a name too long',
      `{"button":[{"type":"click","name":"${'长'.repeat(6)}","key":"K"}]}`,
      '"button[0].name" has 1 to 16 bytes',
    ],
  ])('refuses %s before anything is sent', async (_, input, why) => {
    const { code, err } = await run(['menu', 'push', '--yes'], { env, input });
    expect(code).toBe(2);
    expect(err).toContain(why);
    expect(calls()).toEqual([]);
  });

  it('says that a file is not there', async () => {
    const { code, err } = await run(['menu', 'push', join(folder, 'none.json'), '--yes'], { env });
    expect(code).toBe(2);
    expect(err).toContain('none.json cannot be read: there is no such file (ENOENT).');
  });
});

describe('menu pull', () => {
  it('prints the menu in the form in which push takes it', async () => {
    await pushed({ button });
    const { code, out, err } = await run(['menu', 'pull'], { env });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({ button });
    expect((await run(['menu', 'push', '--yes'], { env, input: out })).out).toMatch(/already/);
  });

  it('writes it to a file', async () => {
    await pushed({ button });
    const file = join(folder, 'menu.json');
    const { out } = await run(['menu', 'pull', file, '--json'], { env });
    expect(JSON.parse(out)).toEqual({ file, buttons: 2 });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ button });
  });

  it('says that there is none', async () => {
    const { code, out, err } = await run(['menu', 'pull'], { env });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('no menu made by a call');
  });

  it('says what it leaves out', async () => {
    await pushed({ button });
    const rule = { button, matchrule: { client_platform_type: 1 } };
    expect((await run(['call', 'menu.addConditional', JSON.stringify(rule)], { env })).code).toBe(0);
    const { out, err } = await run(['menu', 'pull'], { env });
    expect(JSON.parse(out)).toEqual({ button });
    expect(err).toContain('1 conditional menus are left out');
  });
});
