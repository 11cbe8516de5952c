import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock';
import { deriveKey } from '../cipher';

/** How long a user may stay on WeChat's page. */
export const STATE_MS = 600_000;

/** What WeChat is asked for: only the openid, or the profile as well. */
export type Asked = 'base' | 'profile';

/** One of our states, as it came back. */
export interface ReturnedState {
  /** The number of the redirect in a row to which the state belongs. */
  readonly attempt: number;
  readonly asked: Asked;
  readonly isOver: boolean;
  /** Tells whether the browser with this cookie began the sign-in. */
  readonly isOf: (cookie: string | undefined) => boolean;
}

/**
 * Signs states. They have letters and digits only, since WeChat accepts nothing else, and 101 of the 128
 * bytes that it accepts.
 */
export interface States {
  readonly issue: (cookie: string, attempt: number, asked: Asked) => string;
  /** `undefined`: the state is not one of ours. */
  readonly read: (state: string) => ReturnedState | undefined;
}

const FORM = /^(wx([1-9])([bp])([0-9a-z]{9})[0-9a-f]{16})([0-9a-f]{32})([0-9a-f]{40})$/;

/** Creates the signer of one account's states. The first secret signs; all of them are accepted. */
export function createStates(secrets: readonly string[], appId: string, clock: Clock): States {
  const keys = secrets.map((secret) => deriveKey(secret, 'web-state'));
  const bind = (key: Buffer, head: string, cookie: string): string =>
    sign(key, `browser\n${appId}\n${head}\n${cookie}`).slice(0, 32);
  const prove = (key: Buffer, body: string): string => sign(key, `state\n${appId}\n${body}`).slice(0, 40);

  return {
    issue(cookie, attempt, asked) {
      const [key = Buffer.alloc(0)] = keys;
      const time = Math.floor(clock.now()).toString(36).padStart(9, '0');
      const head = `wx${attempt}${asked === 'base' ? 'b' : 'p'}${time}${randomBytes(8).toString('hex')}`;
      const body = head + bind(key, head, cookie);
      return body + prove(key, body);
    },

    read(state) {
      const [, head = '', attempt, letter, time = '', bound = '', proof = ''] = FORM.exec(state) ?? [];
      const key = keys.find((each) => isSame(proof, prove(each, head + bound)));
      if (key === undefined) return undefined;
      const age = clock.now() - parseInt(time, 36);
      return {
        attempt: Number(attempt),
        asked: letter === 'b' ? 'base' : 'profile',
        isOver: age > STATE_MS,
        isOf: (cookie) => cookie !== undefined && isSame(bound, bind(key, head, cookie)),
      };
    },
  };
}

const sign = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('hex');

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
