import fc from 'fast-check';
import { ParseError } from '../../lib/errors';
import { jsonData, parsePushJson } from '../../lib/wire/push-json';
import { growth } from '../support/growth';

const object = (fields: object) => Object.assign(Object.create(null) as object, fields);

describe('a JSON push is read', () => {
  it.each<[string, string, object]>([
    ['with text as it is', '{"a":" x\\n\\u4f60 "}', { a: ' x\n你 ' }],
    ['with numbers as text', '{"a":1,"b":-2.5,"c":0}', { a: '1', b: '-2.5', c: '0' }],
    ['with booleans as text', '{"a":true,"b":false}', { a: 'true', b: 'false' }],
    ['without what is null', '{"a":null,"b":"x"}', { b: 'x' }],
    ['with lists and objects', '{"a":[{"b":"1"},{"b":2}]}', { a: [object({ b: '1' }), object({ b: '2' })] }],
    ['with an empty object', '{"a":{},"b":[]}', { a: object({}), b: [] }],
    ['with null in a list as empty text', '{"a":[null,"x"]}', { a: ['', 'x'] }],
    ['with all digits of a long id', '{"MsgId":24718305561935662}', { MsgId: '24718305561935662' }],
    ['with all digits of a negative one', '{"a":-24718305561935663}', { a: '-24718305561935663' }],
    ['with all digits of one in a list', '{"a":[9007199254740993]}', { a: ['9007199254740993'] }],
    ['with a long decimal fraction', '{"a":0.30000000000000004}', { a: '0.30000000000000004' }],
    ['with long digits before a fraction', '{"a":1234567890123456.5}', { a: '1234567890123456.5' }],
    ['with an exponent', '{"a":12345678901234567e-16}', { a: '1.2345678901234567' }],
    ['with digits in text left alone', '{"a":"id: 24718305561935662"}', { a: 'id: 24718305561935662' }],
    ['with brackets in text left alone', '{"a":"{[\\"}:"}', { a: '{["}:' }],
    ['after a byte-order mark', '\ufeff{"a":"x"}', { a: 'x' }],
    [
      'with names of object members',
      '{"__proto__":"x","constructor":"y"}',
      JSON.parse('{"__proto__":"x","constructor":"y"}') as object,
    ],
    ['with one name on different levels', '{"a":{"a":{"a":"x"}}}', { a: object({ a: object({ a: 'x' }) }) }],
  ])('%s', (_what, json, data) => {
    expect(Object.entries(parsePushJson(json))).toEqual(Object.entries(data));
  });

  it('without a prototype', () => {
    const data = parsePushJson('{"__proto__":{"a":"b"}}');
    expect(Object.getPrototypeOf(data)).toBeNull();
    expect(data.a).toBeUndefined();
    expect('toString' in data).toBe(false);
  });
});

const lists = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

describe('a JSON push is refused', () => {
  it.each<[string, string, string]>([
    ['when it is not JSON', '{"a":', 'not well-formed'],
    ['when it ends in a string', '{"a":"x', 'not well-formed'],
    ['when something follows it', '{"a":"x"}x', 'not well-formed'],
    ['with a comma too many', '{"a":"x",}', 'not well-formed'],
    ['with a colon that names nothing', '{:1}', 'not well-formed'],
    ['with a name that is no string', '{1:2}', 'not well-formed'],
    ['when it is text', '"a"', 'not a JSON object'],
    ['when it is a list', '[{"a":"b"}]', 'not a JSON object'],
    ['when it is null', 'null', 'not a JSON object'],
    ['when it is empty', '{}', 'not a JSON object'],
    ['when all of it is null', '{"a":null}', 'not a JSON object'],
    ['with a name twice', '{"a":"x","a":"x"}', 'repeats'],
    ['with a name twice, white space between', '{"a" :"x","a"\n:"x"}', 'repeats'],
    ['with a name twice, once with an escape', '{"MsgType":"a","Msg\\u0054ype":"b"}', 'repeats'],
    ['with 33 levels', lists(33), 'too deep'],
    ['with 20,000 levels', lists(20_000), 'too deep'],
    ['with 2,000 elements below it', `{"a":[${'1,'.repeat(1999)}1]}`, 'too many elements'],
  ])('%s', (_what, json, message) => {
    expect(() => parsePushJson(json)).toThrow(ParseError);
    expect(() => parsePushJson(json)).toThrow(message);
  });

  it('only over its limits', () => {
    const many = (value: string) => `{${Array.from({ length: 50 }, (_, i) => `"a${i}":${value}`).join()}}`;
    expect(() => parsePushJson(many('[]'))).not.toThrow();
    expect(() => parsePushJson(many('{}'))).not.toThrow();
    expect(() => parsePushJson(lists(32))).not.toThrow();
    expect(() => parsePushJson(`{"a":[${'1,'.repeat(1997)}1]}`)).not.toThrow();
  });
});

