import { property } from '../own';
import type { PlainAnswer } from '../router/context';
import { readConversation } from './conversation/record';
import type { OpenConversation } from './conversation/record';
import { fromJson } from './session-data';

/** A message that changed the session. */
export interface Step {
  /** The beginning of the message's `deliveryId`. */
  readonly id: string;
  /**
   * The answer to the message; `null`: no answer. Absent: the answer was streamed, or is too long to be
   * stored.
   */
  readonly answer?: PlainAnswer | null;
}

/** Work of `once` in a conversation: begun, and done when there is a result. */
export interface Note {
  /** The `id` of the conversation. */
  readonly of: string;
  readonly key: string;
  /** The run of the handlers that has begun the work. */
  readonly run: string;
  readonly result?: { readonly value?: unknown };
}

/** The part of a record that messages change. */
export interface SessionState {
  /** The session as JSON. */
  readonly session: string;
  readonly conversation?: OpenConversation | undefined;
}

/** The stored record of a user, with the messages that led to it. */
export interface SessionRecord extends SessionState {
  /** The newest message first. */
  readonly steps: readonly Step[];
  /** The state before the newest message. If that message is handled again, it starts from here. */
  readonly before?: SessionState | undefined;
  readonly notes: readonly Note[];
}

/** A user's second message may be handled before the first one starts again after a crash. */
const MAX_STEPS = 4;
const MAX_ANSWER = 4096;
const ID_CHARS = 32;
export const EMPTY = '{}';

export const stepId = (deliveryId: string): string => deliveryId.slice(0, ID_CHARS);

/** The session is on the first line, the rest on the second. JSON itself has no line breaks here. */
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

/** Another program may have stored something that is not a session. */
const sessionIn = (text: string): string => (Object.keys(fromJson(text)).length === 0 ? EMPTY : text);

export const isEmpty = ({ session, conversation }: SessionState): boolean =>
  session === EMPTY && conversation === undefined;

/** Writes a record; `undefined`: there is nothing to store. */
export function writeRecord(record: SessionRecord): string | undefined {
  const { session, ...rest } = record;
  if (isEmpty(record) && rest.steps.length === 0 && rest.notes.length === 0) return undefined;
  return `${session}\n${JSON.stringify(rest)}`;
}

/** Adds a message with its answer. If the answer cannot be stored, the results of `once` are. */
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

/** Returns the step of a message. */
export const stepOf = ({ steps }: SessionRecord, id: string): Step | undefined =>
  steps.find((step) => step.id === id);

/** Returns the state that a message finds. A message that is handled again finds the same state as before. */
export const stateFor = (record: SessionRecord, id: string): SessionState =>
  record.steps[0]?.id === id ? (record.before ?? record) : record;

/** Returns an answer as JSON has it; `undefined` if it cannot be stored. */
function keptAnswer(answer: unknown): PlainAnswer | null | undefined {
  if (answer === undefined || answer === null || answer === '') return null;
  if (typeof answer !== 'string' && typeof property(answer, 'MsgType') !== 'string') return undefined;
  try {
    const json = JSON.stringify(answer);
    // A text, or a reply, which is plain data. It is checked when it is sent.
    return Buffer.byteLength(json) <= MAX_ANSWER ? (JSON.parse(json) as PlainAnswer) : undefined;
  } catch {
    return undefined;
  }
}

/** `writeRecord` wrote these lists. Items of another form are left out. */
function listIn<T>(rest: unknown, name: string, field: keyof T & string): readonly T[] {
  const list = property(rest, name);
  return Array.isArray(list)
    ? list.filter((each): each is T => typeof property(each, field) === 'string')
    : [];
}
