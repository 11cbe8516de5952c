import { ConfigError } from '../errors';
import { property } from '../own';
import { said, textOf } from './events';
import { mapped } from './mapped';
import type { Piece } from './piece';
import { eventParser } from './sse';
import { StreamAnswer } from './stream-answer';
import { withoutThoughts } from './thoughts';

/** The sources that `reply.stream` accepts. */
export type StreamSource =
  string | AsyncIterable<unknown> | { readonly fullStream: unknown } | { readonly body: unknown };

const errorOf = (error: unknown): Error => {
  if (error instanceof Error) return error;
  const message = typeof error === 'string' ? error : textOf(property(error, 'message'));
  return new Error(message || 'The source of an answer failed.', { cause: error });
};

/**
 * Returns the text and the pictures of a source as they come. Reasoning is left out.
 *
 * @throws {ConfigError} The value is not a source of text.
 */
export function textsOf(source: StreamSource): AsyncIterable<Piece> {
  const isResponse = typeof source === 'object' && !isIterable(source) && isIterable(bodyOf(source));
  const parse = isResponse ? eventParser() : (event: unknown) => [event];
  let isNewStep = false;
  let hasText = false;
  const piecesOfEvent = (event: unknown): readonly (Piece | Error)[] => {
    const { text = '', pictures = [], error, isNewStep: ends } = said(event);
    if (error !== undefined) return [errorOf(error)];
    if (ends) isNewStep = hasText;
    if (text === '') return pictures;
    const separated = isNewStep ? `\n\n${text}` : text;
    isNewStep = false;
    hasText = true;
    return [separated, ...pictures];
  };
  return mapped(eventsOf(source), (event) => parse(event).flatMap(piecesOfEvent));
}

function eventsOf(source: unknown): AsyncIterable<unknown> {
  if (typeof source === 'string') return oneText(source);
  if (typeof source === 'object' && source !== null) {
    if (isIterable(source)) return source;
    // Some are getters of classes, not only own properties.
    const { fullStream, body, ok } = source as { fullStream?: unknown; body?: unknown; ok?: unknown };
    if (isIterable(fullStream)) return fullStream;
    if (isIterable(body)) {
      if (ok === false)
        return failing(
          new Error(`The source answered with status ${String((source as { status?: unknown }).status)}.`),
        );
      return body;
    }
  }
  throw new ConfigError(
    'reply.stream() takes text, an async iterable of text or of events, an object with "fullStream", or a Response.',
  );
}

const bodyOf = (source: object): unknown =>
  'fullStream' in source ? undefined : 'body' in source ? source.body : undefined;

const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** A source of one text. */
export async function* oneText(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

const failing = (error: Error): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
});

/** Returns an answer without the thoughts of the model. */
export function answerTexts(pieces: AsyncIterable<Piece>): AsyncIterable<Piece> {
  const thoughts = withoutThoughts();
  return mapped<Piece, Piece>(
    pieces,
    (piece) => (typeof piece === 'string' ? [thoughts.take(piece)] : [piece]),
    () => [thoughts.end()],
  );
}

/** Returns the answer as a stream answer, if it is streamed. */
export function streamOf(answer: unknown): StreamAnswer | undefined {
  if (answer instanceof StreamAnswer) return answer;
  return isIterable(answer) ? new StreamAnswer(answerTexts(textsOf(answer)), {}) : undefined;
}
