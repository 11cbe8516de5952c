import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { run } from './support';

let cwd: string;

beforeEach(async () => void (cwd = await mkdtemp(join(tmpdir(), 'offiaccount-init-'))));
afterEach(() => rm(cwd, { recursive: true }));

const TYPESCRIPT = [
  '.env',
  '.gitignore',
  'bot.test.ts',
  'bot.ts',
  'index.ts',
  'package.json',
  'tsconfig.json',
];
const JAVASCRIPT = ['.env', '.gitignore', 'bot.js', 'bot.test.js', 'index.js', 'package.json'];

describe('init', () => {
  it.each([
    ['TypeScript', [], TYPESCRIPT],
    ['JavaScript', ['--js'], JAVASCRIPT],
  ])('writes a bot in %s into a new folder, and says how to go on', async (_, more, files) => {
    const { code, out, err } = await run(['init', 'my-bot', ...more], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect((await readdir(join(cwd, 'my-bot'))).sort()).toEqual(files);
    expect(out).toMatch(/cd my-bot\n {2}npm install\n {2}npm test\n {2}npm start\n/);
  });

  it('writes into the folder it is in, as JSON if asked', async () => {
    const { out } = await run(['init', '--json'], { cwd });
    const { folder, files } = JSON.parse(out) as { folder: string; files: string[] };
    expect({ folder, files: files.sort() }).toEqual({ folder: cwd, files: TYPESCRIPT });
  });

  it('puts names with spaces in quotes, and leaves names out that npm does not take', async () => {
    const { out } = await run(['init', '我的 bot', '--lang', 'zh'], { cwd });
    expect(out).toContain('cd "我的 bot"\n');
    const about = JSON.parse(await readFile(join(cwd, '我的 bot', 'package.json'), 'utf8')) as object;
    expect(about).not.toHaveProperty('name');
  });

  it.each([
    ['en', '# Token, made up for you.', 'Welcome!'],
    ['zh', '# Token：已随机生成', '欢迎关注'],
  ])('writes words for people in %s', async (lang, comment, welcome) => {
    await run(['init', '--lang', lang], { cwd });
    const [env, bot, start, test] = await Promise.all(
      ['.env', 'bot.ts', 'index.ts', 'bot.test.ts'].map((file) => readFile(join(cwd, file), 'utf8')),
    );
    expect(env).toContain(comment);
    expect(bot).toContain(welcome);
    expect(test).toContain(welcome);
    expect(/[\u4e00-\u9fff]/.test(`${bot}${start}${test}`)).toBe(lang === 'zh');
  });

  it('makes up a Token, and keeps the settings from others', async () => {
    await run(['init', 'a'], { cwd });
    await run(['init', 'b'], { cwd });
    const read = async (name: string) => parseEnv(await readFile(join(cwd, name, '.env'), 'utf8'));
    const [a, b] = [await read('a'), await read('b')];
    expect(Object.keys(a)).toEqual(['WECHAT_TOKEN']);
    expect(a.WECHAT_TOKEN).toMatch(/^[A-Za-z\d]{32}$/);
    expect(a.WECHAT_TOKEN).not.toBe(b.WECHAT_TOKEN);
    if (process.platform !== 'win32') expect((await stat(join(cwd, 'a', '.env'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(cwd, 'a', '.gitignore'), 'utf8')).toContain('.env\n');
  });

  it.each([
    ['a file it would write', ['bot.ts'], 'bot.ts'],
    ['any other file', ['notes.txt'], 'notes.txt'],
    ['a hidden file that it would write', ['.env'], '.env'],
    ['many files', ['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'a, b, c, d, e and 2 more'],
  ])('overwrites nothing where there is %s', async (_, names, told) => {
    for (const name of names) await writeFile(join(cwd, name), 'mine');
    const { code, out, err } = await run(['init'], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`is not empty (${told}), and nothing in it is overwritten.`);
    expect((await readdir(cwd)).sort()).toEqual(names);
    expect(await readFile(join(cwd, names[0] ?? ''), 'utf8')).toBe('mine');
  });

  it('takes a folder that holds only what systems and version control put there', async () => {
    await mkdir(join(cwd, '.git'));
    await writeFile(join(cwd, '.DS_Store'), '');
    expect((await run(['init'], { cwd })).code).toBe(0);
  });

  it('says when the folder is a file', async () => {
    await writeFile(join(cwd, 'taken'), '');
    const { code, err } = await run(['init', 'taken'], { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(/^offiaccount: taken cannot be written: .* \(E(?:EXIST|NOTDIR)\)\.\n$/);
  });
});
