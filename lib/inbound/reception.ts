import type { Settings } from '../config';
import { diagnostics } from '../diagnostics';
import { printable } from '../logger';
import type { RefusalCode } from '../refusals';
import type { Proven } from './account';
import { identityOf } from './identity';
import type { Push } from './parse';
import { createSamples } from './samples';
import type { Connection, Delivery } from './waiter';

/** A piece of a longer body may keep the rest in memory. The largest real push known has 1,600 characters. */
const MAX_SMALL_CHARS = 2048;

/** Why a push is taken in clear, although it has an encrypted copy. */
const WITHOUT_KEY = [
  'key-missing',
  '"encodingAESKey" is missing among the settings of wechat(): anybody who sees one address can forge them. Set the key.',
] as const satisfies [RefusalCode, string];
const WITHOUT_TYPE = [
  'encrypt_type-missing',
  'their address has no "encrypt_type" (a proxy may have taken it away), and "allowPlaintext" is set: anybody who sees one address can forge them.',
] as const satisfies [RefusalCode, string];

/** Receives accepted pushes: says which message each delivers, and what a developer should know. */
export function createReception({ clock, logger, keys }: Settings) {
  /** The first message with each id, to compare another one with the same id. */
  const samples = createSamples(logger);
  let hasToldOfCopies = false;

  return {
    deliveryOf(push: Push, { parts, body, arrived }: Proven, connection: Connection): Delivery {
      if (push.isCompatible && !hasToldOfCopies) {
        hasToldOfCopies = true;
        const [code, why] = keys.length === 0 ? WITHOUT_KEY : WITHOUT_TYPE;
        logger.warn(
          { event: 'compatible', code },
          `Pushes come with encrypted copies (兼容模式), but are taken in clear, since ${why}`,
        );
      }
      const { message } = push;
      const identity = identityOf(message);
      const large = typeof body !== 'string' || body.length > MAX_SMALL_CHARS;
      samples.compare(identity, push, large);
      const age = (Number(parts.timestamp) - message.CreateTime) * 1000;
      return { identity, user: message.FromUserName, arrived, age, connection, large };
    },

    /** Publishes that a push was accepted. */
    accepted(push: Push, { identity, arrived }: Delivery): void {
      if (diagnostics.push.wanted) publish(push, identity, clock.monotonic() - arrived);
    },
  };
}

function publish({ message, format, replyKeys }: Push, deliveryId: string, ms: number): void {
  const { MsgType } = message;
  diagnostics.push.publish({
    outcome: 'accepted',
    format,
    encrypted: replyKeys !== undefined,
    MsgType: printable(MsgType),
    ...(message.MsgType === 'event' && { Event: printable(message.Event) }),
    deliveryId,
    ms,
  });
}
