import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeWords } from '../../lib/system-codes';
import { problem, problems, tell } from '../../lib/testing/problems';
import type { ProblemCode } from '../../lib/testing/problems';

const codes = Object.keys(problems) as ProblemCode[];

/** Values for any words: each one shows that it was used. */
const values = {
  times: 2,
  failure: codeWords('ECONNRESET', 'localhost:3000'),
  path: '/wx',
  status: 502,
  answer: 'ok',
  what: ['white space', 'a comment'],
  text: 'x',
  detail: 'd',
  field: 'Content',
  count: 3,
  bytes: 4,
  most: 5,
  found: 'content',
  to: 'a',
  from: 'b',
  foundTo: 'c',
  foundFrom: 'd',
  type: 'e',
  types: ['f', 'g'],
  items: 6,
  shown: 1,
  isEvent: true,
  appId: 'wx1',
  permission: 1,
} as never;

describe('a problem', () => {
  it.each(codes)('%s has a whole sentence in English and in Chinese', (code) => {
    const { text } = problem(code, values);
    expect(text.en).toMatch(/^["<A-Z`][^]*[.?]$|: d$/);
    expect(text.zh).toMatch(/\p{Script=Han}/u);
    expect(text.zh).toMatch(/[。？]$|：d$/);
    expect(text.en.replaceAll(/安全模式|明文模式|微信云托管/g, '')).not.toMatch(/\p{Script=Han}/u);
    for (const sentence of Object.values(text)) expect(sentence).not.toMatch(/undefined|\[object|NaN/);
  });

  it('has a code that some line of the judge gives', () => {
    const folder = join(__dirname, '../../lib/testing');
    const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    expect(
      codes.filter((code) => !new RegExp(`(?:invalidReply|problem|note)\\('${code}'`).test(source)),
    ).toEqual([]);
  });

  it('is told with the others in each language, and the first names them', () => {
    expect(tell([])).toEqual({});
    expect(tell([problem('not-utf8', {}), problem('no-customer-service', {})])).toEqual({
      problem:
        'The answer is not UTF-8. An account of this kind has no customer service: nobody gets the message.',
      problemCode: 'not-utf8',
      problemText: {
        en: 'The answer is not UTF-8. An account of this kind has no customer service: nobody gets the message.',
        zh: '应答不是 UTF-8 编码。这类账号没有客服功能：没有人会收到这条消息。',
      },
    });
  });
});
