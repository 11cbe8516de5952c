import { property } from '../own';

/** What waits for a user. */
export interface MailboxRecord {
  readonly parts: readonly { readonly text: string; readonly at: number }[];
  /** How many were dropped since somebody looked. */
  readonly dropped: number;
  /** What was opened last, and by which message: repeated, it gets the same. */
  readonly opened?: { readonly id: string; readonly text: string } | undefined;
}

export const MAX_PARTS = 20;
export const MAX_BYTES = 65_536;
export const KEPT_MS = 86_400_000;

const EMPTY: MailboxRecord = { parts: [], dropped: 0 };

/** A record as it was stored, without what is too old; what another program has stored there may be none. */
export function readRecord(text: string | undefined, now: number): MailboxRecord {
  if (text === undefined) return EMPTY;
  try {
    const value: unknown = JSON.parse(text);
    const parts = property(value, 'parts');
    if (!Array.isArray(parts)) return EMPTY;
    // Written by `JSON.stringify` of a record.
    const record = value as MailboxRecord;
    return { ...record, parts: record.parts.filter(({ at }) => now - at < KEPT_MS) };
  } catch {
    return EMPTY;
  }
}

/** With more parts; of too many the oldest are dropped. */
export function addParts(record: MailboxRecord, texts: readonly string[], now: number): MailboxRecord {
  const parts = [...record.parts, ...texts.map((text) => ({ text, at: now }))];
  let bytes = parts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  let { dropped } = record;
  while (parts.length > MAX_PARTS || bytes > MAX_BYTES) {
    bytes -= Buffer.byteLength(parts.shift()?.text ?? '');
    dropped++;
  }
  return { ...record, parts, dropped };
}

/** The next part, which is then the opened one; the same again for the same message. */
export function openPart(
  record: MailboxRecord,
  id: string,
):
  | { readonly record: MailboxRecord; readonly text: string; readonly left: number; readonly dropped: number }
  | undefined {
  const { parts, opened, dropped } = record;
  if (opened?.id === id) return { record, text: opened.text, left: parts.length, dropped: 0 };
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  return {
    record: { parts: rest, dropped: 0, opened: { id, text: first.text } },
    text: first.text,
    left: rest.length,
    dropped,
  };
}

/** What a message opened did not reach the user: it is the next part again. */
export function closePart(record: MailboxRecord, id: string, now: number): MailboxRecord | undefined {
  const { opened, parts, dropped } = record;
  if (opened?.id !== id) return undefined;
  return { parts: [{ text: opened.text, at: now }, ...parts], dropped };
}
