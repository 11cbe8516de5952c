import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeWords, inWords, isUnreachable, placeOf, systemWords } from '../lib/system-codes';

const HERE = 'localhost:3000';
const source = readFileSync(join(__dirname, '../lib/system-codes.ts'), 'utf8');
/** The codes of the table, as they are written there. */
const codes = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, code = '']) => code);

describe('a code of the system', () => {
  it.each(codes)('%s has words that name the place, in English and in Chinese', (code) => {
    const words = systemWords(code, HERE);
    expect(words?.en).toMatch(/^[A-Zl][^\n]*[^.]$/);
    expect(words?.en).not.toMatch(/\p{Script=Han}|undefined/u);
    expect(words?.zh).toMatch(/\p{Script=Han}[^\n]*[^。]$/u);
    if (!/^E[MN]FILE$/.test(code))
      for (const each of Object.values(words ?? {})) expect(each).toContain(HERE);
    expect(codeWords(code, HERE)).toEqual({ en: `${words?.en} (${code})`, zh: `${words?.zh}（${code}）` });
  });

  it.each([
    ['ECONNREFUSED', 'Nobody listens at localhost:3000 (ECONNREFUSED)', 'localhost:3000 没有程序在监听'],
    ['ENOTFOUND', 'There is no host of the name localhost:3000 (ENOTFOUND)', '找不到主机'],
    ['ECONNRESET', 'localhost:3000 cut the connection (ECONNRESET)', '断开了连接'],
    ['ERR_SSL_NO_SUITABLE_KEY', 'localhost:3000 does not speak TLS as it should', 'TLS 握手失败'],
    ['HPE_INVALID_VERSION', 'localhost:3000 does not answer as HTTP does', '不是 HTTP'],
    ['EWEIRD', 'The connection to localhost:3000 failed (EWEIRD)', '与 localhost:3000 的连接失败（EWEIRD）'],
    ['constructor', 'The connection to localhost:3000 failed (constructor)', '连接失败'],
  ])('%s is told so', (code, en, zh) => {
    expect(inWords(code, HERE)).toContain(en);
    expect(codeWords(code, HERE).zh).toContain(zh);
  });

  it('tells whether anybody was reached', () => {
    expect(codes.filter(isUnreachable)).toEqual(
      expect.arrayContaining(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']),
    );
    for (const code of ['ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT', 'closed', 'constructor'])
      expect(isUnreachable(code)).toBe(false);
  });
});

it.each([
  ['http://localhost/x', 'localhost:80'],
  ['https://a.example/', 'a.example:443'],
  ['http://[::1]:9/', '[::1]:9'],
])('the place of %s is %s', (url, place) => expect(placeOf(new URL(url))).toBe(place));
