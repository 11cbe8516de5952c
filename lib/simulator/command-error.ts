import type { Language } from '../language';
import { ApiRefusalError } from '../testing/api/api-refusal-error';
import { failures } from './failures';
import type { FailureReason, FailureValues } from './failures';
import type { Failure } from './protocol';

const STATUS: Readonly<Record<Failure['code'], number>> = {
  'bad-request': 400,
  forbidden: 403,
  'not-found': 404,
  'too-large': 413,
  busy: 429,
};

interface Words extends Readonly<Record<Language, (values: unknown) => string>> {
  readonly is: Failure['code'];
}

/** What the page asks for is not done, and this is why. Never leaves the server but as a `Failure`. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: Failure['code'];
  readonly text: Failure['text'];

  /** `values` are those of the case, which the words are made of. */
  private constructor(
    readonly reason: FailureReason,
    values: unknown,
  ) {
    // The values are those of this reason: `because` says so, but not to the compiler.
    const { is, en, zh } = failures[reason] as unknown as Words;
    super(en(values));
    this.code = is;
    this.text = { en: this.message, zh: zh(values) };
  }

  static because<R extends FailureReason>(
    reason: R,
    ...[values]: object extends FailureValues<R> ? [] : [values: FailureValues<R>]
  ): CommandError {
    return new CommandError(reason, values);
  }

  get status(): number {
    return STATUS[this.code];
  }

  get failure(): Failure {
    const { code, reason, message, text } = this;
    return { ok: false, code, reason, message, text };
  }
}

/**
 * The error as the page gets it; undefined when it is a mistake of ours. The rules of fields are those of the
 * fake API.
 */
export function toCommandError(error: unknown): CommandError | undefined {
  if (error instanceof CommandError) return error;
  if (!(error instanceof ApiRefusalError)) return undefined;
  const { errcode, message, chinese = message } = error;
  return CommandError.because('not-taken', { errcode, message, chinese });
}
