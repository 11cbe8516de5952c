import fc from 'fast-check';
import { ParseError } from 'offiaccount';
import { readConfig } from '../../lib/config';
import { decryptBody } from '../../lib/inbound/decrypt';
import { parsePush } from '../../lib/inbound/parse';
import { closeTargets, expectRefused, modes, startTarget } from '../support/attack';
import { account, openid, push } from '../support/push';
import { trials } from '../support/thorough';

afterEach(closeTargets);

/** A field as WeChat writes it: what the user wrote goes into the section as it is. */
const field = (name: string, text: string): string => `<${name}><![CDATA[${text}]]></${name}>`;

const header = (type: string): string =>
  `${field('ToUserName', account.id)}\n${field('FromUserName', openid)}\n<CreateTime>1735689662</CreateTime>\n${field('MsgType', type)}\n`;

const message = (type: string, rest: string): string =>
  `<xml>${header(type)}${rest}\n<MsgId>24718305561935663</MsgId></xml>`;
const event = (name: string, rest: string): string =>
  `<xml>${header('event')}${field('Event', name)}${rest}\n</xml>`;

/** A push whose text fields hold what users wrote, and what a handler is to get. */
interface Kind {
  readonly what: string;
  readonly texts: number;
  readonly write: (...texts: string[]) => string;
  readonly read: (...texts: string[]) => object;
  readonly mayBeList?: boolean;
}

const kinds: readonly Kind[] = [
  {
    what: 'Content',
    texts: 1,
    write: (text) => message('text', field('Content', text)),
    read: (Content) => ({ Content }),
  },
  {
    what: 'Content of a choice in a menu',
    texts: 1,
    write: (text) => message('text', `${field('Content', text)}<bizmsgmenuid>101</bizmsgmenuid>`),
    read: (Content) => ({ Content, bizmsgmenuid: '101' }),
  },
  {
    what: 'Label',
    texts: 1,
    write: (text) =>
      message('location', `<Location_X>1.5</Location_X><Scale>15</Scale>${field('Label', text)}`),
    read: (Label) => ({ Label, Location_X: 1.5, Scale: 15 }),
  },
  {
    what: 'Title, Description and Url',
    texts: 3,
    write: (title, description, url) =>
      message('link', field('Title', title) + field('Description', description) + field('Url', url)),
    read: (Title, Description, Url) => ({ Title, Description, Url: Url.trim() }),
  },
  {
    what: 'Recognition',
    texts: 1,
    write: (text) => message('voice', `${field('MediaId', 'm')}${field('Recognition', text)}`),
    read: (Recognition) => ({ Recognition, MediaId: 'm' }),
  },
  {
    what: 'ScanResult',
    texts: 1,
    write: (text) =>
      event(
        'scancode_waitmsg',
        `${field('EventKey', 'k')}<ScanCodeInfo>${field('ScanType', 'qrcode')}\n${field('ScanResult', text)}\n</ScanCodeInfo>`,
      ),
    read: (ScanResult) => ({ EventKey: 'k', ScanCodeInfo: { ScanType: 'qrcode', ScanResult } }),
  },
  {
    what: 'Label and Poiname',
    texts: 2,
    write: (label, poiname) =>
      event(
        'location_select',
        `${field('EventKey', 'k')}<SendLocationInfo>${field('Location_X', '1.5')}${field('Label', label)}${field('Poiname', poiname)}</SendLocationInfo>`,
      ),
    read: (Label, Poiname) => ({ SendLocationInfo: { Location_X: 1.5, Label, Poiname } }),
  },
  {
    what: 'fields of an event that nobody knows',
    texts: 2,
    write: (one, other) => event('some_event', `<Outer>${field('Inner', one)}</Outer>${field('Own', other)}`),
    read: (Inner, Own) => ({ Outer: { Inner }, Own }),
    mayBeList: true,
  },
];

const settings = readConfig({ appId: account.appId, token: account.token });
const read = (body: string) =>
  parsePush(decryptBody(body, {}, { timestamp: '', nonce: '' }, settings), settings).message;

