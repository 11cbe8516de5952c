import { hash } from 'node:crypto';
import type { Clock } from '../clock';
import { LONGEST_WINDOW_MS } from '../model/service-deeds';
import type { ServiceWindows } from '../model/service-windows';
import type { SessionStore, UserKey } from '../store/sessions';
import { fromText, toText } from './ledger-record';

const TTL_MS = LONGEST_WINDOW_MS;
/** It names nobody, and tells all processes since when deeds are noted. */
const BEGUN_TTL_MS = 365 * 86_400_000;
/** Others change the same user's record at the same time: one of them succeeds each time. */
const MAX_TRIES = 100;

const keyOf = (name: string): UserKey => ({ account: 'ledger', id: hash('sha256', `ledger\n${name}`) });
const BEGUN = keyOf('');

export interface BookOptions {
  readonly sessions: SessionStore;
  readonly clock: Clock;
  readonly warn: (error: unknown) => void;
}

/** The windows of all users, in the store. What it does for one user happens one after the other. */
export function createBook({ sessions, clock, warn }: BookOptions) {
  const tails = new Map<string, Promise<unknown>>();
  let begun: number | undefined;
  let lostAt = -Infinity;

  /** Since when no deed can have been missed. */
  async function countedSince(): Promise<number> {
    if (begun === undefined) {
      const now = String(Math.floor(clock.now()));
      const known = await sessions.read(BEGUN, BEGUN_TTL_MS);
      if (known === undefined) await sessions.replace(BEGUN, undefined, now, BEGUN_TTL_MS);
      begun = Number(known ?? now);
    }
    return Math.max(begun, lostAt);
  }

  /** The windows of a user; `undefined` when they are not known. */
  async function read(
    openid: string,
  ): Promise<{ readonly text?: string; readonly windows?: ServiceWindows }> {
    const text = await sessions.read(keyOf(openid), TTL_MS);
    const windows = text === undefined ? undefined : fromText(text);
    if (text !== undefined && windows !== undefined) return { text, windows };
    const since = await countedSince();
    // Whoever did something since then would have a record.
    const isOver = text === undefined && clock.now() - since >= LONGEST_WINDOW_MS;
    return { ...(text !== undefined && { text }), ...(isOver && { windows: {} }) };
  }

  /** `undefined` when the store fails. */
  function inTurn<T>(openid: string, work: () => Promise<T>): Promise<T | undefined> {
    const before = tails.get(openid) ?? Promise.resolve();
    const mine = before.then(work).catch((error: unknown) => {
      warn(error);
      return undefined;
    });
    tails.set(openid, mine);
    void mine.then(() => {
      if (tails.get(openid) === mine) tails.delete(openid);
    });
    return mine;
  }

  return {
    /** What is known of a user, after all changes that this process has begun. */
    windowsOf: (openid: string): Promise<ServiceWindows | undefined> =>
      inTurn(openid, async () => (await read(openid)).windows),

    /**
     * Changes the windows of a user, in all processes at once: `change` gets what is known, and gives what is to be kept, or the same
     * when nothing changes. Resolves to what it was given last; `undefined`: that is not known.
     */
    change: (
      openid: string,
      change: (windows: ServiceWindows | undefined) => ServiceWindows | undefined,
    ): Promise<ServiceWindows | undefined> =>
      inTurn(openid, async () => {
        try {
          for (let tries = 0; tries < MAX_TRIES; tries++) {
            const { text, windows } = await read(openid);
            const next = change(windows);
            if (next === undefined || next === windows) return windows;
            if (begun === undefined) await countedSince();
            if (await sessions.replace(keyOf(openid), text, toText(next), TTL_MS)) return windows;
          }
          return undefined;
        } catch (error) {
          lostAt = clock.now();
          throw error;
        }
      }),
  };
}

/** What a ledger keeps. */
export type Book = ReturnType<typeof createBook>;
