import fc from 'fast-check';
import { digits, Digits } from '../../lib/api/request';
import { ParseError } from '../../lib/errors';
import { parseJson, writeJson } from '../../lib/wire/json';
import { growth } from '../support/growth';
import { trials } from '../support/thorough';

const bare = (value: unknown) => (value instanceof Digits ? value.value : undefined);

describe('reading JSON', () => {
  it.each([
    ['{"msgid":9007199254740993}', { msgid: '9007199254740993' }],
    ['[1234567890123456,-1234567890123456789]', ['1234567890123456', '-1234567890123456789']],
    ['{"a":[[12345678901234567890]],"b":1}', { a: [['12345678901234567890']], b: 1 }],
    ['12345678901234567', '12345678901234567'],
    [
      '{"a":"12345678901234567","b":"x\\"12345678901234567"}',
      { a: '12345678901234567', b: 'x"12345678901234567' },
    ],
    ['{"a\\\\":12345678901234567}', { 'a\\': '12345678901234567' }],
    ['{"small":123456789012345}', { small: 123456789012345 }],
    [
      '[1.5e3,0.12345678901234567,12345678901234567e2,-0]',
      [1500, Number('0.12345678901234567'), Number('12345678901234567e2'), -0],
    ],
    ['\ufeff {"a" : 12345678901234567 }', { a: '12345678901234567' }],
    ['{"text":"a\nb\tc\u0001"}', { text: 'a\nb\tc\u0001' }],
    ['{"text":"a\n","id":12345678901234567}', { text: 'a\n', id: '12345678901234567' }],
    ['"' + '\\u4f60' + '"', '你'],
    ['true', true],
  ])('%j', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each(['', '{', '{"a":}', '"open', '"open\n', 'nul', '0000000000000000001', '{"a":1}}', '<html>'])(
    'refuses %j without repeating it',
    (text) => {
      expect(() => parseJson(text)).toThrow(new ParseError('The body is not well-formed JSON.'));
    },
  );

  it('is bounded in depth, length and number of values', () => {
    const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(deep(32))).toBeDefined();
    expect(() => parseJson(deep(33))).toThrow('too deep');
    expect(() => parseJson('{"a":'.repeat(100_000))).toThrow('too deep');
    expect(() => parseJson('[1,2,3]', { maxLength: 6 })).toThrow('too long');
    expect(parseJson('[1,2,3]', { maxElements: 4 })).toEqual([1, 2, 3]);
    expect(() => parseJson('[1,2,3]', { maxElements: 3 })).toThrow('too many');
    expect(parseJson('"[[[[,,,,"', { maxElements: 1 })).toBe('[[[[,,,,');
  });

  it.each([
    ['backslashes', (length: number) => '"' + '\\'.repeat(length)],
    ['quotes behind backslashes', (length: number) => '\\"'.repeat(length / 2)],
    ['digits', (length: number) => '1'.repeat(length) + 'x'],
    ['line breaks', (length: number) => '"\n'.repeat(length / 2)],
  ])('is linear on %s', (_what, write) => {
    const read = (length: number) => expect(() => parseJson(write(length))).toThrow(ParseError);
    expect(growth(read)).toBeLessThan(40);
  });

  it('gives an object whose keys came from the text alone', () => {
    const value = parseJson('{"__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  // Short numbers only: the long ones are another type on purpose.
  const plain = fc.jsonValue({ maxDepth: 6 }).filter((value) => !/\d{16}/.test(JSON.stringify(value)));

  it('reads what JSON.parse reads, when nothing is too long', () => {
    fc.assert(
      fc.property(plain, fc.nat(3), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('never loses a digit, wherever the number stands', () => {
    const long = fc.bigInt({ min: 10n ** 15n, max: 2n ** 64n });
    fc.assert(
      fc.property(fc.array(long), fc.string(), (numbers, text) => {
        const list = `[${numbers.join(' , ')}]`;
        const read = parseJson(`{${JSON.stringify(text)}:${list},"x":${JSON.stringify(list)}}`);
        expect(read).toEqual(JSON.parse(JSON.stringify({ [text]: numbers.map(String), x: list })));
      }),
      { numRuns: 500 },
    );
  });

  it('reads raw control characters inside strings as themselves', () => {
    const control = fc.integer({ min: 0, max: 0x1f }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(fc.oneof(control, fc.constantFrom('a', '你', ' ', '1'))), (parts) => {
        expect(parseJson(`{"k":"${parts.join('')}"}`)).toEqual({ k: parts.join('') });
      }),
    );
  });

  it('never throws anything but a ParseError', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      '1234567890123456',
      '-',
      '1',
      'e',
      '.',
      '\n',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        try {
          parseJson(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      }),
      { numRuns: trials(1000, 3000) },
    );
  });
});

describe('writing JSON', () => {
  it('writes digits bare, and nothing else', () => {
    const value = { a: digits('12345678901234567890'), b: ['1', digits(7n)], c: '12345678901234567890' };
    expect(writeJson(value, bare)).toBe('{"a":12345678901234567890,"b":["1",7],"c":"12345678901234567890"}');
  });

  it.each(['', '1,"x":2', '007', '1e5', ' 1', '１'])('keeps %j, which is no number, in quotes', (text) => {
    expect(writeJson({ a: digits(text) }, bare)).toBe(JSON.stringify({ a: text }));
  });

  it('is JSON.stringify for everything else', () => {
    expect(writeJson({ text: '你好', at: new Date(0), none: undefined })).toBe(
      '{"text":"你好","at":"1970-01-01T00:00:00.000Z"}',
    );
    expect(writeJson(undefined)).toBe('null');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => expect(writeJson(value, bare)).toBe(JSON.stringify(value))),
    );
  });

  it('makes of digits what reading gives back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 10n ** 15n, max: 2n ** 64n })),
        fc.array(fc.string()),
        (numbers, texts) => {
          const text = writeJson({ numbers: numbers.map((n) => digits(n)), texts }, bare);
          expect(parseJson(text)).toEqual({ numbers: numbers.map(String), texts });
        },
      ),
    );
  });
});
