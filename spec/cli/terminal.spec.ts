import fc from 'fast-check';
import { forTerminal } from '../../lib/cli/terminal';
import { run } from './support';

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** What a terminal obeys, and what hides what a line says. */
const dangerous = [
  ...range(0, 8),
  ...range(11, 31),
  ...range(0x7f, 0x9f),
  0xad,
  0x61c,
  0x180e,
  ...[0x200b, 0x200c, 0x200d, 0x200e, 0x200f],
  ...range(0x2028, 0x202e),
  ...range(0x2060, 0x2064),
  ...range(0x2066, 0x206f),
  0xfeff,
  ...range(0xfff9, 0xfffb),
  0xd800,
  0xdfff,
  0xe0001,
  0xe0041,
].map((code) => [`U+${code.toString(16)}`, String.fromCodePoint(code)] as const);

const hostile = `a${dangerous.map(([, character]) => character).join('b')}c`;
const isSafe = (text: string): boolean => dangerous.every(([, character]) => !text.includes(character));

describe('foreign text on a terminal', () => {
  it.each(dangerous)('shows %s as an escape', (_name, character) => {
    expect(forTerminal(`a${character}b`)).toMatch(/^a(?:\\u[0-9a-f]{4})+b$/);
  });

  it.each(['text\twith\ntabs', '中文，全角！', 'emoji 👩‍👩‍👧 ❤️ 👩🏽‍💻', 'ภาษาไทย', 'עברית', 'العربية', '\\u0041'])(
    'leaves %j as it is',
    (text) => expect(forTerminal(text)).toBe(text),
  );

  it('keeps JSON the same data', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 2, key: fc.string({ unit: 'binary' }) }), (value) => {
        const text = JSON.stringify([value, hostile]);
        expect(JSON.parse(forTerminal(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['an unknown command', [hostile]],
    ['an unknown option', ['call', `--${hostile}`]],
    ['an unknown function', ['call', `menu.${hostile}`]],
    ['the same, as JSON', ['call', `menu.${hostile}`, '--json']],
    ['a file that is not there', ['call', 'menu.create', `@${hostile.replace('\0', '')}`]],
    ['a group that is not there', ['call', '--list', hostile]],
    ['an address', ['push', `http://${hostile}`]],
    ['a host', ['token', '--api-host', hostile]],
  ])('is escaped in what is said of %s', async (_what, argv) => {
    const { out, err } = await run(argv);
    expect(out + err).not.toBe('');
    expect(isSafe(out + err)).toBe(true);
  });
});
