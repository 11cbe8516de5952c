import { ConfigError } from 'offiaccount';
import { fakeStream, movableClock } from 'offiaccount/testing';
import type { FakeStreamOptions } from 'offiaccount/testing';

/** What somebody reads of it, with the time at which they do. */
function reading(pieces: string[], options: FakeStreamOptions = {}) {
  const clock = movableClock();
  const resume = clock.pause();
  const stream = fakeStream(pieces, { clock, ...options });
  const began = clock.monotonic();
  const read: [string, number][] = [];
  const iterator = stream[Symbol.asyncIterator]();
  const done = (async () => {
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      read.push([next.value, Math.round(clock.monotonic() - began)]);
    }
  })();
  done.catch(() => undefined);
  return { clock, stream, read, iterator, done, resume };
}

describe('fakeStream', () => {
  it('gives its pieces one after the other', async () => {
    const { clock, stream, read, done } = reading(['a', 'b', 'c'], { every: 100 });
    await clock.advance(1000);
    await done;
    expect(read).toEqual([
      ['a', 100],
      ['b', 200],
      ['c', 300],
    ]);
    expect(stream).toMatchObject({ state: 'done', read: 3 });
  });

  it('fails in the middle', async () => {
    const { clock, stream, read, done } = reading(['a', 'b'], { fail: 450, error: new Error('overloaded') });
    await clock.advance(1000);
    await expect(done).rejects.toThrow('overloaded');
    expect(read).toEqual([['a', 300]]);
    expect(stream.state).toBe('failed');
  });

  it('fails at once', async () => {
    const { done, stream } = reading(['a'], { fail: 0 });
    await expect(done).rejects.toThrow('as it was told to');
    expect(stream.read).toBe(0);
  });

  it('is stopped while it waits', async () => {
    const { stream, iterator, done, read } = reading(['a'], { every: 60_000 });
    await iterator.return?.();
    await done;
    expect(read).toEqual([]);
    expect(stream.state).toBe('stopped');
  });

  it('can be read once, and takes times', () => {
    const { stream } = reading([]);
    expect(() => stream[Symbol.asyncIterator]()).toThrow('once');
    expect(() => fakeStream([], { every: -1 })).toThrow(ConfigError);
    expect(() => fakeStream([], { fail: Number.NaN })).toThrow(ConfigError);
  });
});
