import { DecryptError, ParseError, SignatureError, WeChatError } from '../errors';
import { printable } from '../logger';
import { REFUSALS } from '../refusals';
import type { RefusalCode } from '../refusals';

/**
 * A request that is refused for its form, before authentication. Status 0: the client has gone, so nothing is
 * sent.
 */
export class Unacceptable extends Error {
  constructor(
    readonly status: 0 | 405 | 408 | 413 | 415,
    readonly reason: RefusalCode,
  ) {
    super(REFUSALS[reason]);
  }
}

/**
 * Why none of the accounts at an address accepts a request. The first account that the query was meant for
 * decides the response.
 */
export class Doubts extends Error {
  readonly error: Error;
  /** Each account and its reason, for the log. */
  readonly accounts: string;

  constructor(
    doubts: readonly {
      readonly account: { readonly settings: { readonly appId: string } };
      readonly error: Error;
    }[],
  ) {
    const proven = doubts.filter(({ error }) => !UNSIGNED.has(reasonOf(error)));
    const of = proven.length === 0 ? doubts : proven;
    // A failed authentication comes first, so that the response reveals nothing about the other accounts.
    const error = of.find((each) => refusalStatus(each.error) === 403)?.error ?? of[0]?.error;
    super(error?.message);
    this.error = error ?? this;
    this.accounts = doubts
      .map((each) => `${printable(each.account.settings.appId)}: ${reasonOf(each.error)}`)
      .join(', ');
  }
}

/** Reasons that come before the account's signature is checked. */
const UNSIGNED: ReadonlySet<string> = new Set<RefusalCode>(['signature-wrong', 'timestamp-old']);

/** Returns the code of a refusal's reason. */
export const reasonOf = (error: Error): RefusalCode =>
  error instanceof Doubts
    ? reasonOf(error.error)
    : error instanceof Unacceptable ||
        error instanceof SignatureError ||
        error instanceof DecryptError ||
        error instanceof ParseError
      ? error.reason
      : 'body-malformed';

/** Returns the status with which an error is refused; `undefined`: the error goes to the app. */
export function refusalStatus(error: unknown): number | undefined {
  if (error instanceof Unacceptable) return error.status;
  if (error instanceof Doubts) return refusalStatus(error.error);
  return error instanceof WeChatError && error.status < 500 ? error.status : undefined;
}
