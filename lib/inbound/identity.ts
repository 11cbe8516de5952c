import { hash } from 'node:crypto';
import type { Message } from '../model/message';

/**
 * What makes a push that one, as 64 hex digits: the same for all its deliveries. `MsgId` alone is repeated across users; two events of one
 * user can share a second, so all their fields count. Never what a delivery has of its own: nonce, timestamp, signature.
 */
export function identityOf(message: Message): string {
  const { ToUserName, FromUserName, CreateTime } = message;
  // In a kind that the tables do not know, it may be anything.
  const { MsgId } = message as { readonly MsgId?: unknown };
  const id = typeof MsgId === 'string' && MsgId !== '' ? MsgId : fieldsOf(message);
  // It is remembered for minutes: hashed, it is short, and no piece of the body's text that would keep it all in memory.
  return hash('sha256', `${ToUserName}\n${FromUserName}\n${CreateTime}\n${id}`);
}

/** Of the delivery, not of the message: WeChat may encrypt each delivery anew, or not at all after a change of the mode. */
const DELIVERY: ReadonlySet<string> = new Set(['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce']);

/** The fields of a message as text, in an order of their own at every depth. */
export const fieldsOf = (message: object): string =>
  JSON.stringify(message, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    // Marked, so that a list of pairs is not taken for an object.
    if (Array.isArray(value)) return ['[', ...(value as readonly unknown[])];
    const fields = Object.entries(value).filter(([name]) => value !== message || !DELIVERY.has(name));
    return ['{', ...fields.sort(([one], [other]) => (one < other ? -1 : 1))];
  });
