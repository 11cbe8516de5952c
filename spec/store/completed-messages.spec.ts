import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { noFacts } from '../../lib/store/facts';
import type { Facts } from '../../lib/store/facts';
import { CompletedMessages } from '../../lib/store/completed-messages';

const idOf = (n: number) => createHash('sha256').update(String(n)).digest('hex');
const ownerOf = (n: number) => `process${n % 3}${n.toString(36).padStart(6, '0')}`;
const over = (n: number): Facts => ({
  ...noFacts(),
  answer: ownerOf(n),
  value: { MsgType: 'text', Content: String(n) },
  taken: n % 3 === 0,
});
const MINUTE = 60_000;

describe('the messages whose run is over', () => {
  it('are recalled by owner and answer, and no others', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 60 }), (added) => {
        const completed = new CompletedMessages();
        const known = new Map<number, Facts>();
        added.forEach((n, i) => {
          // A message that ends again says what it said last.
          const last = over(n + 100 * i);
          completed.add(idOf(n), last, i);
          known.set(n, last);
        });
        expect(completed.size).toBe(known.size);
        for (let n = 0; n <= 40; n++) {
          const { answer, value, taken } = completed.find(idOf(n), 100) ?? {};
          const last = known.get(n);
          expect([answer, value, taken]).toEqual([last?.answer, last?.value, last?.taken]);
        }
      }),
    );
  });

  it('may have ended when the clock began, without an answer, or acknowledged and sent', () => {
    const completed = new CompletedMessages();
    const last = { ...over(0), value: undefined, ack: ownerOf(1), late: ownerOf(2) };
    completed.add(idOf(1), last, 0);
    expect(completed.find(idOf(1), 1)).toMatchObject({ answer: ownerOf(0), value: undefined, first: 0 });
    // By whom, nobody asks any more.
    expect(completed.find(idOf(1), 1)).toMatchObject({ ack: ownerOf(0), late: ownerOf(0) });
    completed.add(idOf(1), over(2), 0);
    expect(completed.find(idOf(1), 1)).toMatchObject({ answer: ownerOf(2), ack: undefined, late: undefined });
    expect(completed.size).toBe(1);
  });

  it('are told apart by each part of 128 bits of their ids', () => {
    const completed = new CompletedMessages();
    const ids = ['0', '1', '2', '3']
      .map((part) => 'f'.repeat(8 * Number(part)) + '0'.repeat(8))
      .map((id) => id.padEnd(64, 'f'));
    ids.forEach((id, n) => completed.add(id, over(n), 1));
    ids.forEach((id, n) => expect(completed.find(id, 1)?.answer).toBe(ownerOf(n)));
    expect(completed.find('f'.repeat(64), 1)).toBeUndefined();
  });

  it('are all of the last ten minutes, and none that are fifteen minutes old', () => {
    const completed = new CompletedMessages();
    const perMinute = 2000;
    for (let minute = 0; minute < 40; minute++) {
      const now = minute * MINUTE;
      for (let n = 0; n < perMinute; n++) completed.add(idOf(minute * perMinute + n), over(n), now);
      for (let ago = 0; ago < 20; ago++) {
        const isKnown = completed.find(idOf((minute - ago) * perMinute), now) !== undefined;
        expect(isKnown).toBe(ago <= minute && ago < 10);
      }
      expect(completed.size).toBeLessThanOrEqual(20 * perMinute);
    }
  });

  it('keep their answers for 70 s, and those of the last 10,000 only', () => {
    const completed = new CompletedMessages();
    for (let n = 0; n < 15_000; n++) completed.add(idOf(n), over(n), 0);
    const valueOf = (n: number, now: number) => completed.find(idOf(n), now)?.value;
    expect(valueOf(5000, 69_999)).toEqual(over(5000).value);
    expect(valueOf(14_999, 69_999)).toEqual(over(14_999).value);
    expect(valueOf(4999, 0)).toBeUndefined();
    expect(valueOf(14_999, 70_000)).toBeUndefined();
  });

  it('take numbers only, of some 100 bytes each, whatever how many there are', () => {
    const ids = Array.from({ length: 100_000 }, (_, n) => idOf(n));
    const before = process.memoryUsage().arrayBuffers;
    const completed = new CompletedMessages();
    for (const id of ids) completed.add(id, { ...over(1), value: undefined }, 0);
    expect(completed.size).toBe(100_000);
    // Together with outgrown tables that nobody has collected yet.
    expect((process.memoryUsage().arrayBuffers - before) / ids.length).toBeLessThan(250);
  });
});
