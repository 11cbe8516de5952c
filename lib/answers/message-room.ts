import { MAX_TEXT } from '../model/cut-text';
import { splitText } from '../model/split-text';

/** The longest answer, in bytes, that goes into a reply and five messages: while its end is not known, it is taken to be that long. */
const LONG_ANSWER_BYTES = 12_000;

/** An answer on its way. */
export interface Progress {
  readonly reader: { readonly held: string; readonly bytes: number; readonly isOver: boolean };
  /** Bytes that have gone out. */
  readonly taken: number;
  /** Bytes of the next message. */
  readonly room: number;
  /** How many may go out, the next one included. */
  readonly messages: number;
}

/**
 * How many bytes the next message needs, so that all of the answer goes into the messages that may be sent; `undefined`: the best border
 * decides, since there is room enough, or too little anyway.
 */
export function leastBytes({ reader, taken, room, messages }: Progress): number | undefined {
  if (messages < 1) return undefined;
  const ahead = reader.isOver ? reader.bytes : Math.max(reader.bytes, LONG_ANSWER_BYTES - taken);
  if (ahead > room + (messages - 1) * MAX_TEXT) return undefined;
  if (reader.isOver && splitText(reader.held, room).length <= messages) return undefined;
  return Math.min(room, Math.ceil(ahead / messages));
}
