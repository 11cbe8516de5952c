import { ParseError } from '../../lib/errors';
import { scanXml } from '../../lib/wire/scan';

const nested = (depth: number) => '<xml>' + '<a>'.repeat(depth - 1) + '</a>'.repeat(depth - 1) + '</xml>';

describe('the scanner finds', () => {
  it.each([
    ['text', '<xml><Encrypt>abc=</Encrypt></xml>', 'abc='],
    ['CDATA', '<xml><Encrypt><![CDATA[abc=]]></Encrypt></xml>', 'abc='],
    ['CDATA with line breaks around it', '<xml><Encrypt>\r\n<![CDATA[abc=]]>\n</Encrypt></xml>', 'abc='],
    ['text that ends like a section', '<xml><Encrypt>abc]]></Encrypt></xml>', 'abc]]>'],
    ['an empty element', '<xml><Encrypt></Encrypt></xml>', ''],
    ['an empty tag', '<xml><Encrypt/></xml>', ''],
    ['an empty section', '<xml><Encrypt><![CDATA[]]></Encrypt></xml>', ''],
    ['what follows other fields', '<xml><a>1</a>\n<Encrypt>x</Encrypt><b/></xml>', 'x'],
    ['a tag with attributes', '<xml><Encrypt a="<" b=\'c\'>x</Encrypt></xml>'.replace('"<"', '">"'), 'x'],
    ['no entity in it', '<xml><Encrypt>a&#43;b</Encrypt></xml>', 'a&#43;b'],
    ['nothing in a comment', '<xml><!--<Encrypt>x</Encrypt>--><a/></xml>', undefined],
    ['nothing in a section', '<xml><a><![CDATA[<Encrypt>x</Encrypt>]]></a></xml>', undefined],
    ['nothing under another case', '<xml><encrypt>x</encrypt></xml>', undefined],
  ])('the Encrypt: %s', (_what, xml, encrypt) => {
    expect(scanXml(xml).encrypt).toBe(encrypt);
  });

  it('all names, in their order', () => {
    const { names } = scanXml('<xml><a><b/></a><!-- <c/> --><d e="f">g</d><a/></xml>');
    expect(names).toEqual(['xml', 'a', 'b', 'd', 'a']);
  });

  it.each([
    ['<xml><constructor/></xml>', true],
    ['<xml><a><__proto__>x</__proto__></a></xml>', true],
    ['<xml><cdata/></xml>', true],
    ['<xml><Constructor/><proto/><a constructor="x"/><![CDATA[<constructor/>]]></xml>', false],
  ])('whether a name is one that every object has: %s', (xml, inherited) => {
    expect(scanXml(xml).inherited).toBe(inherited);
  });
});

describe('the scanner accepts', () => {
  it.each([
    ['a byte-order mark', '\ufeff<xml><a/></xml>'],
    ['line breaks before the root', '\r\n\n<xml><a/></xml>'],
    ['a byte-order mark, then line breaks', '\ufeff\r\n<xml><a/></xml>'],
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>\n<xml><a/></xml>'],
    ['white space and comments around the root', '<!-- a -->\n<xml><a/></xml>\n\t <!-- b -->\r\n'],
    ['an empty processing instruction', '<xml><??><a/></xml>'],
    ['tags with white space', '<xml ><a\n></a\t></xml >'],
    ['tags with attributes', '<xml a="1"\n b = \'2\'><a c=">"/></xml>'],
    ['long attributes', '<xml><a b="long enough" c = \'and another\'/></xml>'],
    ['brackets of their own', '<xml><a>]] > ></a></xml>'],
    ['letters of other scripts in names', '<xml><名字>x</名字></xml>'],
    ['32 levels', nested(32)],
    ['2,000 elements', `<xml>${'<a/>'.repeat(1999)}</xml>`],
    ['10,000 entities', `<xml><a>${'&lt;'.repeat(10_000)}</a></xml>`],
    ['any number of ampersands in a section', `<xml><![CDATA[${'&'.repeat(20_000)}]]></xml>`],
    ['a tag of 1,024 characters', `<xml><${'a'.repeat(1021)}/></xml>`],
  ])('%s', (_what, xml) => {
    expect(() => scanXml(xml)).not.toThrow();
  });
});