describe('a JSON body made to take long', () => {
  it.each<[string, (length: number) => string]>([
    ['a string that does not end', (length) => '{"' + '\\"'.repeat(length / 2)],
    ['a string that ends in a backslash', (length) => '{"' + '\\\\'.repeat(length / 2) + '\\'],
    ['quotes', (length) => '{' + '"'.repeat(length)],
    ['digits', (length) => '{"a":' + '1'.repeat(length)],
    ['digits and an exponent', (length) => '{"a":' + '1'.repeat(length) + 'e'],
    ['minus signs', (length) => '{"a":' + '-'.repeat(length)],
    ['minus signs and digits', (length) => '{"a":' + '-1'.repeat(length / 2)],
    ['colons', (length) => '{"a"' + ':'.repeat(length)],
    ['names', (length) => '{' + '"a":'.repeat(length / 4)],
    ['brackets', (length) => '{' + ']'.repeat(length)],
  ])('is refused in a time that grows with its length only: %s', (_what, write) => {
    const read = (length: number) => expect(() => parsePushJson(write(length))).toThrow(ParseError);
    expect(growth(read)).toBeLessThan(40);
  });
});

const nest = (depth: number, wrap: (inside: unknown) => unknown): unknown =>
  depth === 0 ? 'x' : wrap(nest(depth - 1, wrap));

describe('an object that another parser made', () => {
  it.each<[string, unknown, string]>([
    ['no object', 'text', 'not a JSON object'],
    ['nothing', undefined, 'not a JSON object'],
    ['a function', () => 1, 'not a JSON object'],
    ['a list', [{ a: 1 }], 'not a JSON object'],
    ['33 levels of objects', nest(33, (inside) => ({ a: inside })), 'too deep'],
    ['33 levels of lists', { a: nest(32, (inside) => [inside]) }, 'too deep'],
    ['2,001 values', { a: new Array(1999).fill(1) }, 'too many elements'],
  ])('is refused when it is %s', (_what, value, message) => {
    expect(() => jsonData(value)).toThrow(message);
  });

  it('is accepted up to its limits', () => {
    expect(() => jsonData(nest(32, (inside) => ({ a: inside })))).not.toThrow();
    expect(() => jsonData({ a: nest(31, (inside) => [inside]) })).not.toThrow();
    expect(() => jsonData({ a: new Array(1998).fill(1) })).not.toThrow();
  });

  it('loses its prototype, and what it inherits', () => {
    const data = jsonData(Object.assign(Object.create({ inherited: 'x' }) as object, { own: 1 }));
    expect(Object.getPrototypeOf(data)).toBeNull();
    expect(data).toEqual({ own: '1' });
  });
});

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
  fc.boolean(),
);
const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
  leaf,
  tree: fc.oneof(
    { maxDepth: 6 },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 }),
  ),
}));

/** As `JSON.stringify`, with big integers in digits. */
function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(' , ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, child]) => `${JSON.stringify(name)} : ${write(child)}`)
      .join(',\n')}}`;
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

/** What is to come back: every leaf as text. */
const texts = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(texts)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, child]) => [name, texts(child)]))
      : String(value);

it('any JSON object comes back with every letter and every digit', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), tree, { minKeys: 1, maxKeys: 5 }), (value) => {
      expect(JSON.parse(JSON.stringify(parsePushJson(write(value))))).toEqual(texts(value));
    }),
    { numRuns: 500 },
  );
});
