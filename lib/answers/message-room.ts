import { MAX_TEXT } from '../model/cut-text';
import { splitText } from '../model/split-text';

/**
 * The longest answer in bytes that fits into a reply and five messages. An answer whose end is unknown is
 * assumed to be this long.
 */
const LONG_ANSWER_BYTES = 12_000;

/** The state of an answer that is being sent. */
export interface Progress {
  readonly reader: { readonly held: string; readonly bytes: number; readonly isOver: boolean };
  /** The bytes that were sent. */
  readonly taken: number;
  /** The bytes of the next message. */
  readonly room: number;
  /** How many messages may be sent, with the next one. */
  readonly messages: number;
}

/**
 * Returns how many bytes the next message needs so that the whole answer fits into the messages that may be
 * sent. `undefined`: the best border decides, because there is enough room, or too little in any case.
 */
export function leastBytes({ reader, taken, room, messages }: Progress): number | undefined {
  if (messages < 1) return undefined;
  const ahead = reader.isOver ? reader.bytes : Math.max(reader.bytes, LONG_ANSWER_BYTES - taken);
  if (ahead > room + (messages - 1) * MAX_TEXT) return undefined;
  if (reader.isOver && splitText(reader.held, room).length <= messages) return undefined;
  return Math.min(room, Math.ceil(ahead / messages));
}
