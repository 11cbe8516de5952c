import type { ApiCredential } from '../errors';
import type { AccountKind } from '../model/account-kinds';
import type { Words } from '../language';

export type { Words } from '../language';

/** What a hint is made of: what WeChat said, of which call. An `ApiError` has all of it. */
export interface Refusal {
  readonly errcode: number;
  readonly errmsg: string;
  readonly endpoint?: string | undefined;
  readonly credential?: ApiCredential | undefined;
  readonly mediaType?: string | undefined;
  /** The kind of account in the settings, where such accounts do not have the call. */
  readonly kind?: AccountKind | undefined;
  /**
   * When WeChat said so, if this call did not ask it again; then until when it is not asked. Texts in a log.
   */
  readonly since?: Date | string | undefined;
  readonly retryAfter?: Date | string | undefined;
}

/** What usually helps: always the same, or by what WeChat said. */
export type Hint = Words | ((refusal: Refusal) => Words);

/** Hints by return code. */
export type Hints = Readonly<Record<number, Hint>>;

/** Writes a hint in both languages. */
export const words = (en: string, zh: string): Words => ({ en, zh });
