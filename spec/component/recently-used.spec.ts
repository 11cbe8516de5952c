import { recentlyUsed } from '../../lib/component/clients';
import { movedClock } from '../support/clock';

const MAX_IN_USE = 1_000;
const BATCH_SIZE = 100;
const IDLE_MS = 600_000;
const SWEEP_MS = 60_000;

function open() {
  const clock = movedClock();
  const made: string[] = [];
  const used = recentlyUsed(clock, (key) => ({ key, number: made.push(key) }));
  const keptOf = (keys: readonly string[]) => keys.filter((key) => used.peek(key) !== undefined).length;
  return { clock, made, used, keptOf };
}

const keysOf = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `key ${from + n}`);

describe('what was used lately', () => {
  it('is made once, as long as it is used', async () => {
    const { clock, made, used } = open();
    const first = used.get('a');
    for (let n = 0; n < 5; n++) {
      await clock.advance(IDLE_MS - 1);
      expect(used.get('a')).toBe(first);
    }
    expect(made).toEqual(['a']);
    expect(used.peek('a')).toBe(first);
    expect(used.peek('b')).toBeUndefined();
  });

  it('is made anew after ten minutes', async () => {
    const { clock, made, used } = open();
    const first = used.get('a');
    await clock.advance(IDLE_MS);
    expect(used.get('a')).not.toBe(first);
    expect(made).toEqual(['a', 'a']);
  });

  it('goes when another is asked for, once it is idle, but no oftener than once a minute', async () => {
    const { clock, used, keptOf } = open();
    used.get('old');
    await clock.advance(IDLE_MS - SWEEP_MS + 1);
    used.get('young');
    await clock.advance(SWEEP_MS - 1);
    used.get('other');
    // Looked at a moment ago.
    expect(keptOf(['old', 'young'])).toBe(2);
    await clock.advance(1);
    used.get('other');
    expect(keptOf(['old'])).toBe(0);
    expect(keptOf(['young', 'other'])).toBe(2);
  });

  it('of too many, those used longest ago go, a hundred at once', () => {
    const { used, keptOf } = open();
    const keys = keysOf(MAX_IN_USE + BATCH_SIZE);
    for (const key of keys) used.get(key);
    expect(keptOf(keys)).toBe(MAX_IN_USE + BATCH_SIZE);
    // It is the newest now.
    used.get('key 0');
    used.get('one more');
    expect(keptOf(keys)).toBe(MAX_IN_USE - 1);
    expect(keptOf(['key 0', 'one more'])).toBe(2);
    expect(keptOf(keysOf(BATCH_SIZE + 1, 1))).toBe(0);
  });
});
