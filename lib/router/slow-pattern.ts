/** Most characters of a text that are offered to a pattern; WeChat's own limit for users is far lower. */
export const MAX_TEXT_LENGTH = 2048;
/** A text on which a pattern takes longer than this is a means to stop the server. */
const SLOW_MS = 40;
/** What the trying of one pattern may take when nothing is slow. */
const BUDGET_MS = 250;
const MAX_PUMPS = 24;
const MAX_PREFIXES = 6;
/** No pattern that people write for texts of users reaches over a line break and a NUL. */
const END = '\n\0';

/**
 * A text of at most 2,048 characters on which a pattern takes very long, or undefined if none of those tried
 * does. The texts are made from the pattern's own characters: something that it begins with, a part of it
 * many times, and an end that does not match. They grow step by step, so that a pattern whose time explodes
 * costs some tenths of a second.
 */
export function findSlowText(pattern: RegExp): string | undefined {
  const end = cpuTime() + BUDGET_MS;
  const samples = samplesOf(pattern.source);
  for (const prefix of prefixesOf(samples)) {
    for (const pump of pumpsOf(samples)) {
      const slow = growUntilSlow(pattern, prefix, pump);
      if (slow !== undefined) return slow;
      if (cpuTime() > end) return undefined;
    }
  }
  return undefined;
}

function growUntilSlow(pattern: RegExp, prefix: string, pump: string): string | undefined {
  const most = Math.floor((MAX_TEXT_LENGTH - prefix.length - END.length) / pump.length);
  for (let count = 4; count <= most; count = nextCount(count, most)) {
    const text = prefix + pump.repeat(count) + END;
    if (timeOf(pattern, text) <= SLOW_MS) continue;
    // The machine may have been busy: it counts only if it is slow each time.
    if (timeOf(pattern, text) > SLOW_MS && timeOf(pattern, text) > SLOW_MS) return text;
  }
  return undefined;
}

/** One by one while the time may double with each, then by halves; the last is the longest. */
const nextCount = (count: number, most: number): number => {
  if (count === most) return most + 1;
  return Math.min(most, count < 40 ? count + 1 : Math.ceil(count * 1.5));
};

function timeOf(pattern: RegExp, text: string): number {
  const started = cpuTime();
  pattern.lastIndex = 0;
  pattern.exec(text);
  return cpuTime() - started;
}

/** Milliseconds of work: what else the machine does is not the pattern's fault. */
const cpuTime = (): number => process.cpuUsage().user / 1000;

// The beginning of a group, a quantifier or an anchor, an escape or a class (one atom, whatever is in it), or
// a character.
const PIECE =
  /\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|[)|^$]|[*+?]\??|\{\d+(?:,\d*)?\}\??|\\[bB]|\\u[\da-fA-F]{4}|\\.|\[(?:\\.|[^\]\\])*\]|[^]/gu;
const STRUCTURE = /^(?:\(.*|[)|^$]|[*+?]\??|\{\d+(?:,\d*)?\}\??|\\[bB])$/s;
/** Characters of every class that patterns name. */
const TYPICAL = ['a', '0', ' ', '中', '_', '-', ',', 'A', '!'];

/** One text for each run of atoms between the pieces that give a pattern its structure. */
function samplesOf(source: string): string[] {
  const samples: string[] = [];
  let run = '';
  for (const [piece] of source.matchAll(PIECE)) {
    if (STRUCTURE.test(piece)) {
      if (run !== '') samples.push(run);
      run = '';
    } else run += characterFor(piece);
  }
  return run === '' ? samples : [...samples, run];
}

function characterFor(atom: string): string {
  try {
    const one = new RegExp(`^${atom}$`, 'u');
    const inside = Array.from(
      atom.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    );
    return TYPICAL.concat(inside).find((character) => one.test(character)) ?? '';
  } catch {
    // A reference to a group, for example, is nothing by itself.
    return '';
  }
}

const prefixesOf = (samples: readonly string[]): string[] =>
  [...new Set(samples.map((_, index) => samples.slice(0, index).join('')))].slice(0, MAX_PREFIXES);

/**
 * Each sample, its last character (which is what a quantifier after it repeats), two and three in a row, and
 * the typical ones.
 */
function pumpsOf(samples: readonly string[]): string[] {
  const rows = samples.flatMap((sample, index) => [
    sample,
    sample.slice(-1),
    samples.slice(index, index + 2).join(''),
    samples.slice(index, index + 3).join(''),
  ]);
  return [...new Set([...rows, ...TYPICAL.slice(0, 4)])].filter((pump) => pump !== '').slice(0, MAX_PUMPS);
}
