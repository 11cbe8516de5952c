import { changeRecord } from '../answers/kept-record';
import type { Clock } from '../clock';
import { memorySessions } from '../store/memory-sessions';
import type { SessionStore, UserKey } from '../store/sessions';
import { burstOf, joinBurst, KEPT_MS, partsFor, readBursts, takeBurst } from './burst-record';
import type { Burst, BurstPart, BurstRecord } from './burst-record';
import type { MergedPart } from '../router/merged';

/** The part of a session store that keeps bursts. */
export type BurstTexts = Pick<SessionStore, 'read' | 'replace'>;

/** What bursts need. */
export interface BurstsOptions {
  /** The store that processes share. If absent, each process keeps its own bursts. */
  readonly texts: BurstTexts | undefined;
  readonly most: number;
  readonly clock: Clock;
  readonly warn: (error: unknown) => void;
}

/**
 * Keeps the bursts of each user. This process also remembers them itself, for the time when the store fails.
 */
export function createBursts({ texts, most, clock, warn }: BurstsOptions) {
  const own = memorySessions(clock);

  const change = (
    sessions: BurstTexts,
    key: UserKey,
    by: (record: BurstRecord) => BurstRecord,
  ): Promise<BurstRecord> =>
    changeRecord({ sessions, key, ttl: KEPT_MS }, (text) => {
      const record = readBursts(text);
      const after = by(record);
      return [after === record ? undefined : after, after];
    });

  /** Changes a record and returns it: the shared one, or this process's own if the store fails. */
  async function changeAll(key: UserKey, by: (record: BurstRecord) => BurstRecord): Promise<BurstRecord> {
    const mine = await change(own, key, by);
    if (texts === undefined) return mine;
    try {
      return await change(texts, key, by);
    } catch (error) {
      warn(error);
      return mine;
    }
  }

  return {
    /** Returns the burst that a message has joined; `undefined`: none. */
    async join(key: UserKey, part: BurstPart): Promise<Burst | undefined> {
      return burstOf(await changeAll(key, (record) => joinBurst(record, part, most)), part.id);
    },
    /**
     * Returns the parts that the message's handlers answer; `undefined`: nothing, since a newer message has
     * come.
     */
    async take(key: UserKey, part: BurstPart): Promise<readonly MergedPart[] | undefined> {
      const before = { record: undefined as BurstRecord | undefined };
      await changeAll(key, (record) => takeBurst((before.record = record), part.id, clock.now()));
      return before.record && partsFor(before.record, part);
    },
  };
}
