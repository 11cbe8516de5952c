import { hash, randomInt } from 'node:crypto';
import type { Api } from '../api/client';
import type { Clock } from '../clock';
import { ApiError, WeChatError } from '../errors';
import type { QuietLog } from '../logger';
import { property } from '../own';
import type { Shared } from './shared';

/** How long the six digits and a QR code work. */
export const LOGIN_MS = 120_000;
/** After an account was refused a QR code, how long no further one is requested. */
const NO_CODES_MS = 3_600_000;
const CALL_MS = 5000;
/** The most wrong digits that one user may send in a minute, in all processes. */
const MAX_WRONG = 5;
const WRONG_MS = 60_000;

/** A login that a browser shows. */
export interface OpenLogin {
  /** Six digits; absent if there is only a QR code. */
  readonly word: string | undefined;
  /** The content of the QR code; absent if there are only digits. */
  readonly code: string | undefined;
  readonly expiresIn: number;
}

/** The data of a login that the store keeps. */
interface Kept extends Pick<OpenLogin, 'word' | 'code'> {
  /** By the wall clock, in milliseconds since 1970. */
  readonly until: number;
  /** The user who has confirmed the login in the chat. */
  readonly openid?: string;
}

interface Parts {
  readonly api: Api;
  readonly by: 'auto' | 'qr' | 'word';
  readonly shared: Shared;
  readonly budget: { take(): boolean };
  readonly clock: Clock;
  readonly log: QuietLog;
}

/** The public name of a browser. Its secret cannot be computed from the name. */
const browserNameOf = (secret: string): string => hash('sha256', `login\n${secret}`).slice(0, 32);

/** The logins that are under way. */
export type Logins = ReturnType<typeof createLogins>;

/**
 * Creates the logins of one account: which browser shows which digits, and who has sent them. Each browser
 * has one login at a time.
 */
