import { property } from '../../own';

/** One answer of a user's, or what was read of the world between two of them. */
export interface Entry {
  /** What was asked: `text`, `choice`, `image`…, the path of a form's field, `now` or `random`. */
  readonly op: string;
  readonly value: unknown;
}

/** What `once` has given, by key; in an object, since it may be nothing. */
export type Results = Readonly<Record<string, { readonly value?: unknown }>>;

/** A form or dialogue that waits for an answer. Plain JSON. */
export interface OpenConversation {
  readonly name: string;
  readonly version: number | string;
  /** The same from its first question to its end: the `deliveryId` of the message that began it. */
  readonly id: string;
  /** `CreateTime` of the user's last message in it, in seconds. */
  readonly at: number;
  readonly log: readonly Entry[];
  /** What `once` has given, by key. */
  readonly results: Results;
  /** The `op` of the question that waits for an answer. */
  readonly asked: string;
  /** Words that are answers to it, though they are commands elsewhere. */
  readonly offered?: readonly string[] | undefined;
  /** Answers to it that were none. */
  readonly tries: number;
  /** A hash of all questions so far, in development. */
  readonly trace?: string;
}

/** A record as it was stored; what another program has stored there is none. */
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
  // All fields have just been looked at, but for `version`, which is compared only.
  return isOne ? (value as OpenConversation) : undefined;
}

const isLog = (log: unknown): boolean =>
  Array.isArray(log) && log.every((entry) => typeof property(entry, 'op') === 'string');
