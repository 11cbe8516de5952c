import { hash } from 'node:crypto';
import type { Clock } from '../clock';
import { LONGEST_WINDOW_MS } from '../model/service-deeds';
import type { ServiceWindows } from '../model/service-windows';
import type { SessionStore, UserKey } from '../store/sessions';
import { fromText, toText } from './ledger-record';

const TTL_MS = LONGEST_WINDOW_MS;
/** This record names no user. From it all processes know since when deeds are noted. */
const BEGUN_TTL_MS = 365 * 86_400_000;
/** Other processes change the same record at the same time. One of them succeeds each time. */
const MAX_TRIES = 100;

const keyOf = (name: string): UserKey => ({ account: 'ledger', id: hash('sha256', `ledger\n${name}`) });
const BEGUN = keyOf('');

export interface BookOptions {
  readonly sessions: SessionStore;
  readonly clock: Clock;
  readonly warn: (error: unknown) => void;
}

/** Keeps the windows of all users in the store. Changes for one user happen one after the other. */
export function createBook({ sessions, clock, warn }: BookOptions) {
  const tails = new Map<string, Promise<unknown>>();
  let begun: number | undefined;
  let lostAt = -Infinity;

  /** Returns the time since which no deed can have been missed. */
  async function countedSince(): Promise<number> {
    if (begun === undefined) {
      const now = String(Math.floor(clock.now()));
      const known = await sessions.read(BEGUN, BEGUN_TTL_MS);
      if (known === undefined) await sessions.replace(BEGUN, undefined, now, BEGUN_TTL_MS);
      begun = Number(known ?? now);
    }
    return Math.max(begun, lostAt);
  }

  /** Returns the windows of a user; `undefined` if they are unknown. */
  async function read(
    openid: string,
  ): Promise<{ readonly text?: string; readonly windows?: ServiceWindows }> {
    const text = await sessions.read(keyOf(openid), TTL_MS);
    const windows = text === undefined ? undefined : fromText(text);
    if (text !== undefined && windows !== undefined) return { text, windows };
    const since = await countedSince();
    // A user who did something since then would have a record.
    const isOver = text === undefined && clock.now() - since >= LONGEST_WINDOW_MS;
    return { ...(text !== undefined && { text }), ...(isOver && { windows: {} }) };
  }

  /** Resolves to `undefined` if the store fails. */
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
    /** Returns the windows of a user, after all changes that this process has begun. */
    windowsOf: (openid: string): Promise<ServiceWindows | undefined> =>
      inTurn(openid, async () => (await read(openid)).windows),

    /**
     * Changes the windows of a user for all processes. `change` gets the known windows, and returns the new
     * ones, or the same object if nothing changes. Resolves to the windows that it got last; `undefined`:
     * they are unknown.
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

/** The stored data of a ledger. */
export type Book = ReturnType<typeof createBook>;