const survivors: [string, string][] = [
  ['a pair of tags with a section', '<xml><status><![CDATA[x]]></status></xml>'],
  ['two such pairs', '<xml><a><![CDATA[1]]></a><b><![CDATA[2]]></b></xml>'],
  ['a line of a program', 'if (a[b[0]]>1) return x'],
  ['JSON with it', '{"a":[["b"]]>1}'],
  ['it alone', ']]>'],
  ['it at the start', ']]>x'],
  ['it at the end', 'x]]>'],
  ['it three times', 'x]]>y]]>]]>z'],
  ['a bracket at the end', 'x]'],
  ['two brackets at the end', 'x]]'],
  ['many brackets at the end', 'x]]]]]'],
  ['it and a tag that does not end', ']]><a'],
  ['it and a tag', ']]><a>'],
  ['it and a tag and its end', ']]><a></a>'],
  ['it and an end tag', ']]></a>'],
  ['the end of the root', ']]></xml>'],
  ['the start of a section', '<![CDATA['],
  ['an end and a start of a section', 'x]]><![CDATA[y'],
  ['half a start of a section', ']]><![CDATA'],
  ['a comment', ']]><!-- x -->'],
  ['a comment that does not end', ']]><!--'],
  ['an instruction', ']]><?x?>'],
  ['a DTD', ']]><!DOCTYPE xml>'],
  ['entities', ']]>&lt;&amp;&bad;'],
  ['line breaks and spaces', '\n ]]> \r\n'],
  ['an attribute', ']]><a b="c">'],
  ['other letters', '你]]>😀'],
  ['a whole message', message('text', field('Content', 'this is a test'))],
  ['half a message', message('text', field('Content', 'this is a test')).slice(0, 200)],
];

