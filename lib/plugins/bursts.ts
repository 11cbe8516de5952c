import { changeRecord } from '../answers/kept-record';
import type { Clock } from '../clock';
import { memorySessions } from '../store/memory-sessions';
import type { SessionStore, UserKey } from '../store/sessions';
import { burstOf, joinBurst, KEPT_MS, partsFor, readBursts, takeBurst } from './burst-record';
import type { Burst, BurstPart, BurstRecord } from './burst-record';
import type { MergedPart } from '../router/merged';

/** What bursts are kept in. */
export type BurstTexts = Pick<SessionStore, 'read' | 'replace'>;

/** What bursts need. */
export interface BurstsOptions {
  /** What processes share. Absent: each has its own. */
  readonly texts: BurstTexts | undefined;
  readonly most: number;
  readonly clock: Clock;
  readonly warn: (error: unknown) => void;
}

/**
 * The messages of each user that came one shortly after the other. This process keeps its own as well, and goes by them while the
 * store fails.
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

  /** The record after the change: as all processes have it, or as this one does. */
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
    /** The burst that a message is part of now; `undefined`: it is part of none. */
    async join(key: UserKey, part: BurstPart): Promise<Burst | undefined> {
      return burstOf(await changeAll(key, (record) => joinBurst(record, part, most)), part.id);
    },
    /** What the message's handlers answer; `undefined`: nothing, since a newer one has come. */
    async take(key: UserKey, part: BurstPart): Promise<readonly MergedPart[] | undefined> {
      const before = { record: undefined as BurstRecord | undefined };
      await changeAll(key, (record) => takeBurst((before.record = record), part.id, clock.now()));
      return before.record && partsFor(before.record, part);
    },
  };
}
