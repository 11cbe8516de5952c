import { property } from '../own';
import type { PlainAnswer } from '../router/context';
import { readConversation } from './conversation/record';
import type { OpenConversation } from './conversation/record';
import { fromJson } from './session-data';

/** A message that changed the session. */
export interface Step {
  /** The start of its `deliveryId`. */
  readonly id: string;
  /** What it was answered; `null`: nothing. Absent: the answer came piece by piece, or is too long to be kept. */
  readonly answer?: PlainAnswer | null;
}

/** Something that is done once in a conversation: begun, and done when there is a result. */
export interface Note {
  /** The conversation's `id`. */
  readonly of: string;
  readonly key: string;
  /** Which run of the handlers has begun it. */
  readonly run: string;
  readonly result?: { readonly value?: unknown };
}

/** What messages change. */
export interface SessionState {
  /** The session, as JSON. */
  readonly session: string;
  readonly conversation?: OpenConversation | undefined;
}

/** What the store has of a user, and which messages made it what it is. */
export interface SessionRecord extends SessionState {
  /** The newest first. */
  readonly steps: readonly Step[];
  /** What was there before the newest step: a message that is handled again starts from it. */
  readonly before?: SessionState | undefined;
  readonly notes: readonly Note[];
}

/** A user's second message may be handled before the first one is started again, after a crash. */
const MAX_STEPS = 4;
const MAX_ANSWER = 4096;
const ID_LENGTH = 32;
export const EMPTY = '{}';

export const stepId = (deliveryId: string): string => deliveryId.slice(0, ID_LENGTH);

/** The session on the first line, the rest on the second: JSON has no line breaks of its own. */
export function readRecord(text: string | undefined): SessionRecord {
  const [first = EMPTY, second] = (text ?? EMPTY).split('\n', 2);
  const rest = second === undefined ? undefined : fromJson(second);
  const before = property(rest, 'before');
  const sessionBefore = property(before, 'session');
  return {
    session: sessionIn(first),
    conversation: readConversation(property(rest, 'conversation')),
    steps: listIn<Step>(rest, 'steps', 'id'),
    notes: listIn<Note>(rest, 'notes', 'key'),
    before:
      typeof sessionBefore === 'string'
        ? { session: sessionBefore, conversation: readConversation(property(before, 'conversation')) }
        : undefined,
  };
}

/** What another program has stored there may be no session. */
const sessionIn = (text: string): string => (Object.keys(fromJson(text)).length === 0 ? EMPTY : text);

export const isEmpty = ({ session, conversation }: SessionState): boolean =>
  session === EMPTY && conversation === undefined;

/** `undefined`: there is nothing to keep. */
export function writeRecord(record: SessionRecord): string | undefined {
  const { session, ...rest } = record;
  if (isEmpty(record) && rest.steps.length === 0 && rest.notes.length === 0) return undefined;
  return `${session}\n${JSON.stringify(rest)}`;
}

/** After a step: with its answer, or where that cannot be kept, with what it has done once. */
export function withStep(
  { session, conversation, steps }: SessionRecord,
  id: string,
  after: SessionState,
  answer: unknown,
  results: readonly Note[],
): SessionRecord {
  const kept = keptAnswer(answer);
  const step: Step = kept === undefined ? { id } : { id, answer: kept };
  return {
    ...after,
    steps: [step, ...steps.filter((each) => each.id !== id)].slice(0, MAX_STEPS),
    notes: kept === undefined ? results : [],
    before: { session, conversation },
  };
}

/** The step that a message has made. */
export const stepOf = ({ steps }: SessionRecord, id: string): Step | undefined =>
  steps.find((step) => step.id === id);

/** What a message finds: one that is handled again finds what it found before. */
export const stateFor = (record: SessionRecord, id: string): SessionState =>
  record.steps[0]?.id === id ? (record.before ?? record) : record;

/** An answer as JSON has it; `undefined` where it cannot be kept. */
function keptAnswer(answer: unknown): PlainAnswer | null | undefined {
  if (answer === undefined || answer === null || answer === '') return null;
  if (typeof answer !== 'string' && typeof property(answer, 'MsgType') !== 'string') return undefined;
  try {
    const json = JSON.stringify(answer);
    // A text, or a reply, which is plain data; what is sent is checked when it goes out, now or again.
    return Buffer.byteLength(json) <= MAX_ANSWER ? (JSON.parse(json) as PlainAnswer) : undefined;
  } catch {
    return undefined;
  }
}

/** Written by `writeRecord`; what is not like it is left out. */
function listIn<T>(rest: unknown, name: string, field: keyof T & string): readonly T[] {
  const list = property(rest, name);
  return Array.isArray(list)
    ? list.filter((each): each is T => typeof property(each, field) === 'string')
    : [];
}