describe.each(kinds)('what a user wrote reaches the handler as it was written, in $what:', (kind) => {
  it.each(survivors)('%s', (_what, text) => {
    const texts = Array<string>(kind.texts).fill(text);
    expect(read(kind.write(...texts))).toMatchObject(kind.read(...texts));
    for (let i = 0; i < kind.texts; i++) {
      const one = texts.map((each, at) => (at === i ? each : 'x'));
      expect(read(kind.write(...one))).toMatchObject(kind.read(...one));
    }
  });

  // Nothing here is the end tag of a field that is there.
  const harmless = ['<', '>', ']', ']]', ']]>', '<![CDATA[', '</xml>', '<a>', '</a>', '<b/>', '<!--', '-->'];
  const rest = ['<?', '?>', '&', '&lt;', '"', ' ', '\n', 'x', '你', '<Content', '</Content', '<Foo a="b">'];
  const texts = fc.array(fc.array(fc.constantFrom(...harmless, ...rest), { maxLength: 12 }), {
    minLength: kind.texts,
    maxLength: kind.texts,
  });

  it('any text without an end tag of its fields', () => {
    fc.assert(
      fc.property(texts, (parts) => {
        const written = parts.map((each) => each.join(''));
        fc.pre(written.every((each) => !/\]\]\]\]><!\[CDATA\[>|\]\]>\s*<\/Content\s*>/.test(each)));
        expect(read(kind.write(...written))).toMatchObject(kind.read(...written));
      }),
      { numRuns: trials(200, 700) },
    );
  });

  it('or it is refused, with any text at all', () => {
    const names = [...kind.write(...texts_(kind)).matchAll(/<(\w+)>/g)].map(([, name]) => name!);
    const pieces = names.flatMap((name) => [
      `<${name}>`,
      `<${name}><![CDATA[`,
      `]]></${name}>`,
      `]]></${name}><${name}><![CDATA[`,
      `<${name}><![CDATA[x]]></${name}>`,
      `</${name}>`,
    ]);
    const part = fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...harmless, ...rest));
    const any = fc.array(fc.array(part, { maxLength: 9 }), { minLength: kind.texts, maxLength: kind.texts });
    const fields = Object.keys(read(kind.write(...texts_(kind)))).sort();
    let accepted = 0;
    fc.assert(
      fc.property(any, (parts) => {
        const written = parts.map((each) => each.join(''));
        fc.pre(written.every((each) => !each.includes(']]]]><![CDATA[>')));
        let got: ReturnType<typeof read>;
        try {
          got = read(kind.write(...written));
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
          return;
        }
        accepted++;
        expect(Object.keys(got).sort()).toEqual(fields);
        // Under a name that nobody knows, it may be a list.
        if (kind.mayBeList === true && written[0]?.includes('<Inner><![CDATA[') === true) return;
        expect(got).toMatchObject(kind.read(...written));
      }),
      { numRuns: trials(500, 1500) },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

const texts_ = ({ texts }: Kind): string[] => Array<string>(texts).fill('x');

/** Texts that would close their element and open others, by the name of the element. */
const tricks: [string, (name: string) => string][] = [
  [
    'a field, and another that swallows the end',
    (name) => `x]]></${name}><bizmsgmenuid>101</bizmsgmenuid><Foo><![CDATA[y`,
  ],
  [
    'a field, and its own element again',
    (name) => `x]]></${name}><bizmsgmenuid>101</bizmsgmenuid><${name}><![CDATA[y`,
  ],
  ['its own element again', (name) => `x]]></${name}><${name}><![CDATA[y`],
  ['its own element again, bare', (name) => `x]]></${name}><bizmsgmenuid>101</bizmsgmenuid><${name}>y`],
  [
    'its own element again, with text before its section',
    (name) => `x]]></${name}><a>1</a><${name}>y<![CDATA[z`,
  ],
  ['end tags with spaces', (name) => `x]]> </${name} ><a>1</a>\n<${name} > <![CDATA[y`],
  ['an attribute', (name) => `x]]></${name}><a>1</a><${name} b="c"><![CDATA[y`],
  ['elements', (name) => `x]]></${name}><a><b>1</b></a><${name}><c>1</c>`],
  ['a comment', (name) => `x]]></${name}><a>1</a><!--`],
  ['an instruction', (name) => `x]]></${name}><a>1</a><?x `],
  ['a section', (name) => `x]]></${name}><a>1</a><![CDATA[`],
  ['the root again', (name) => `x]]></${name}></xml><xml><${name}><![CDATA[y`],
  [
    'a pair of tags before',
    (name) => `<${name}><![CDATA[x]]></${name}>]]></${name}><a>1</a><${name}><![CDATA[y`,
  ],
  ['its end before', (name) => `]]></${name}>]]></${name}><a>1</a><${name}><![CDATA[y`],
];

const places: [string, (text: string) => string, number][] = kinds.flatMap(
  ({ what, texts, write, read: expected }) =>
    Array.from({ length: texts }, (_, at): [string, (text: string) => string, number] => [
      `${what}, ${at + 1}`,
      (text) => write(...Array.from({ length: texts }, (_each, i) => (i === at ? text : 'x'))),
      Object.keys(expected('a', 'b', 'c')).length,
    ]),
);

describe.each(places)('a text is refused that makes fields, in %s:', (_place, write) => {
  // The element that the text is in.
  const name = /<(\w+)><!\[CDATA\[HERE/.exec(write('HERE'))?.[1] ?? '';

  it.each(tricks)('with %s', (what, trick) => {
    // Under a name that nobody knows, it may be a list.
    if (name === 'Inner' && what === 'its own element again') return;
    expect(() => read(write(trick(name)))).toThrow(ParseError);
  });

  it('in the element around it as well', () => {
    const parent = /<(\w+)>(?:(?!<\/\1>)[^])*HERE/.exec(write('HERE').slice(5))?.[1];
    if (parent === undefined || parent === name) return;
    for (const between of [...(name === 'Inner' ? [] : ['']), '<a>1</a>', field('a', '1')])
      expect(() => read(write(`x]]></${name}></${parent}>${between}<${parent}><${name}><![CDATA[y`))).toThrow(
        ParseError,
      );
  });
});

it.each([
  ['a comment', 'a]]></Title><!--', '--><Description><![CDATA[b'],
  ['an instruction', 'a]]></Title><?x ', '?><Description><![CDATA[b'],
  ['a section', 'a]]></Title><Description><![CDATA[b', 'c'],
  ['a section of another name', 'a]]></Title><x><![CDATA[b', 'c]]></x><Description><![CDATA[d'],
  ['each other', 'a', 'b]]></Title><Description><![CDATA[c'],
  ['an element around', 'a]]></Title><x><Title><![CDATA[b', 'c]]></Description></x><Description><![CDATA[d'],
])('two texts that make fields together are refused: by %s', (_what, title, description) => {
  const body = message('link', field('Title', title) + field('Description', description) + field('Url', 'u'));
  expect(() => read(body)).toThrow(ParseError);
});

describe.each(modes)('in %s mode', (mode) => {
  it('the handler gets what was written', async () => {
    const target = await startTarget({ mode });
    for (const [at, [, text]] of survivors.entries()) {
      const body = message('text', field('Content', text)).replace(/\d(?=<\/MsgId><\/xml>$)/, String(at));
      const clear = push({ mode, message: body });
      // What a compatible push has beside the encrypted copy is written by WeChat as well.
      const sent =
        mode === 'compatible'
          ? body.replace(/<\/xml>$/, `<Encrypt><![CDATA[${clear.encrypt ?? ''}]]></Encrypt></xml>`)
          : clear.body;
      const response = await target.send({ method: 'POST', path: `/wechat?${clear.query}`, body: sent });
      expect([text, response.status]).toEqual([text, 200]);
    }
    const written = target.messages.map((each) => (each.MsgType === 'text' ? each.Content : ''));
    expect(written).toEqual(survivors.map(([, text]) => text));
  });

  it.each(tricks)('a text that makes fields is refused: %s', async (_what, trick) => {
    const target = await startTarget({ mode });
    const body = message('text', field('Content', trick('Content')));
    expectRefused(target, await target.push({ mode, message: body }), mode === 'clear' ? 400 : 403);
  });
});

describe('lists that WeChat writes are read,', () => {
  const item = (at: number): string => `<item>${field('Code', `c${at}`)}<Count>1</Count></item>`;

  it.each([
    [
      'of one name',
      `<Outer>${item(1)}${item(2)}</Outer>`,
      { Outer: { item: [{ Code: 'c1' }, { Code: 'c2' }] } },
    ],
    ['directly below the message', `${item(1)}\n${item(2)}`, { item: [{ Code: 'c1' }, { Code: 'c2' }] }],
    [
      'whose elements differ',
      `<Outer>${item(1)}<item>${field('Code', 'c2')}${field('Name', 'n')}</item></Outer>`,
      { Outer: { item: [{ Code: 'c1' }, { Code: 'c2', Name: 'n' }] } },
    ],
    [
      'under a name that nobody knows, of the same form',
      `<Outer><each>${field('a', '1')}</each><each>${field('a', '2')}</each></Outer>`,
      { Outer: { each: [{ a: '1' }, { a: '2' }] } },
    ],
    [
      'and the same name in different elements',
      `<One>${field('Uuid', '1')}</One><Two>${field('Uuid', '2')}</Two>`,
      { One: { Uuid: '1' }, Two: { Uuid: '2' } },
    ],
  ])('%s', (_what, rest, fields) => {
    expect(read(event('some_event', rest))).toMatchObject(fields);
  });
});

describe('however long it is,', () => {
  const SIZE = 250_000;
  it.each<[string, string]>([
    ['many ends', ']]>'.repeat(SIZE / 3)],
    ['many ends of its element', ']]></Content>'.repeat(SIZE / 13)],
    ['many ends and starts of its element', ']]></Content><Content><![CDATA['.repeat(SIZE / 31)],
    ['many elements', ']]></Content><a><![CDATA[]]></a>'.repeat(SIZE / 32)],
    ['many elements in one another', `]]></Content>${'<a>'.repeat(SIZE / 3)}`],
    ['many spaces', `]]></Content>${' '.repeat(SIZE)}`],
    ['many ends with spaces', `]]>${' '.repeat(40)}</Content>`.repeat(SIZE / 53)],
    ['many starts', `]]></Content>${'<Content><![CDATA['.repeat(SIZE / 18)}`],
  ])('a text of %s is read or refused soon', (_what, text) => {
    const started = performance.now();
    try {
      expect(read(message('text', field('Content', text)))).toMatchObject({ Content: text });
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