export function createLogins({ api, by, shared, budget, clock, log }: Parts) {
  let noCodesUntil = -Infinity;

  async function read(browser: string): Promise<Kept | undefined> {
    const text = await shared.read(`login ${browser}`, LOGIN_MS);
    const kept = text === undefined ? undefined : keptIn(JSON.parse(text));
    return kept !== undefined && kept.until > clock.now() ? kept : undefined;
  }

  const write = (browser: string, kept: Kept | undefined): Promise<void> =>
    shared.write(`login ${browser}`, kept && JSON.stringify(kept), LOGIN_MS);

  /** Works on a login while no other process works on the same login. */
  const alone = <T>(name: string, work: () => Promise<T>): Promise<T> => shared.inTurn(`turn ${name}`, work);

  async function makeCode(browser: string): Promise<string | undefined> {
    if (by === 'word' || (by === 'auto' && clock.monotonic() < noCodesUntil)) return undefined;
    try {
      const { url } = await api.qrcode.createTemporary(`login_${browser}`, LOGIN_MS / 1000, {
        timeout: CALL_MS,
      });
      return url;
    } catch (error) {
      if (by === 'qr' || !(error instanceof WeChatError)) throw error;
      // The account lacks the right, or the call failed. Digits work without WeChat's API.
      const isLasting = error instanceof ApiError && error.errcode === 48001;
      noCodesUntil = clock.monotonic() + (isLasting ? NO_CODES_MS : CALL_MS);
      if (!isLasting)
        log('warn', { event: 'login-code', err: error }, 'A QR code for a login could not be made.');
      return undefined;
    }
  }

  /** Creates digits that no other browser shows now. */
  async function makeWord(browser: string, until: number): Promise<string | undefined> {
    if (by === 'qr') return undefined;
    for (let tries = 0; tries < 20; tries++) {
      const word = String(randomInt(1_000_000)).padStart(6, '0');
      const isMine = await alone(`word ${word}`, async () => {
        if ((await wordOf(word)) !== undefined) return false;
        await shared.write(`word ${word}`, JSON.stringify({ browser, until }), LOGIN_MS);
        return true;
      });
      if (isMine) return word;
    }
    return undefined;
  }

  async function wordOf(word: string): Promise<string | undefined> {
    const text = await shared.read(`word ${word}`, LOGIN_MS);
    if (text === undefined) return undefined;
    const value: unknown = JSON.parse(text);
    const [browser, until] = [property(value, 'browser'), property(value, 'until')];
    return typeof browser === 'string' && typeof until === 'number' && until > clock.now()
      ? browser
      : undefined;
  }

  /** Returns the browser that shows these digits, and removes them, since they work once. */
  async function takeWord(word: string): Promise<string | undefined> {
    if ((await wordOf(word)) === undefined) return undefined;
    return alone(`word ${word}`, async () => {
      const browser = await wordOf(word);
      if (browser !== undefined) await shared.write(`word ${word}`, undefined, LOGIN_MS);
      return browser;
    });
  }

  /** Notes who has confirmed the login. Resolves to false if no browser waits for it any more. */
  const confirm = (browser: string, openid: string): Promise<boolean> =>
    alone(`login ${browser}`, async () => {
      const kept = await read(browser);
      if (kept === undefined || kept.openid !== undefined) return false;
      await write(browser, { ...kept, openid });
      return true;
    });

  const shown = ({ word, code, until }: Kept): OpenLogin => ({
    word,
    code,
    expiresIn: Math.max(0, until - clock.now()),
  });

  return {
    /** Returns the login that the browser already shows, or a new one. Undefined if too many are created. */
    async open(secret: string, isKnown: boolean): Promise<OpenLogin | undefined> {
      const browser = browserNameOf(secret);
      const before = isKnown ? await read(browser) : undefined;
      if (before !== undefined) return shown(before);
      if (!budget.take()) return undefined;
      const until = clock.now() + LOGIN_MS;
      const [code, word] = [await makeCode(browser), await makeWord(browser, until)];
      const kept = { ...(code !== undefined && { code }), ...(word !== undefined && { word }), until };
      await write(browser, keptIn(kept));
      return shown({ code, word, until });
    },

    /**
     * Handles digits that a user sends. One attempt at a time, so that parallel messages allow no extra
     * guesses.
     */
    tryWord: (word: string, openid: string): Promise<'signed-in' | 'wrong' | 'too-many'> =>
      alone(`wrong ${openid}`, async () => {
        const since = clock.now() - WRONG_MS;
        const text = await shared.read(`wrong ${openid}`, WRONG_MS);
        const wrong = text === undefined ? [] : timesIn(JSON.parse(text)).filter((at) => at > since);
        if (wrong.length >= MAX_WRONG) return 'too-many';
        const browser = await takeWord(word);
        if (browser !== undefined && (await confirm(browser, openid))) return 'signed-in';
        await shared.write(`wrong ${openid}`, JSON.stringify([...wrong, clock.now()]), WRONG_MS);
        return 'wrong';
      }),

    confirm,

    /** Returns the user who has confirmed this browser's login, once. */
    async take(secret: string): Promise<{ readonly openid: string } | 'waiting' | 'over'> {
      const browser = browserNameOf(secret);
      const seen = await read(browser);
      if (seen === undefined) return 'over';
      if (seen.openid === undefined) return 'waiting';
      return alone(`login ${browser}`, async () => {
        const openid = (await read(browser))?.openid;
        if (openid === undefined) return 'over';
        await write(browser, undefined);
        return { openid };
      });
    },
  };
}

const timesIn = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'number') : [];

function keptIn(value: unknown): Kept | undefined {
  const [word, code, until, openid] = ['word', 'code', 'until', 'openid'].map((name) =>
    property(value, name),
  );
  if (typeof until !== 'number') return undefined;
  return {
    until,
    word: typeof word === 'string' ? word : undefined,
    code: typeof code === 'string' ? code : undefined,
    ...(typeof openid === 'string' && { openid }),
  };
}
