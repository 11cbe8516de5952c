import type { SessionStore, UserKey } from '../store/sessions';

const TRIES = 20;

/** Which record, and where. */
export interface KeptRecord {
  readonly sessions: Pick<SessionStore, 'read' | 'replace'>;
  readonly key: UserKey;
  /** Milliseconds for which it is kept after its last use. */
  readonly ttl: number;
}

/**
 * Changes a record that is kept, though another process may change it, too: `by` is told what is kept, and gives what is to be kept
 * (`undefined`: the same) and what comes of it.
 */
export async function changeRecord<T>(
  { sessions, key, ttl }: KeptRecord,
  by: (text: string | undefined) => readonly [after: object | undefined, result: T],
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const before = await sessions.read(key, ttl);
    const [after, result] = by(before);
    const text = after && JSON.stringify(after);
    if (text === undefined || text === before) return result;
    if (await sessions.replace(key, before, text, ttl)) return result;
    if (attempt === TRIES) throw new Error('A record of a user is being changed by too many.');
  }
}
