import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { parseXml } from '../../lib/wire/xml';
import { cdata, writeXml } from '../../lib/wire/xml-writer';

/** The text of `xml`, as a strict parser has it. */
function strictText(xml: string): string {
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (more) => (text += more));
  parser.on('cdata', (more) => (text += more));
  parser.write(xml).close();
  return text;
}

describe('a CDATA section', () => {
  it.each([
    ['text', 'hello', '<![CDATA[hello]]>'],
    ['nothing', '', '<![CDATA[]]>'],
    ['markup', '<a href="x">&amp;</a>', '<![CDATA[<a href="x">&amp;</a>]]>'],
    ['its own end', 'a]]>b', '<![CDATA[a]]]]><![CDATA[>b]]>'],
    ['its own end twice', ']]>]]>', '<![CDATA[]]]]><![CDATA[>]]]]><![CDATA[>]]>'],
    [
      'its own end with a character between that is dropped',
      ']\u0000]\ufffe>',
      '<![CDATA[]]]]><![CDATA[>]]>',
    ],
    ['line breaks and tabs', 'a\r\n\tb', '<![CDATA[a\r\n\tb]]>'],
    ['control characters', 'a\u0000\u0008\u000b\u000c\u000e\u001fb', '<![CDATA[ab]]>'],
    ['halves of a character', 'a\ud83d\ude00\ud83db\ude00', '<![CDATA[a😀b]]>'],
    ['two that are no characters', 'a\ufffe\uffffb\ufffd', '<![CDATA[ab\ufffd]]>'],
  ])('holds %s', (_what, text, section) => {
    expect(cdata(text)).toBe(section);
  });

  it('holds any text at all so that a strict parser reads it', () => {
    const unit = fc.oneof(
      fc.constantFrom(']', '>', ']]>', '<![CDATA[', '\u0000', '\ud800', '&'),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(unit).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          // oxlint-disable-next-line no-control-regex
          const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, '');
          expect(strictText(`<xml>${cdata(text)}</xml>`)).toBe(allowed.replace(/\r\n?/g, '\n'));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('elements are written', () => {
  it.each([
    ['in their order', { b: 'x', a: 'y' }, '<b><![CDATA[x]]></b><a><![CDATA[y]]></a>'],
    ['with bare numbers', { a: 0, b: -1.5 }, '<a>0</a><b>-1.5</b>'],
    ['with elements', { a: { b: { c: 'x' } } }, '<a><b><c><![CDATA[x]]></c></b></a>'],
    ['once for each in a list', { a: [{ b: 1 }, { b: 2 }] }, '<a><b>1</b></a><a><b>2</b></a>'],
    ['not for an empty list', { a: [], b: 1 }, '<b>1</b>'],
    ['not when undefined', { a: undefined, b: { c: undefined } }, '<b></b>'],
    ['even when empty', { a: '', b: {} }, '<a><![CDATA[]]></a><b></b>'],
  ])('%s', (_what, content, xml) => {
    expect(writeXml(content)).toBe(xml);
  });
});

it('what was written is read again', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('a]>&<![CDATA 你😀\n')) });
  const element = fc.dictionary(fc.constantFrom('a', 'b', 'c'), text, { minKeys: 1, noNullPrototype: true });
  const content = fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.oneof(text, element), {
    minKeys: 1,
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(content, (value) => {
      expect(JSON.parse(JSON.stringify(parseXml(`<xml>${writeXml(value)}</xml>`)))).toEqual(value);
    }),
    { numRuns: 500 },
  );
});