describe('the scanner refuses', () => {
  it.each<[string, string, string | RegExp]>([
    ['nothing', '', 'not one whole <xml>'],
    ['white space', ' \n', 'before, after or instead'],
    ['line breaks only', '\r\n', 'not one whole <xml>'],
    ['text', 'success', 'before, after or instead'],
    ['a space before the root', ' <xml/>', 'before, after or instead'],
    ['a tab before the root', '\t<xml/>', 'before, after or instead'],
    ['two byte-order marks', '\ufeff\ufeff<xml/>', 'before, after or instead'],
    ['text between a declaration and the root', '<?xml?>a<xml/>', 'before, after or instead'],
    ['text after the root', '<xml/>a', 'before, after or instead'],
    ['a no-break space after the root', '<xml/>\u00a0', 'before, after or instead'],
    ['a byte-order mark after the root', '<xml/>\ufeff', 'before, after or instead'],
    ['a section before the root', '<![CDATA[a]]><xml/>', 'before, after or instead'],
    ['a section after the root', '<xml/><![CDATA[]]>', 'before, after or instead'],
    ['another root', '<html/>', 'before, after or instead'],
    ['a root in capitals', '<XML/>', 'before, after or instead'],
    ['a root with a prefix', '<xml:xml/>', 'malformed tag'],
    ['two roots', '<xml/><xml/>', 'before, after or instead'],
    ['a root that does not end', '<xml>', 'not one whole <xml>'],
    ['an element that does not end', '<xml><a></xml>', 'do not match'],
    ['elements that cross', '<xml><a><b></a></b></xml>', 'do not match'],
    ['an end without a start', '<xml></a></xml>', 'do not match'],
    ['an end before all', '</xml>', 'do not match'],
    ['an end in another case', '<xml><a></A></xml>', 'do not match'],
    ['an end with attributes', '<xml><a></a b="c"></xml>', 'do not match'],
    ['a tag that does not end', '<xml', 'ends inside'],
    ['an end tag that does not end', '<xml></xml', 'ends inside'],
    ['a comment that does not end', '<xml><!-- </xml>', 'ends inside'],
    ['a comment that ends in its start', '<xml><!--></xml>', 'ends inside'],
    ['a comment that ends in its start, a dash later', '<xml><!---></xml>', 'ends inside'],
    ['a section that does not end', '<xml><![CDATA[ ]]</xml>', 'ends inside'],
    ['an instruction that does not end', '<xml><?a </xml>', 'ends inside'],
    ['an instruction that ends in its start', '<xml><?></xml>', 'ends inside'],
    ['an instruction with a question mark', '<xml><?a?b?></xml>', 'instruction'],
    ['an instruction with two at its end', '<xml><?a??></xml>', 'instruction'],
    ['a DTD', '<!DOCTYPE xml><xml/>', 'DTD'],
    ['a DTD in small letters', '<!doctype xml><xml/>', 'DTD'],
    ['an internal entity', '<!DOCTYPE xml [<!ENTITY a "b">]><xml>&a;</xml>', 'DTD'],
    ['an external entity', '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml>&a;</xml>', 'DTD'],
    ['a parameter entity', '<!DOCTYPE xml [<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]><xml/>', 'DTD'],
    ['a DTD inside the root', '<xml><!DOCTYPE xml></xml>', 'DTD'],
    ['an entity inside the root', '<xml><!ENTITY a "b"></xml>', 'DTD'],
    ['a section in small letters', '<xml><![cdata[a]]></xml>', 'DTD'],
    ['a section with a space, as old pages print it', '<xml>< ![CDATA[a]]></xml>', 'malformed tag'],
    ['33 levels', nested(33), 'too deep'],
    ['300,000 levels', '<xml>' + '<a>'.repeat(300_000), 'too deep'],
    ['2,001 elements', `<xml>${'<a/>'.repeat(2000)}</xml>`, 'too many elements'],
    ['10,001 entities', `<xml><a>${'&lt;'.repeat(10_001)}</a></xml>`, 'too many entities'],
    [
      'entities over several texts',
      `<xml>${'<a>&lt;&gt;</a>'.repeat(1999)}${'&lt;'.repeat(6003)}</xml>`,
      'too many entities',
    ],
    ['a tag of 1,025 characters', `<xml><${'a'.repeat(1022)}/></xml>`, 'malformed tag'],
    ['10,000 attributes', `<xml><a${' b="c"'.repeat(10_000)}/></xml>`, 'malformed tag'],
    ['a tag without a name', '<xml><></></xml>', 'malformed tag'],
    ['a name that starts with a digit', '<xml><1a/></xml>', 'malformed tag'],
    ['a name that starts with a dash', '<xml><-a/></xml>', 'malformed tag'],
    ['a name with a tag in it', '<xml><a<b>/></xml>', 'malformed tag'],
    ['a prefix', '<xml><a:b/></xml>', 'malformed tag'],
    ['an attribute without a value', '<xml><a b/></xml>', 'malformed tag'],
    ['an attribute without quotes', '<xml><a b=c/></xml>', 'malformed tag'],
    ['a bracket in an attribute', '<xml><a b="<"/></xml>', 'malformed tag'],
    ['a slash inside a tag', '<xml><a / ></xml>', 'malformed tag'],
    ['two Encrypt', '<xml><Encrypt>a</Encrypt><Encrypt>a</Encrypt></xml>', 'not the one'],
    ['two Encrypt, the first empty', '<xml><Encrypt/><Encrypt>a</Encrypt></xml>', 'not the one'],
    ['an Encrypt deeper down', '<xml><a><Encrypt>a</Encrypt></a></xml>', 'not the one'],
    ['an Encrypt with elements', '<xml><Encrypt><a/></Encrypt></xml>', 'holds elements'],
    ['an Encrypt in two sections', '<xml><Encrypt><![CDATA[a]]><![CDATA[b]]></Encrypt></xml>', 'split'],
    ['an Encrypt with text after its section', '<xml><Encrypt><![CDATA[a]]>bcd</Encrypt></xml>', 'split'],
    ['an Encrypt with a comment', '<xml><Encrypt>a<!-- -->b</Encrypt></xml>', 'split'],
    ['an Encrypt with an instruction', '<xml><Encrypt><?a?>b</Encrypt></xml>', 'split'],
  ])('%s', (_what, xml, message) => {
    const started = performance.now();
    expect(() => scanXml(xml)).toThrow(ParseError);
    expect(() => scanXml(xml)).toThrow(message);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
