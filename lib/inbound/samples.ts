import { hash } from 'node:crypto';
import type { Logger } from '../logger';
import type { Message } from '../model/message';
import { fieldsOf } from './identity';

/** A few are enough: a developer sends a sample again by hand, after a moment. */
const MIN_SAMPLES = 100;

/** A message, or its digest. */
interface Sample {
  readonly message: Message | string;
  isTold: boolean;
}

const digestOf = (message: Message | string): string =>
  typeof message === 'string' ? message : hash('sha256', fieldsOf(message));

/** Handlers may change their message. */
function copyOf<T extends object>(fields: T): T {
  // It has the fields of the original, and no prototype either; a list stays one.
  const copy = (Array.isArray(fields) ? [] : Object.create(null)) as Record<string, unknown>;
  for (const name in fields) {
    const value = fields[name];
    copy[name] = typeof value === 'object' && value !== null ? copyOf(value) : value;
  }
  return copy as T;
}

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
    compare(identity: string, message: Message, large: boolean): void {
      const known = newest.get(identity) ?? older.get(identity);
      if (known === undefined) {
        if (newest.size >= MIN_SAMPLES) {
          older = newest;
          newest = new Map();
        }
        newest.set(identity, { message: large ? digestOf(message) : copyOf(message), isTold: false });
        return;
      }
      if (known.isTold || digestOf(known.message) === digestOf(message)) return;
      known.isTold = true;
      logger.warn(
        { event: 'same-id', deliveryId: identity },
        'Another message has come under the MsgId, CreateTime and sender of one before: it is taken for the same, so no handler runs, and the answer is that of the first (for ten minutes). Give every message that you make a MsgId of its own.',
      );
    },
  };
}
