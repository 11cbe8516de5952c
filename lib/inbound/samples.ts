import { hash } from 'node:crypto';
import type { Logger } from '../logger';
import type { Message } from '../model/message';
import { fieldsOf } from './identity';

/** Few are enough: a sample is sent again by hand, in a moment. */
const MAX_SAMPLES = 100;

/** A message, or the digest of one. */
type Sample = Message | string;

const digestOf = (sample: Sample): string =>
  typeof sample === 'string' ? sample : hash('sha256', fieldsOf(sample));

/**
 * Tells of another message under the same id. WeChat never sends one; somebody who tries out a bot does, and gets the answer of the first.
 */
export function createSamples(logger: Logger) {
  const first = new Map<string, { readonly sample: Sample; told: boolean }>();

  return {
    /** `large`: nothing of the message may be kept, since its body is large. */
    compare(identity: string, message: Message, large: boolean): void {
      const known = first.get(identity);
      if (known === undefined) {
        first.set(identity, { sample: large ? digestOf(message) : message, told: false });
        if (first.size > MAX_SAMPLES) for (const oldest of first.keys()) return void first.delete(oldest);
        return;
      }
      if (known.told || digestOf(known.sample) === digestOf(message)) return;
      known.told = true;
      logger.warn(
        { event: 'same-id', deliveryId: identity },
        'Another message has come under the MsgId, CreateTime and sender of one before: it is taken for the same, so no handler runs, and the answer is that of the first (for ten minutes). Give every message that you make a MsgId of its own.',
      );
    },
  };
}
