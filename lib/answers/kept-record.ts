import type { SessionStore, UserKey } from '../store/sessions';

const MAX_TRIES = 20;

/** The address of a stored record. */
export interface KeptRecord {
  readonly sessions: Pick<SessionStore, 'read' | 'replace'>;
  readonly key: UserKey;
  /** Milliseconds for which the record is kept after its last use. */
  readonly ttl: number;
}

/**
 * Changes a stored record that another process may change, too. `by` gets the stored text, and returns the
 * new one (`undefined`: unchanged) with a result.
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
    if (attempt === MAX_TRIES) throw new Error('A record of a user is being changed by too many.');
  }
}
