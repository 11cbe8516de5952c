import fc from 'fast-check';
import { ConfigError, splitText, tap } from 'offiaccount';

const bytes = (text: string) => Buffer.byteLength(text);
const characters = (text: string) => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);

describe('splitText', () => {
  it.each([
    ['nothing', '', 10, []],
    ['what fits', 'hello', 5, ['hello']],
    ['at a paragraph', 'One. Two.\n\nThree. Four.', 20, ['One. Two.\n\n', 'Three. Four.']],
    ['at a sentence', 'One two. Three four', 16, ['One two. ', 'Three four']],
    ['at a Chinese sentence', '今天下雨。明天晴天。', 20, ['今天下雨。', '明天晴天。']],
    ['behind a quotation mark', '他说“好。”然后走了。', 20, ['他说“好。”', '然后走了。']],
    ['at a line', 'one two\nthree four', 12, ['one two\n', 'three four']],
    ['at a space', 'one two three', 9, ['one two ', 'three']],
    ['not inside a number', 'It is 3.14159', 10, ['It is ', '3.14159']],
    ['between characters', 'abcdef', 4, ['abcd', 'ef']],
    ['not inside an emoji', 'ab👩‍👩‍👧c', 18, ['ab', '👩‍👩‍👧', 'c']],
    ['not inside CRLF', 'abc\r\nd', 4, ['abc', '\r\nd']],
  ])('splits %s', (_, text, limit, parts) => expect(splitText(text, limit)).toEqual(parts));

  it('takes 2,047 bytes by default', () => {
    expect(splitText('好'.repeat(1000)).map(bytes)).toEqual([2046, 954]);
  });

  it.each([
    tap('继续'),
    '<a href="https://example.com/a b">two words. And more</a>',
    'https://example.com/path/to?a=1&b=2#there',
    'https://zh.wikipedia.org/wiki/微信',
    'weixin://bizmsgmenu?msgmenucontent=x',
    'somebody@example.com',
  ])('keeps %s whole wherever it lies', (link) => {
    for (let before = 0; before < 60; before++) {
      const text = `${'字'.repeat(before)} ${link} ${'字'.repeat(40)}`;
      const parts = splitText(text, bytes(link) + 20);
      expect(parts.join('')).toBe(text);
      expect(parts.filter((part) => part.includes(link))).toHaveLength(1);
    }
  });

  it('splits a link or a character that is longer than a part', () => {
    for (const text of [`<a href="https://e.com/${'x'.repeat(90)}">y</a>`, `e${'\u0301'.repeat(60)}`]) {
      const parts = splitText(text, 20);
      expect(parts.join('')).toBe(text);
      expect(Math.max(...parts.map(bytes))).toBeLessThanOrEqual(20);
    }
  });

  it('loses nothing, doubles nothing, and keeps within the limit', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom(
        '。',
        '. ',
        '\n',
        '\n\n',
        ' ',
        '好',
        '👨‍👩‍👧',
        '🇨🇳',
        '\r\n',
        tap('继续'),
        '<a ',
        '</a>',
        'https://e.com/x',
      ),
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 200 }), (given, limit) => {
        const parts = splitText(given, limit);
        expect(parts.join('')).toBe(given);
        for (const part of parts) {
          expect(part).not.toBe('');
          expect(bytes(part)).toBeLessThanOrEqual(limit);
          expect(Buffer.from(part).toString()).toBe(part);
        }
        // A border is one of the whole text's too, unless a character is longer than a part.
        if (characters(given).every((each) => bytes(each) <= limit))
          expect(parts.flatMap(characters)).toEqual(characters(given));
      }),
      { numRuns: 300 },
    );
  });

  it('takes time that grows with the text alone', () => {
    for (const text of [
      '<a '.repeat(30_000),
      '<a x>'.repeat(20_000),
      'a'.repeat(100_000),
      'a.'.repeat(50_000),
    ])
      expect(splitText(text).join('')).toBe(text);
  });

  it.each([0, 3, 4.5, Number.NaN, -1])('refuses parts of %d bytes', (limit) =>
    expect(() => splitText('text', limit)).toThrow(ConfigError),
  );
});
