import type { Reply } from '../model/reply-types';
import { ShutdownError } from '../router/abort-reasons';
import type { Outcome } from './outcome';
import type { Run } from './run';

/** Returns the answer to the message: of this process's run, or of another's. */
export function outcomeOf({ outcome, state: { me, facts } }: Run): Outcome {
  if (facts.answer === me) return outcome ?? { reply: undefined, error: new ShutdownError() };
  // One of our processes has stored this value: a reply, or nothing.
  return { reply: facts.value as Reply | undefined };
}

/**
 * Copies the reply of a large message. If the reply contained a piece of the message's text, it would keep
 * the whole body in memory.
 */
export function copyReply({ large }: Run, reply: Reply | undefined): Reply | undefined {
  if (!large) return reply;
  try {
    return reply && (JSON.parse(JSON.stringify(reply)) as Reply);
  } catch {
    // The reply was built by hand and contains values that JSON cannot express.
    return undefined;
  }
}
