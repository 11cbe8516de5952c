import { systemClock, type Clock } from '../../clock';
import { ApiError, TransportError } from '../../errors';
import { own, property } from '../../own';
import { startTimeout } from '../call-timeout';
import { unlessAborted } from '../timing';
import { axiosTransport, type Transport } from '../transport';
import { exchange } from './exchange';
import { valueOf } from './follower';
import { writeQuestion } from './relayed-request';
import { readRelay, type RelayAddress } from './settings';
import { hashOf } from './signature';

/** Settings of `follow`. */
export interface FollowOptions extends RelayAddress {
  /** AppID of the account, where it should be compared with that of production. */
  readonly appId?: string | undefined;
  /** What sends requests; axios by default. */
  readonly transport?: Transport | undefined;
  readonly clock?: Clock | undefined;
}

interface SharedToken {
  readonly value: string;
  readonly expiresAt: number;
  /** Until then production need not be asked whether there is another. */
  confirmedUntil: number;
}

/** How long a token is used without asking production. */
const CONFIRMED_MS = 60_000;
/** The same, while production is away. */
const CONFIRM_AGAIN_MS = 5_000;
/** Less than a call waits for its token. */
const TIMEOUT_MS = 5_000;

/**
 * Gives the access token that production has: `createApi({ appId, accessToken: follow({ url, secret }) })`.
 * Production must share it: `relay(api, { secret, allow: ['token'] })`. For programs whose address WeChat
 * knows; others call through production, with `createApi({ relay })`. While production is away the last token
 * is used to its end. A token that WeChat refuses is reported to production, which looks for itself before it
 * replaces the token.
 *
 * @throws {ConfigError} A setting is missing or cannot be used.
 * @example
 * const accessToken = follow({ url: 'https://shop.example.com/wechat/relay', secret });
 * const api = createApi({ appId: 'wx1', accessToken });
 */
export function follow(options: FollowOptions): () => Promise<string> {
  const relay = readRelay(options, 'follow()');
  const { appId = '', transport = axiosTransport(), clock = systemClock } = own(options);
  let known: SharedToken | undefined;
  let refused: string | undefined;
  let pending: Promise<SharedToken> | undefined;

  async function ask(): Promise<SharedToken> {
    const time = startTimeout(clock, TIMEOUT_MS, () => false);
    try {
      const question = await writeQuestion({ kind: 'token', appId, refused: refused && hashOf(refused) });
      const answer = await unlessAborted(
        exchange(question, { relay, transport, clock, maxDownload: 0 }, time.signal),
        time.signal,
      );
      return read(valueOf(answer));
    } finally {
      time.close();
    }
  }

  function read(value: unknown): SharedToken {
    const [token, expiresIn] = [property(value, 'token'), property(value, 'expiresIn')];
    if (typeof token !== 'string' || typeof expiresIn !== 'number')
      throw new TransportError('The relay gave no token.', { sent: false, reason: 'token' });
    const now = clock.monotonic();
    return {
      value: token,
      expiresAt: now + expiresIn,
      confirmedUntil: now + Math.min(CONFIRMED_MS, expiresIn),
    };
  }

  async function give(): Promise<string> {
    if (known && clock.monotonic() < known.confirmedUntil) return known.value;
    try {
      known = await (pending ??= ask().finally(() => (pending = undefined)));
    } catch (error) {
      // What production itself says is no reason to go on with what it gave before.
      const isAway = !(error instanceof ApiError) && clock.monotonic() < (known?.expiresAt ?? -Infinity);
      if (!isAway || known === undefined) throw error;
      known.confirmedUntil = Math.min(known.expiresAt, clock.monotonic() + CONFIRM_AGAIN_MS);
    }
    return known.value;
  }

  refusals.set(give, (value) => {
    refused = value;
    if (known?.value === value) known = undefined;
  });
  return give;
}

const refusals = new WeakMap<() => Promise<string>, (value: string) => void>();

/** Tells whoever gives a token that WeChat refused it, if it wants to know. */
export const tellRefused = (give: () => Promise<string>, value: string): void => refusals.get(give)?.(value);
