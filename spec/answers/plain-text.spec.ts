import fc from 'fast-check';
import { ConfigError, plainText, reply, tap } from 'offiaccount';

/** Runs of letters and digits of a text. */
const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Which of the words are not to be found in order. */
function missing(source: string, made: string): string[] {
  const rest = words(made);
  return words(source).filter((word) => {
    const at = rest.indexOf(word);
    rest.splice(0, at + 1);
    return at === -1;
  });
}

/** Whether a text has the letters of another, in their order. */
function isSubsequence(letters: string, of: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = of.indexOf(letter, at) + letter.length;
    if (at < letter.length) return false;
  }
  return true;
}

describe('plainText', () => {
  it.each<[string, string, string]>([
    ['emphasis', '**重点** and _slant_, ***both***, ~~gone~~', '重点 and slant, both, gone'],
    ['headings', '# One\n\n## Two ##\nThree\n===', 'One\n\nTwo\n\nThree'],
    ['paragraphs and lines', 'a\nb  \nc\n\n\n\nd', 'a\nb\nc\n\nd'],
    ['a link', 'see [the docs](https://example.com/a_b_c)', 'see the docs（https://example.com/a_b_c）'],
    ['a link with a title', '[t](http://e.com "why")', 't（http://e.com，why）'],
    ['a link that is its own text', '[https://e.com](https://e.com)', 'https://e.com'],
    ['a bare address', 'https://e.com/_x_/__y__?a=*b*', 'https://e.com/_x_/__y__?a=*b*'],
    ['an address in angle brackets', '<https://e.com/中文>', 'https://e.com/中文'],
    [
      'a picture',
      '![a cat](https://e.com/c.png) ![](https://e.com/d.png)',
      'a cat（https://e.com/c.png） https://e.com/d.png',
    ],
    ['a list', '- one\n- **two**\n  - deep\n- three', '• one\n• two\n  • deep\n• three'],
    ['a numbered list', '3. three\n4. four\n   more', '3. three\n4. four\n   more'],
    ['tasks', '- [ ] open\n- [x] done', '• ☐ open\n• ☑ done'],
    ['an empty item', '- a\n-\n- b', '• a\n• \n• b'],
    ['a loose list', '1. a\n\n2. b\n\n   c', '1. a\n2. b\n   c'],
    [
      'a table',
      '| 名称 | 价格 |\n|---|--:|\n| **茶** | 3 |\n| a\\|b | `x` |',
      '名称 | 价格\n茶 | 3\na|b | x',
    ],
    ['cells that are too many', '| a | b |\n|--|--|\n| 1 | 2 | **3** | 4 |\n1', 'a | b\n1 | 2 | 3 | 4\n1'],
    ['code', 'use `a_b__c` and ``x`y``', 'use a_b__c and x`y'],
    ['a fence', '```ts\nconst a_b = *c*;\n\n# no\n```', 'const a_b = *c*;\n\n# no'],
    ['words behind a fence', '```这是代码\nx\n```', '这是代码\nx'],
    ['a fence that is open', '~~~\nx **y**', 'x **y**'],
    ['code by indentation', 'a\n\n    b_c_', 'a\n\nb_c_'],
    ['a quotation', '> one\n> two\n>\n> three', '│ one\n│ two\n│ \n│ three'],
    ['a line', 'a\n\n---\n\nb', 'a\n\n———\n\nb'],
    ['products and names', '2*3*4 = 24, snake_case_name, a*b*c', '2*3*4 = 24, snake_case_name, a*b*c'],
    ['HTML', 'a<br>b<br/>c <b>bold</b> Array<string>', 'a\nb\nc <b>bold</b> Array<string>'],
    ['a block of HTML', '<div>\n**x**\n</div>', '<div>\nx\n</div>'],
    [
      'addresses that are referred to',
      '[a][1]\n\n[1]: https://e.com "T"',
      '[a][1]\n\n[1]: https://e.com "T"',
    ],
    ['escapes', '\\*not\\* &amp; 1\\. x', '*not* & 1. x'],
    ['a line feed as two characters', 'a\\nb', 'a\\nb'],
    ['a link of tap()', `**${tap('继续', { id: 'a_b_c' })}**`, tap('继续', { id: 'a_b_c' })],
    ['text of Windows', 'a\r\n\r\n- b\r\n- c', 'a\n\n• b\n• c'],
  ])('reads %s', (_, markdown, text) => expect(plainText(markdown)).toBe(text));

  it('makes links that can be tapped, of web addresses', () => {
    const anchors = (text: string) => plainText(text, { links: 'anchor' });
    expect(anchors('[the **docs**](https://e.com/a?b=1&c)')).toBe(
      '<a href="https://e.com/a?b=1&c">the docs</a>',
    );
    expect(anchors('[x](javascript:alert) [y](https://e.com/"z)')).toBe(
      'x（javascript:alert） y（https://e.com/"z）',
    );
    expect(anchors('https://e.com')).toBe('https://e.com');
  });

  const word = fc.stringMatching(/^[a-z\u4e00-\u4fff0-9]{1,6}$/);
  const inline = fc.letrec<{ inline: string }>((tie) => ({
    inline: fc.oneof(
      { depthSize: 'small' },
      word,
      ...['**', '_', '*', '~~', '***'].map((mark) => tie('inline').map((text) => ` ${mark}${text}${mark} `)),
      fc.tuple(tie('inline'), word).map(([text, path]) => `[${text}](https://e.com/${path})`),
      fc.tuple(word, word).map(([alt, title]) => `![${alt}](https://e.com/x "${title}")`),
      word.map((text) => ` \`${text}\` `),
      fc.array(tie('inline'), { minLength: 2, maxLength: 4 }).map((all) => all.join(' ')),
    ),
  })).inline;
  const block = fc.letrec<{ block: string }>((tie) => ({
    block: fc.oneof(
      { depthSize: 'small' },
      inline,
      inline.map((text) => `## ${text}`),
      fc
        .array(tie('block'), { minLength: 1, maxLength: 3 })
        .map((all) => all.map((each) => indented('- ', each)).join('\n')),
      fc
        .array(tie('block'), { minLength: 1, maxLength: 3 })
        .map((all) => all.map((each, index) => indented(`${index + 1}. `, each)).join('\n')),
      tie('block').map((text) => text.replace(/^/gm, '> ')),
      fc
        .array(fc.array(inline, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
        .map((rows) =>
          [
            `| ${rows[0]!.join(' | ')} |`,
            `|${'--|'.repeat(rows[0]!.length)}`,
            ...rows.slice(1).map((row) => `| ${row.join(' | ')} |`),
          ].join('\n'),
        ),
      fc.array(word).map((lines) => ['```', ...lines, '```'].join('\n')),
      fc.array(tie('block'), { minLength: 2, maxLength: 3 }).map((all) => all.join('\n\n')),
    ),
  })).block;
  const indented = (mark: string, text: string): string =>
    mark + text.replace(/\n/g, `\n${' '.repeat(mark.length)}`);

  it('keeps every word, of any Markdown', () => {
    fc.assert(
      fc.property(block, (markdown) => {
        expect(missing(markdown, plainText(markdown))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps every word, of any text with such marks in it', () => {
    const mark = fc.constantFrom(
      ...'*_~`#>-+|[]()!<>.\\"\n\n \t 1.=:&;'.split(''),
      '\n\n',
      '\n- ',
      '\n> ',
      '\n    ',
      '](',
      '|--|',
      '\n```',
      'https://e.com/',
    );
    const text = fc.array(fc.oneof(word, mark), { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (markdown) => {
        // The name of a language is no word of the text.
        fc.pre(!/(?:```|~~~)[^\S\n]*[a-z0-9]/.test(markdown));
        // Without what separates them: emphasis inside a word goes.
        const letters = (from: string) => words(from).join('');
        expect(isSubsequence(letters(markdown), letters(plainText(markdown)))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves what is nested too deeply as it is, and takes long texts', () => {
    const deep = `${'> '.repeat(300)}word`;
    expect(plainText(deep)).toBe(deep);
    const list = Array.from({ length: 60 }, (_, depth) => `${'  '.repeat(depth)}- w${depth}`).join('\n');
    expect(missing(list, plainText(list))).toEqual([]);
    const long = '**[**`_*'.repeat(8000);
    const started = performance.now();
    plainText(long);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('is a filter of streams', () => {
    expect(() => reply.stream('**x**', { filter: (part) => plainText(part) })).not.toThrow();
  });

  it('takes texts', () => {
    // @ts-expect-error it is no text
    expect(() => plainText(undefined)).toThrow(ConfigError);
    // @ts-expect-error there is no such way
    expect(() => plainText('', { links: 'html' })).toThrow(ConfigError);
  });
});
