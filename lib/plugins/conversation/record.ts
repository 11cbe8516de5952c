import { property } from '../../own';

/** One answer of a user, or a value that was read between two answers. */
export interface Entry {
  /** The kind of entry: `text`, `choice`, `image`…, the path of a form's field, `now` or `random`. */
  readonly op: string;
  readonly value: unknown;
}

/** The results of `once` by key. Each is in an object, since it may be undefined. */
export type Results = Readonly<Record<string, { readonly value?: unknown }>>;

/** A form or dialogue that waits for an answer. Plain JSON. */
export interface OpenConversation {
  readonly name: string;
  readonly version: number | string;
  /** The `deliveryId` of the message that began the conversation. It stays the same until the end. */
  readonly id: string;
  /** `CreateTime` of the user's last message in the conversation, in seconds. */
  readonly at: number;
  readonly log: readonly Entry[];
  /** The results of `once` by key. */
  readonly results: Results;
  /** The `op` of the question that waits for an answer. */
  readonly asked: string;
  /** Words that answer the question, although they are commands elsewhere. */
  readonly offered?: readonly string[] | undefined;
  /** The number of messages that were not an answer to the question. */
  readonly tries: number;
  /** A hash of all questions so far, in development. */
  readonly trace?: string;
}

/** Reads a stored record. A value that another program stored gives none. */
export function readConversation(value: unknown): OpenConversation | undefined {
  const isOne =
    typeof property(value, 'name') === 'string' &&
    typeof property(value, 'id') === 'string' &&
    typeof property(value, 'asked') === 'string' &&
    typeof property(value, 'at') === 'number' &&
    typeof property(value, 'tries') === 'number' &&
    typeof property(value, 'results') === 'object' &&
    property(value, 'results') !== null &&
    isLog(property(value, 'log')) &&
    Array.isArray(property(value, 'offered') ?? []);
  // All fields were checked above, except `version`, which is only compared.
  return isOne ? (value as OpenConversation) : undefined;
}

const isLog = (log: unknown): boolean =>
  Array.isArray(log) && log.every((entry) => typeof property(entry, 'op') === 'string');
