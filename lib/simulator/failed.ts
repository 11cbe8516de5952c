import { Refused } from '../testing/api/refused';
import type { Failure } from './protocol';

const STATUS: Readonly<Record<Failure['code'], number>> = {
  'bad-request': 400,
  forbidden: 403,
  'not-found': 404,
  'too-large': 413,
  busy: 429,
};

/** What the page asks for is not done, and this is why. Never leaves the server but as a `Failure`. */
export class Failed extends Error {
  constructor(
    readonly code: Failure['code'],
    message: string,
  ) {
    super(message);
  }

  get status(): number {
    return STATUS[this.code];
  }

  get failure(): Failure {
    return { ok: false, code: this.code, message: this.message };
  }
}

/** The error as the page gets it; undefined when it is a mistake of ours. The rules of fields are those of the fake API. */
export function toFailed(error: unknown): Failed | undefined {
  if (error instanceof Failed) return error;
  return error instanceof Refused ? new Failed('bad-request', error.message) : undefined;
}
