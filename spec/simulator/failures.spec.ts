import { failures } from '../../lib/simulator/failures';
import type { FailureReason, FailureValues } from '../../lib/simulator/failures';
import { closeAll, files, listen, start } from './support';
import type { Played } from './support';

/** Values of each reason: one that has none yet does not compile. */
const VALUES: { readonly [R in FailureReason]: FailureValues<R> } = {
  'no-user': { openid: 'oAlice' },
  'no-push': { id: 1 },
  'cannot-restart': {},
  'no-kept-store': {},
  'no-account': { appId: 'wx1' },
  'not-authorized': { appId: 'wx1' },
  'no-permission': {},
  'unknown-permission': { id: 99 },
  'too-many-accounts': { most: 20 },
  'authorization-page': { message: 'It refuses.', chinese: '不允许继续。' },
  'page-unreachable': { why: 'ECONNREFUSED' },
  'user-exists': { openid: 'oAlice' },
  'too-many-users': { most: 51 },
  'too-many-pushes': { most: 101 },
  'too-many-pages': { most: 33 },
  'no-location-reports': {},
  'no-file': { id: 'm1' },
  'other-file': { type: 'image' },
  'empty-file': {},
  'no-upload': {},
  'no-button': {},
  'other-name': {},
  'other-page': {},
  'nothing-done': {},
  'nothing-here': {},
  'body-too-deep': {},
  'body-too-large': {},
  'body-unreadable': {},
  'replay-runs': {},
  'cannot-encrypt': {},
  'no-command': { type: 'fly' },
  'too-long': { name: 'content', most: 2048 },
  'out-of-range': { name: 'scale', least: 1, most: 28 },
  'no-number': { name: 'latitude' },
  'no-openid': { name: 'openid' },
  'no-address': { name: 'url' },
  'wrong-count': { name: 'files', most: 9 },
  'other-version': { version: 7 },
  'too-many-steps': { users: 50, steps: 1000 },
  'step-of-nobody': { index: 4 },
  'page-refuses': { text: 'redirect_uri 参数错误', code: 10003 },
  'not-taken': { errcode: 40005, message: 'the file "a" is no image', chinese: '“a”不是图片' },
};

/** Chinese words, in which names of fields and of types may stand, but no sentence of another language. */
const CHINESE = /^(?!.*[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}).*\p{Script=Han}.*[。）]$/u;
const ENGLISH = /^(?:[A-Z"]|\d|steps\[).*\.$/;

describe('why something is not done', () => {
  it.each(Object.keys(failures) as FailureReason[])('is told in both languages: %s', (reason) => {
    const values: object = VALUES[reason];
    // The values are those of this reason, by the table's type.
    const { en, zh } = failures[reason] as unknown as Record<'en' | 'zh', (values: unknown) => string>;
    expect(en(values)).toMatch(ENGLISH);
    expect(zh(values)).toMatch(CHINESE);
    for (const [name, value] of Object.entries(values)) {
      if (!/^(?:errcode|chinese)$/.test(name)) expect(en(values)).toContain(String(value).slice(1));
      if (!/^(?:errcode|message)$/.test(name)) expect(zh(values)).toContain(String(value));
    }
  });
});

describe('what the rules of the API do not take', () => {
  let played: Played;
  beforeAll(async () => {
    played = await start({ url: await listen((_req, res) => res.end()) });
  });
  afterAll(closeAll);

  it.each<[object, en: string, zh: string]>([
    [{}, '"type" is missing.', '请求的内容不对：缺少“type”。'],
    [{ type: 'say' }, '"content" is missing.', '请求的内容不对：缺少“content”。'],
    [{ type: 'say', content: '' }, '"content" is empty.', '请求的内容不对：“content”不能为空。'],
    [{ type: 'say', content: 5 }, '"content" must be text.', '请求的内容不对：“content”必须是文本。'],
    [{ type: 'stepClock', ms: 1.5 }, '"ms" must be a whole number.', '请求的内容不对：“ms”必须是整数。'],
    [
      { type: 'switch', switches: { rotate: 1 } },
      '"switches.rotate" must be true or false.',
      '请求的内容不对：“switches.rotate”必须是 true 或 false。',
    ],
    [
      { type: 'switch', switches: [] },
      '"switches" must be an object.',
      '请求的内容不对：“switches”必须是对象。',
    ],
    [{ type: 'tapMenu', path: 1 }, '"path" must be a list.', '请求的内容不对：“path”必须是列表。'],
    [
      { type: 'switch', switches: { format: 'yaml' } },
      '"switches.format" must be one of xml, json.',
      '请求的内容不对：“switches.format”必须是 xml、json 之一。',
    ],
  ])('is told in both languages: %j', async (command, en, zh) => {
    expect(await played.refused(command)).toMatchObject({ reason: 'not-taken', text: { en, zh } });
  });

  it.each([
    ['image', 'cat', files.png, /“cat”的扩展名不属于图片/],
    ['voice', 'cat.png', files.png, /“cat\.png”的扩展名不属于语音/],
    ['video', 'a.mp4', files.png, /“a\.mp4”的内容和扩展名不一致/],
    [
      'voice',
      'a.mp3',
      Buffer.concat([files.mp3, Buffer.alloc(2 ** 21)]),
      /^文件太大：语音最大 2097152 字节。$/,
    ],
  ])('is told of a file that is no %s, "%s"', async (type, filename, data, zh) => {
    const answer = await played.ask(`uploads?${new URLSearchParams({ type, filename }).toString()}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: new Uint8Array(data),
    });
    const { text } = (await answer.json()) as { text: { en: string; zh: string } };
    expect(text.zh).toMatch(zh);
    expect(text.zh).toMatch(CHINESE);
    expect(text.en).toMatch(/^[A-Z].*\.$/);
  });
});
