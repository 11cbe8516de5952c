import type { Message, MessageType } from '../model/message';

/** One part of what a user sent within a moment: a text as text, anything else as the message that it is. */
export type MergedPart = string | Message<Exclude<MessageType, 'text' | 'device_event'>>;

const merged = new WeakMap<object, readonly MergedPart[]>();

/** Says what a message's handlers answer all together. */
export const provideMerged = (state: object, parts: readonly MergedPart[]): void =>
  void merged.set(state, parts);

/**
 * What a message's handlers answer: the message itself, unless others were merged with it; of an event
 * nothing.
 */
export function mergedOf(message: Message, state: object): readonly MergedPart[] {
  const part = partOf(message);
  return merged.get(state) ?? (part === undefined ? [] : [part]);
}

/** A message of a user as a part of several. */
export function partOf(message: Message): MergedPart | undefined {
  const { MsgType } = message;
  if (MsgType === 'text') return message.Content;
  return MsgType === 'event' || MsgType === 'notice' || MsgType === 'device_event' ? undefined : message;
}
