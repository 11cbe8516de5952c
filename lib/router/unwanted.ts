/** Why nobody wants the answer of a message any more. */
export type UnwantedReason = 'replaced' | 'unsubscribed';

const WORDS: Readonly<Record<UnwantedReason, string>> = {
  replaced: 'A newer message of the user has taken the place of this one.',
  unsubscribed: 'The user has unfollowed the account.',
};

/** The reason of `ctx.signal` when nobody wants the answer any more: it goes nowhere. */
export class UnwantedAnswerError extends Error {
  constructor(readonly why: UnwantedReason) {
    super(WORDS[why]);
    this.name = 'UnwantedAnswerError';
  }
}

/** Why the answer is not wanted; `undefined` while it is. */
export const unwantedBy = (reason: unknown): UnwantedReason | undefined =>
  reason instanceof UnwantedAnswerError ? reason.why : undefined;
