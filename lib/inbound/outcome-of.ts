import type { Reply } from '../model/reply-types';
import { ShutdownError } from '../router/abort-reasons';
import type { Outcome } from './outcome';
import type { Run } from './run';

/** What the message is answered: by this process's run, or by another's. */
export function outcomeOf({ outcome, state: { me, facts } }: Run): Outcome {
  if (facts.answer === me) return outcome ?? { reply: undefined, error: new ShutdownError() };
  // What a process of ours has stored: a reply, or nothing.
  return { reply: facts.value as Reply | undefined };
}

/** Of a large message, a reply with text of its own: a piece of the message's would keep the whole body in memory for as long. */
export function copyReply({ large }: Run, reply: Reply | undefined): Reply | undefined {
  if (!large) return reply;
  try {
    return reply && (JSON.parse(JSON.stringify(reply)) as Reply);
  } catch {
    // Built by hand, of what JSON does not have.
    return undefined;
  }
}
