import { DecryptError, ParseError, SignatureError, WeChatError } from '../errors';
import { printable } from '../logger';
import { REFUSALS } from '../refusals';
import type { RefusalCode } from '../refusals';

/** A request that is refused for its form, before anything is known of its sender. Status 0: nobody is there to answer. */
export class Unacceptable extends Error {
  constructor(
    readonly status: 0 | 405 | 408 | 413 | 415,
    readonly reason: RefusalCode,
  ) {
    super(REFUSALS[reason]);
  }
}

/** Why none of the accounts at an address believes a request. The first that its query was meant for speaks for all. */
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
    // Distrust first: then nothing is told of the others.
    const error = of.find((each) => refusalStatus(each.error) === 403)?.error ?? of[0]?.error;
    super(error?.message);
    this.error = error ?? this;
    this.accounts = doubts
      .map((each) => `${printable(each.account.settings.appId)}: ${reasonOf(each.error)}`)
      .join(', ');
  }
}

/** Reasons that come before a signature of the account was seen. */
const UNSIGNED: ReadonlySet<string> = new Set<RefusalCode>(['signature-wrong', 'timestamp-old']);

/** The code of a refusal's reason. */
export const reasonOf = (error: Error): RefusalCode =>
  error instanceof Doubts
    ? reasonOf(error.error)
    : error instanceof Unacceptable ||
        error instanceof SignatureError ||
        error instanceof DecryptError ||
        error instanceof ParseError
      ? error.reason
      : 'body-malformed';

/** What to do with an error: refuse with this status, or (`undefined`) hand it to the app. */
export function refusalStatus(error: unknown): number | undefined {
  if (error instanceof Unacceptable) return error.status;
  if (error instanceof Doubts) return refusalStatus(error.error);
  return error instanceof WeChatError && error.status < 500 ? error.status : undefined;
}
