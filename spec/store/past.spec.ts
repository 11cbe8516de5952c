import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { numberOf, Past } from '../../lib/store/past';
import type { Over } from '../../lib/store/past';

const idOf = (n: number) => createHash('sha256').update(String(n)).digest('hex');
const over = (n: number): Over => ({
  answer: { MsgType: 'text', Content: String(n) },
  late: n % 3 === 0,
  at: n,
  owner: numberOf(`owner ${n}`),
  attempt: 1 + (n % 2),
});

describe('the messages whose run is over', () => {
  it('are recalled as they were, and no others', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 60 }), (added) => {
        const past = new Past();
        const known = new Map<number, Over>();
        added.forEach((n, i) => {
          // A message that ends again says what it said last.
          const last = over(n + 100 * i);
          past.add(idOf(n), last);
          known.set(n, last);
        });
        expect(past.size).toBe(known.size);
        for (let n = 0; n <= 40; n++) expect(past.recall(idOf(n))).toEqual(known.get(n));
      }),
    );
  });

  it('may have ended when the clock began, or without an answer', () => {
    const past = new Past();
    const last: Over = { answer: undefined, late: true, at: 0, owner: 0xffffffff, attempt: 2 };
    past.add(idOf(1), last);
    expect(past.recall(idOf(1))).toEqual(last);
    past.add(idOf(1), { ...last, late: false });
    expect(past.recall(idOf(1))).toEqual({ ...last, late: false });
    expect(past.size).toBe(1);
  });

  it('are told apart by the end of their ids', () => {
    const past = new Past();
    const ids = ['0', '1', '2'].map((digit) => `${'f'.repeat(63)}${digit}`);
    ids.forEach((id, n) => past.add(id, over(n)));
    ids.forEach((id, n) => expect(past.recall(id)).toEqual(over(n)));
    expect(past.recall(`${'f'.repeat(63)}3`)).toBeUndefined();
    // Only what they begin with differs: 52 bits are kept.
    const others = ids.map((id) => `0${id.slice(1)}`);
    others.forEach((id, n) => expect(past.recall(id)).toEqual(over(n)));
  });

  it('are the last 8,000 to 10,000', () => {
    const past = new Past();
    const sizes: number[] = [];
    for (let n = 0; n < 25_000; n++) {
      past.add(idOf(n), over(n));
      sizes.push(past.size);
    }
    expect(sizes).toEqual(sizes.map((_, n) => (n < 10_000 ? n + 1 : 8001 + (n % 2000))));
    const times = sizes.map((_, n) => past.recall(idOf(n))?.at);
    expect(times).toEqual(sizes.map((_, n) => (n < 16_000 ? undefined : n)));
  });

  it('have ended when they ended last, though they may have been forgotten meanwhile', () => {
    const past = new Past();
    past.add(idOf(0), over(1));
    for (let n = 1; n < 3000; n++) past.add(idOf(n), over(n));
    past.add(idOf(0), over(2));
    expect(past.recall(idOf(0))).toEqual(over(2));
    for (let n = 3000; n < 11_000; n++) {
      past.add(idOf(n), over(n));
      if (n % 1000 === 0) expect(past.recall(idOf(0))).toEqual(over(2));
    }
  });

  it('are told apart by their owners, in 32 bits', () => {
    // The test vectors of FNV-1a.
    expect(numberOf('')).toBe(0x811c9dc5);
    expect(numberOf('a')).toBe(0xe40c292c);
    expect(numberOf('foobar')).toBe(0xbf9cf968);
  });
});
