import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { ParseError } from '../../lib/errors';
import type { Field } from '../../lib/wire/data';
import { parseXml } from '../../lib/wire/xml';
import { mutateBody, samples } from '../support/attack-mutate';
import { chanceFrom } from '../support/random';
import { isFlat } from '../support/flat';
import { trials } from '../support/thorough';

/** As it was sent, in plain objects. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Every name in `data`, each time it occurs. */
function namesIn(data: Field): string[] {
  if (typeof data === 'string') return [];
  // What is left is an element: lists come in pairs with their name.
  return Object.entries(data).flatMap(([name, value]) =>
    [value ?? ''].flat().flatMap((each: Field) => [name, ...namesIn(each)]),
  );
}

describe('an XML push is read', () => {
  it.each<[string, string, unknown]>([
    ['text', '<a>x</a>', { a: 'x' }],
    ['CDATA', '<a><![CDATA[<b>&lt;]]></a>', { a: '<b>&lt;' }],
    ['a split section', '<a><![CDATA[]]]]><![CDATA[>]]></a>', { a: ']]>' }],
    ['text and sections together', '<a>x<![CDATA[y]]>z</a>', { a: 'xyz' }],
    ['entities', '<a>&lt;&amp;&gt;&quot;&apos;&#20320;&#x1F600;</a>', { a: '<&>"\'你😀' }],
    ['white space in sections', '<a><![CDATA[ \n x ]]></a>', { a: ' \n x ' }],
    ['white space in text', '<a> x\n</a>', { a: ' x\n' }],
    ['white space alone in a section', '<a><![CDATA[  ]]></a>', { a: '  ' }],
    ['carriage returns', '<a><![CDATA[x\r\ny]]></a>', { a: 'x\r\ny' }],
    ['empty elements of three kinds', '<a></a><b/><c><![CDATA[]]></c>', { a: '', b: '', c: '' }],
    ['elements in elements', '<a><b>1</b><c>2</c></a>', { a: { b: '1', c: '2' } }],
    [
      'repeated elements as lists',
      '<a>1</a><b/><a>2</a><a><c>3</c></a>',
      { a: ['1', '2', { c: '3' }], b: '' },
    ],
    ['near-twins apart', '<AppId>1</AppId><appid>2</appid><APPID/>', { AppId: '1', appid: '2', APPID: '' }],
    ['no attributes', '<a b="c" d=\'e\'>x</a>', { a: 'x' }],
    ['no attributes of empty elements', '<a b="c"/>', { a: '' }],
    ['no comments', '<a>x<!-- y -->z</a>', { a: 'xz' }],
    ['no instructions', '<a>x<?y z?></a>', { a: 'x' }],
    ['no text beside elements', '<a>x<b>1</b>y</a>', { a: { b: '1' } }],
    ['no sections beside elements', '<a><![CDATA[x]]><b>1</b></a>', { a: { b: '1' } }],
    ['long ids as text', '<MsgId>24718305561935662</MsgId>', { MsgId: '24718305561935662' }],
    ['2,000 elements', '<a/>'.repeat(1999), { a: new Array(1999).fill('') }],
    ['100 kB of text', `<a><![CDATA[${'你'.repeat(40_000)}]]></a>`, { a: '你'.repeat(40_000) }],
  ])('%s', (_what, inside, data) => {
    expect(plain(parseXml(`<xml>${inside}</xml>`))).toEqual(data);
  });

  it.each([
    ['a byte-order mark', '\ufeff<xml><a>x</a></xml>'],
    ['line breaks', '\r\n\n<xml><a>x</a></xml>'],
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>\r\n<xml><a>x</a></xml>'],
    ['a comment', '<!-- y --><xml><a>x</a></xml>'],
  ])('after %s', (_what, xml) => {
    expect(plain(parseXml(xml))).toEqual({ a: 'x' });
  });
});

