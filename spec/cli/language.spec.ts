import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { help } from '../../lib/cli/words/help';
import { languageOf } from '../../lib/language';
import { run } from './support';

const HAN = /[\u4e00-\u9fff]/;
/** Three words of English in a row. */
const ENGLISH = /\b[a-z]{2,} [a-z]+ [a-z]{2,}\b/;

describe('the language', () => {
  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, undefined, 'zh'],
    [{ LANG: 'zh_TW' }, 'en-US', 'zh'],
    [{ LANG: 'en_US.UTF-8' }, 'zh-CN', 'en'],
    [{ LC_ALL: 'C', LANG: 'zh_CN' }, 'zh-CN', 'en'],
    [{ LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'en_US' }, undefined, 'zh'],
    [{}, 'zh-Hans-CN', 'zh'],
    [{}, 'zh', 'zh'],
    [{}, 'zha', 'en'],
    [{}, 'de-DE', 'en'],
    [{}, undefined, 'en'],
  ])('of %j in a system of %s is %s', async (env, locale, language) => {
    expect(languageOf(env, locale)).toBe(language);
    const { out } = await run(['--help'], { env, ...(locale !== undefined && { locale }) });
    expect(HAN.test(out)).toBe(language === 'zh');
  });

  it.each([
    ['zh', ['--lang', 'zh', 'token', '--help']],
    ['zh', ['token', '--lang=zh', '--help']],
    ['en', ['token', '--help', '--lang', 'en']],
  ])('is %s by %j, whatever the environment', async (language, argv) => {
    const env = { LANG: language === 'zh' ? 'en_US' : 'zh_CN' };
    expect(HAN.test((await run(argv, { env })).out)).toBe(language === 'zh');
  });
});

const COMMANDS = [
  '',
  'init',
  'simulate',
  'doctor',
  'push',
  'token',
  'accounts',
  'ticket',
  'menu',
  'menu pull',
  'menu push',
  'call',
];

describe('the help in Chinese', () => {
  it.each(COMMANDS)('has no English sentence: %s', async (command) => {
    const { code, out } = await run([...command.split(' ').filter(Boolean), '--help', '--lang', 'zh']);
    expect(code).toBe(0);
    expect(out).toContain('用法：');
    // Names of commands are names.
    expect(out.replaceAll(/offiaccount [a-z ]*/g, '')).not.toMatch(ENGLISH);
    expect(out).not.toMatch(/Usage|Options:|Arguments:|Commands:|choices|\[options\]/);
  });

  it('is whole in both languages', () => {
    for (const { en, zh } of Object.values(help)) {
      expect(zh).toMatch(HAN);
      expect(en).not.toMatch(HAN);
    }
  });
});

const MISTAKES: readonly (readonly [string, readonly string[]])[] = [
  ['unknown command', ['tokn']],
  ['unknown option', ['token', '--jsn']],
  ['missing argument', ['doctor']],
  ['missing option', ['push', '--text', 'hi']],
  ['missing value', ['push', '--url']],
  ['wrong choice', ['doctor', 'http://localhost/', '--mode', 'secret']],
  ['too many arguments', ['token', 'a', 'b']],
  ['half a command', ['menu', 'pul']],
  ['missing setting', ['token']],
  ['no address', ['push', '--url', 'localhost', '--text', 'hi']],
  ['nothing to push', ['push', '--url', 'http://a']],
  ['unknown event', ['push', '--url', 'http://a', '--event', 'subcribe']],
  ['text and event', ['push', '--url', 'http://a', '--text', 'a', '--event', 'CLICK']],
  ['a field without value', ['push', '--url', 'http://a', '--text', 'a', '--field', 'A']],
  ['missing file', ['push', 'none.xml', '--url', 'http://a']],
  ['file and options', ['push', '-', '--url', 'http://a', '--text', 'a']],
  ['no port', ['simulate', '--url', 'http://a', '--port', '99999', '--token', 't']],
  ['unknown function', ['call', 'user.getinfo']],
  ['unknown group', ['call', '--list', 'usr']],
  ['nothing to call', ['call']],
  ['no JSON', ['call', 'user.getInfo', '{']],
  ['no file', ['call', 'media.upload', 'image']],
  ['nobody to ask', ['menu', 'push']],
  ['no menu', ['menu', 'push', '-', '--yes']],
  ['no proxy', ['token', '--proxy', 'ftp://a', '--app-id', 'wx', '--app-secret', 's']],
  ['no origin', ['token', '--api-host', 'a', '--app-id', 'wx', '--app-secret', 's']],
  ['white space', ['token', '--app-id', 'w x']],
];

describe('a mistake', () => {
  it.each(MISTAKES)('is told in Chinese: %s', async (_, argv) => {
    const { code, out, err } = await run([...argv, '--lang', 'zh'], { input: '{}' });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(HAN);
    expect(err).not.toMatch(ENGLISH);
  });

  it.each([
    ['tokn', 'token'],
    ['simulat', 'simulate'],
    ['docter', 'doctor'],
    ['token --jsn', '--json'],
    ['push --url http://a --txt', '--text'],
    ['menu pul', 'pull'],
  ])('suggests what is near, in both languages: %s', async (line, near) => {
    for (const lang of ['en', 'zh']) {
      const { err } = await run([...line.split(' '), '--lang', lang]);
      expect(err).toContain(lang === 'en' ? `(Did you mean ${near}?)` : `（你是不是想用 ${near}？）`);
    }
  });

  it.each([
    [JSON.stringify({ button: [] }), '应有 1 到 3 个'],
    ['{"button":[{"type":"click","name":"A"}]}', '缺少 "button[0].key"'],
    ['{"button":[{"type":"click","name":"很长很长很长","key":"K"}]}', '应有 1 到 16 字节'],
    ['{"button":[{"type":"tap","name":"A"}]}', '不是菜单类型'],
    ['{"button":[{"name":"A"}]}', '没有 "type" 或 "sub_button"'],
    ['{"button":[{"type":"click","name":"A","key":1}]}', '必须是字符串'],
    ['{"button":[{"type":"click","name":"A","key":""}]}', '为空'],
    [`{"button":[{"type":"click","name":"A","key":"${'k'.repeat(129)}"}]}`, '超过了 128 字节'],
    ['{"button":[{"name":"A","sub_button":[1]}]}', '必须是对象'],
    ['{"button":[{"name":"A","sub_button":[{"name":"B","sub_button":[{"name":"C"}]}]}]}', '下不能再有子菜单'],
  ])('in a menu is told in Chinese: %s', async (input, words) => {
    const { code, err } = await run(['menu', 'push', '--yes', '--lang', 'zh'], { input });
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err).not.toMatch(ENGLISH);
  });
});

it('is the business of the tables of words: commands hold no sentences', () => {
  const folder = join(__dirname, '..', '..', 'lib', 'cli');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/(?:^|[\\/])(?:words|init)[\\/]|^settings\.ts$/.test(file),
  );
  const sentences = files.flatMap((file) => {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateTail(node))
        if (ENGLISH.test(node.text)) found.push(`${file}: ${node.text}`);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true));
    return found;
  });
  expect(sentences).toEqual([]);
});
