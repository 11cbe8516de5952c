import { hash } from 'node:crypto';
import type { Message } from '../model/message';

/**
 * Returns the identity of a push as 64 hex digits, equal for all its deliveries. Different users may have the
 * same `MsgId`; two events of one user may have the same second, so all their fields count. The values of a
 * single delivery never count: nonce, timestamp, signature.
 */
export function identityOf(message: Message): string {
  const { ToUserName, FromUserName, CreateTime } = message;
  // In an unknown kind of message it may have any type.
  const { MsgId } = message as { readonly MsgId?: unknown };
  const id = typeof MsgId === 'string' && MsgId !== '' ? MsgId : fieldsOf(message);
  // The identity is remembered for minutes. As a hash it is short, and does not keep the whole body in
  // memory.
  return hash('sha256', `${ToUserName}\n${FromUserName}\n${CreateTime}\n${id}`);
}

/**
 * Fields of a delivery, not of the message. WeChat may encrypt each delivery anew, or not at all after a
 * change of the mode.
 */
const DELIVERY: ReadonlySet<string> = new Set(['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce']);

/** Writes the fields of a message as text, sorted at every depth. */
export const fieldsOf = (message: object): string =>
  JSON.stringify(message, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    // Marked, so that a list of pairs differs from an object.
    if (Array.isArray(value)) return ['[', ...(value as readonly unknown[])];
    const fields = Object.entries(value).filter(([name]) => value !== message || !DELIVERY.has(name));
    return ['{', ...fields.sort(([one], [other]) => (one < other ? -1 : 1))];
  });
