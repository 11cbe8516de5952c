import fc from 'fast-check';
import { mask } from '../../lib/api/mask';

const hexOf = (text: string): string[] => Buffer.from(text).toString('hex').match(/../g) ?? [];
const each = (text: string, form: (unit: string) => string): string => text.split('').map(form).join('');
const unit = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0');
const points = (text: string, form: (code: number) => string): string =>
  Array.from(text, (character) => form(character.codePointAt(0) ?? 0)).join('');
const mixed = (text: string): string =>
  text.replace(/%(.)(.)/g, (_all, a: string, b: string) => `%${a.toLowerCase()}${b.toUpperCase()}`);
const html: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** All forms in which a server may repeat what it was sent. */
const forms: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  percent: encodeURIComponent,
  'percent, lower case': (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  'percent, mixed case': (text) => mixed(encodeURIComponent(text)),
  'percent, all of it': (text) =>
    hexOf(text)
      .map((byte) => `%${byte}`)
      .join(''),
  'percent, all of it, upper case': (text) =>
    hexOf(text)
      .map((byte) => `%${byte.toUpperCase()}`)
      .join(''),
  'percent, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'form, in JSON': (text) => JSON.stringify(new URLSearchParams({ a: text }).toString()),
  JSON: (text) => JSON.stringify(text),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'JSON with \\/': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'JSON with \\u': (text) => each(text, (character) => `\\u${unit(character)}`),
  'JSON with \\u, upper case': (text) => each(text, (character) => `\\u${unit(character).toUpperCase()}`),
  'JSON with \\u for < > &': (text) => text.replace(/[<>&'"=+/]/g, (character) => `\\u${unit(character)}`),
  'HTML names': (text) => text.replace(/[&<>"']/g, (character) => html[character] ?? character),
  'HTML decimal': (text) => points(text, (code) => `&#${code};`),
  'HTML hex': (text) => points(text, (code) => `&#x${code.toString(16)};`),
  'HTML hex, padded': (text) => points(text, (code) => `&#X000${code.toString(16).toUpperCase()};`),
  hex: (text) => hexOf(text).join(''),
  'hex, upper case': (text) => hexOf(text).join('').toUpperCase(),
  'hex, apart': (text) => hexOf(text).join(' '),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64, encoded': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
};

const secrets = [
  'Canary+/=secret',
  '83_kT-a0~b!',
  'a&b<c>"d\'e',
  'key with spaces',
  '密钥是这个东西',
  '🔑🔑🔑ab',
  '$&.*[a](b)',
  ' \\\\      ',
  'C:\\\\\\secret\\',
];

describe('mask()', () => {
  describe.each(Object.entries(forms))('of a secret repeated as %s', (_name, form) => {
    it.each(secrets)('hides %j', (secret) => {
      expect(mask(`before ${form(secret)} after`, [secret])).not.toContain(form(secret));
      expect(mask(`before ${form(secret)} after`, [secret])).toContain('***');
    });

    it('hides any secret', () => {
      const secret = fc.string({ minLength: 6, maxLength: 60, unit: 'grapheme-ascii' });
      fc.assert(
        fc.property(secret, fc.string({ maxLength: 9 }), (text, around) => {
          expect(mask(`${around} ${form(text)} ${around}`, [text])).toContain('***');
        }),
        { numRuns: 40 },
      );
    });
  });

  it('hides a secret in the middle of a longer text in base64', () => {
    const word = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme-ascii' });
    const way = fc.constantFrom('base64', 'base64url');
    fc.assert(
      fc.property(
        word,
        fc.string({ maxLength: 5 }),
        fc.string({ maxLength: 5 }),
        way,
        (secret, a, b, encoding) => {
          const shown = mask(Buffer.from(a + secret + b).toString(encoding), [secret]);
          expect(shown).toContain('***');
          expect(Buffer.from(shown.replace('***', ''), encoding).toString()).not.toContain(secret);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('leaves what is no secret, and secrets of fewer than six characters', () => {
    const text = 'invalid credential, access_token is invalid, 6162636465 YWJjZGU= %61%62';
    expect(mask(text, ['canary-secret', 'abcde', ''])).toBe(text);
  });

  it.each<[string, (times: number) => string, string]>([
    ['letters', (times) => 'a'.repeat(511).concat('b').repeat(times), ''],
    ['percent signs', (times) => '%25'.repeat(500 * times), '%'],
    ['backslashes', (times) => '\\'.repeat(500 * times), '\\\\\\'],
  ])('takes time in proportion to the text (%s)', (_what, text, before) => {
    const cost = (times: number): number => {
      const given = text(times);
      const { user } = process.cpuUsage();
      mask(given, [before + 'a'.repeat(512)]);
      return process.cpuUsage().user - user;
    };
    cost(1);
    // Ten times as much; the square of it would be 100 times as much.
    expect(cost(10)).toBeLessThan(50 * Math.max(cost(1), 1000));
  });
});