describe('an XML push is refused', () => {
  it.each<[string, string]>([
    ['without fields', '<xml/>'],
    ['with text only', '<xml>x</xml>'],
    ['with white space only', '<xml> \n </xml>'],
    ['with a section only', '<xml><![CDATA[x]]></xml>'],
    ['with an unknown entity', '<xml><a>&nbsp2;</a></xml>'],
    ['with a bare ampersand', '<xml><a>x & y</a></xml>'],
    ['with an entity that does not end', '<xml><a>&lt</a></xml>'],
    ['with a character that is none', '<xml><a>&#x110000;</a></xml>'],
    ['with a comment with two dashes', '<xml><!-- a -- b --><a/></xml>'],
    ['with an attribute of no name', '<xml><a ="b"/></xml>'],
    ['with an attribute with half an entity', '<xml><a b="&"/></xml>'],
    ['with what only the scanner would refuse', '<xml><a/></xml><xml><a/></xml>'],
    ['with white space of others in an end tag', '<xml><a>x</a\u00a0></xml>'],
    ['with a form feed in an end tag', '<xml><a>x</a\f></xml>'],
    ['with white space of others in the last tag', '<xml><a>x</a></xml\u3000>'],
    ['with a letter that begins no name', '<xml><ª>x</ª></xml>'],
    ['with a number that is in no name', '<xml><a²>x</a²></xml>'],
    ['with a letter beyond the BMP', '<xml><\u{20000}>x</\u{20000}></xml>'],
  ])('%s', (_what, xml) => {
    expect(() => parseXml(xml)).toThrow(ParseError);
  });

  it('with a mistake after its root', () => {
    expect(() => parseXml('<xml><a/></xml><!-- b -- c -->')).toThrow('not well-formed');
  });

  it('when it holds nothing, in words that say so', () => {
    expect(() => parseXml('<xml>x</xml>')).toThrow('The <xml> element of the body has no fields.');
  });

  it('with the cause at hand', () => {
    try {
      parseXml('<xml><a>&bad;</a></xml>');
      throw new Error('accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
      expect((error as ParseError).message).toBe('The body is not well-formed XML.');
      expect((error as ParseError).cause).toMatchObject({
        message: expect.stringContaining('entity') as string,
      });
    }
  });

  const SIZE = 260_000;
  it.each<[string, string]>([
    ['mistakes in a comment', `<xml><!--${'-- '.repeat(SIZE / 3)}--></xml>`],
    ['mistakes in attributes', `<xml>${`<a b="${'&'.repeat(1000)}"/>`.repeat(250)}</xml>`],
    ['mistakes in text', `<xml><a>${'&;'.repeat(9999)}</a></xml>`],
    ['characters after the root', `<xml><a/></xml>${'\u00a0'.repeat(SIZE / 2)}`],
    ['one entity', `<xml><a>&${'a'.repeat(SIZE)};</a></xml>`],
  ])('within a second, whatever the number of %s', (_what, xml) => {
    const started = performance.now();
    expect(() => parseXml(xml)).toThrow(ParseError);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

/** Names that mean something to objects in JavaScript, to promises, to the parser or to JSON. */
const special = [
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'then',
  'toJSON',
  'length',
  'name',
  'cdata',
  'inspect',
];

describe('an element with the name of an object member', () => {
  it.each(special)('is plain data: %s', (name) => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    const data = parseXml(
      `<xml><a>1</a><${name}>x</${name}><b><${name}><c><![CDATA[y]]></c></${name}></b><d><${name}/><${name}>z</${name}></d></xml>`,
    );
    expect(Object.getPrototypeOf(data)).toBeNull();
    expect(Object.keys(data).sort()).toEqual(['a', name, 'b', 'd'].sort());
    expect(Object.getOwnPropertyDescriptor(data, name)?.value).toBe('x');
    expect(plain(data.b)).toEqual(JSON.parse(`{"${name}":{"c":"y"}}`));
    expect(plain(data.d)).toEqual(JSON.parse(`{"${name}":["","z"]}`));
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  });

  it('is plain data in a process in which every object has been given a property', () => {
    Object.assign(Object.prototype, { Content: 'polluted', item: ['polluted'] });
    try {
      const data = parseXml('<xml><Content>x</Content><List><item>1</item><item>2</item></List><a/></xml>');
      expect(plain(data)).toEqual({ Content: 'x', List: { item: ['1', '2'] }, a: '' });
      expect(parseXml('<xml><a/></xml>').Content).toBeUndefined();
    } finally {
      Reflect.deleteProperty(Object.prototype, 'Content');
      Reflect.deleteProperty(Object.prototype, 'item');
    }
  });

  it('is missing when it was not sent', () => {
    const data = parseXml('<xml><a><b/></a></xml>');
    for (const name of special)
      expect([data[name], (data.a as typeof data)[name]]).toEqual([undefined, undefined]);
  });
});

// Letters that look alike to a careless parser, and none that XML forbids.
const letters = fc.constantFrom(...Array.from('a&<>]["\'-?!/= \n\r\t;#你😀é\u00a0'));
const text = fc.string({ unit: letters, maxLength: 20 });
const name = fc.constantFrom(
  'a',
  'b',
  'Content',
  'item',
  'cdata',
  'constructor',
  '__proto__',
  'a-b.c',
  '名字',
);

type Tree = string | { readonly [name: string]: Tree };
const { tree } = fc.letrec<{ tree: Tree; branch: Tree }>((tie) => ({
  branch: fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  tree: fc.oneof({ maxDepth: 5 }, text, tie('branch')),
}));

const escape = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const section = (value: string) => `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** Writes a tree; white space alone goes into sections, as in text it means nothing. */
const write = (value: Tree, inSections: boolean): string =>
  typeof value === 'string'
    ? inSections || value.trim() === ''
      ? section(value)
      : escape(value)
    : Object.entries(value)
        .map(([key, child]) => `<${key}>${write(child, inSections)}</${key}>`)
        .join('\n');

it('any text in any element comes back as it was', () => {
  const branch = fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  fc.assert(
    fc.property(branch, fc.boolean(), (value, inSections) => {
      expect(plain(parseXml(`<xml>${write(value, inSections)}</xml>`))).toEqual(plain(value));
    }),
    { numRuns: 500 },
  );
});

/** Pieces in which scanner and parser might lose each other. */
const pieces = fc.constantFrom(
  ...[
    '<a>',
    '</a>',
    '<b>',
    '</b>',
    '<a/>',
    '<b c="d>">',
    '<!--',
    '-->',
    '--',
    '-',
    '<![CDATA[',
    ']]>',
    ']',
    '<?',
  ],
  ...[
    '?>',
    '??>',
    '?',
    '<?>',
    '>',
    '<',
    '/',
    '<!',
    '"',
    "'",
    '&lt;',
    '&',
    ' ',
    '\n',
    'x',
    '<!DOCTYPE a>',
    '[',
    ']>',
  ],
);

/** The elements below the root, as a parser has them that is no relative of ours. */
function elementsOf(xml: string): string[] {
  const names: string[] = [];
  const parser = new SaxesParser();
  // It is stricter in what may stand in text; what is an element, it knows all the same.
  parser.on('error', () => undefined);
  parser.on('opentag', ({ name }) => names.push(name));
  parser.write(xml).close();
  return names.slice(1);
}

it('the parser sees the elements that are there, or none', () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const xml = `<xml><z/>${parts.join('')}</xml>`;
      let names: readonly string[];
      try {
        names = namesIn(parseXml(xml));
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
        return;
      }
      accepted++;
      expect([...names].sort()).toEqual(elementsOf(xml).sort());
    }),
    { numRuns: trials(2000, 8000) },
  );
  expect(accepted).toBeGreaterThan(100);
});

/** The same of what may be no push at all. */
function isFlatPush(xml: string): boolean {
  try {
    return isFlat(xml);
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}

describe('the fields of a plain body are read without the parser, which would read the same:', () => {
  it.each([
    ['text and a section', '<a>x</a><b><![CDATA[<y>&z;]]></b>', true],
    ['line breaks between elements', '\n<a>x</a>\r\n<b>y</b>\n', true],
    ['line breaks in them', '<a>\nx\r\n</a><b><![CDATA[\ny]]></b>', true],
    ['nothing in them', '<a></a><b><![CDATA[]]></b>', true],
    ['white space alone', '<a> </a><b><![CDATA[\t]]></b>', true],
    ['brackets', '<a>]] > ]]> x</a><b><![CDATA[]]]></b>', true],
    ['a section beside the elements', '<![CDATA[x]]><a>y</a>', true],
    ['an end with white space', '<a>x</a >', true],
    ['an entity', '<a>&lt;</a>', false],
    ['an entity beside the elements', '<a>x</a>&lt;', false],
    ['two sections', '<a><![CDATA[x]]><![CDATA[y]]></a>', false],
    ['text before a section', '<a>x<![CDATA[y]]></a>', false],
    ['text after a section', '<a><![CDATA[y]]>x</a>', false],
    ['a section between elements', '<a>x</a><![CDATA[y]]>', false],
    ['an attribute', '<a b="c">x</a>', false],
    ['a start with white space', '<a >x</a>', false],
    ['a comment', '<a>x<!-- y --></a>', false],
    ['an instruction', '<a>x<?y?></a>', false],
    ['an empty tag', '<a/><b>x</b>', false],
    ['an element in an element', '<a><b>x</b></a>', false],
    ['an element after one with elements', '<a><b>x</b></a><c>y</c>', false],
    ['a repeated element', '<a>x</a><a>y</a>', false],
    ['a name that every object has', '<constructor>x</constructor>', false],
    ['a name of a flag of the parser', '<cdata>x</cdata><a>y</a>', false],
  ])('%s', (_what, inside, flat) => {
    expect(isFlat(`<xml>${inside}</xml>`)).toBe(flat);
  });

  it.each([
    ['an attribute of the root', '<xml a="b"><c>x</c></xml>', false],
    ['a declaration', '<?xml version="1.0"?><xml><a>x</a></xml>', false],
    ['a byte-order mark', '\ufeff\n<xml><a>x</a></xml>\n', true],
  ])('%s', (_what, xml, flat) => {
    expect(isFlat(xml)).toBe(flat);
  });

  it('most pushes of WeChat', () => {
    const bodies = samples.map(({ text }) => text).filter((text) => /^\s*</.test(text));
    const flat = bodies.filter(isFlat).length;
    expect(flat / bodies.length).toBeGreaterThan(0.5);
  });

  it('pieces put together by chance', () => {
    let flat = 0;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 10 }), (parts) => {
        if (isFlatPush(`<xml><z>x</z>${parts.join('')}</xml>`)) flat++;
      }),
      { numRuns: trials(3000, 8000) },
    );
    expect(flat).toBeGreaterThan(30);
  });

  it('pushes of WeChat, changed by chance', () => {
    const chance = chanceFrom(7);
    let flat = 0;
    for (let i = 0; i < 4000; i++) {
      if (isFlatPush(mutateBody(chance, 262_144))) flat++;
    }
    expect(flat).toBeGreaterThan(200);
  });
});
