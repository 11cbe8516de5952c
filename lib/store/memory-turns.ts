import type { Clock } from '../clock';
import type { Turn, TurnRequest, TurnStore } from './turns';

/** Most lines; the oldest is dropped first. Each is gone when the last in it leaves. */
const MAX_QUEUES = 10_000;

interface Place {
  readonly id: string;
  owner: string;
  until: number;
  readonly replaces: TurnRequest['replaces'];
}

/** The lines of one process. Answers at once. */
export function memoryTurns(clock: Clock): TurnStore {
  const lines = new Map<string, Place[]>();

  return {
    ask({ account, id: user }, { id, owner, replaces }, most, lease) {
      const now = clock.monotonic();
      const line = (lines.get(account + user) ?? []).filter((each) => each.id === id || each.until > now);
      let place = line.find((each) => each.id === id);
      if (place === undefined) {
        if (line.length > most) return 'full';
        line.push((place = { id, owner, until: now, replaces }));
      }
      place.owner = owner;
      place.until = now + lease;
      if (!lines.has(account + user) && lines.size >= MAX_QUEUES)
        for (const [oldest] of lines) if (lines.delete(oldest)) break;
      lines.set(account + user, line);
      if (line[0] !== place) return 'wait';
      let turn: Turn = 'mine';
      for (const each of line)
        if (each !== place && each.replaces !== undefined && turn !== 'unsubscribed') turn = each.replaces;
      return turn;
    },

    leave({ account, id: user }, { id, owner }: TurnRequest) {
      const line = lines.get(account + user)?.filter((each) => each.id !== id || each.owner !== owner);
      if (line?.length === 0) lines.delete(account + user);
      else if (line !== undefined) lines.set(account + user, line);
    },
  };
}
