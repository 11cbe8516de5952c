import { hash } from 'node:crypto';
import type { Logger } from '../logger';
import type { Message } from '../model/message';
import { fieldsOf } from './identity';
import { messageIn } from './parse';
import type { Push } from './parse';

/** A few are enough: a developer sends a sample again by hand, after a moment. */
const MIN_SAMPLES = 100;

/** What is kept of a message: its text, which no handler can change, or the digest of its fields. */
interface Sample {
  readonly text?: string;
  readonly digest?: string;
  isTold: boolean;
}

const digestOf = (message: Message): string => hash('sha256', fieldsOf(message));

const digestIn = ({ text, digest = '' }: Sample): string =>
  text === undefined ? digest : digestOf(messageIn(text));

/**
 * Reports another message with the same id. WeChat never sends one. A developer who tries out a bot does, and
 * gets the answer to the first message.
 */
export function createSamples(logger: Logger) {
  // The newest messages, and those before them. Dropping a whole map costs less than removing the oldest
  // entry.
  let newest = new Map<string, Sample>();
  let older = newest;

  return {
    /** `large`: nothing of the message may be kept, since its body is large. */
    compare(identity: string, { message, clear }: Pick<Push, 'message' | 'clear'>, large: boolean): void {
      const known = newest.get(identity) ?? older.get(identity);
      if (known === undefined) {
        if (newest.size >= MIN_SAMPLES) {
          older = newest;
          newest = new Map();
        }
        const kept = large || typeof clear !== 'string' ? { digest: digestOf(message) } : { text: clear };
        newest.set(identity, { ...kept, isTold: false });
        return;
      }
      if (known.isTold || known.text === clear || digestIn(known) === digestOf(message)) return;
      known.isTold = true;
      logger.warn(
        { event: 'same-id', deliveryId: identity },
        'Another message has come under the MsgId, CreateTime and sender of one before: it is taken for the same, so no handler runs, and the answer is that of the first (for ten minutes). Give every message that you make a MsgId of its own.',
      );
    },
  };
}
