import { ConfigError } from '../errors';
import { property } from '../own';
import { eventParser } from './sse';
import { StreamAnswer } from './stream-answer';
import { withoutThoughts } from './thoughts';

/** Something of which `reply.stream` makes text. */
export type StreamSource =
  string | AsyncIterable<unknown> | { readonly fullStream: unknown } | { readonly body: unknown };

/** What one event of a source says. */
interface Said {
  readonly text?: string;
  /** Text of another step than before. */
  readonly isNewStep?: true;
  readonly error?: unknown;
}

const NOTHING: Said = {};
const failed = (error: unknown): Said => ({ error: error ?? new Error('The source of an answer failed.') });
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Events by their `type`: of the AI SDK's `fullStream`, of OpenAI's Responses, of Anthropic's messages. Others say nothing. */
const BY_TYPE: Readonly<Record<string, (event: object) => Said>> = {
  'text-delta': (event) => ({
    text: textOf(property(event, 'text') ?? property(event, 'textDelta') ?? property(event, 'delta')),
  }),
  'finish-step': () => ({ isNewStep: true }),
  'step-finish': () => ({ isNewStep: true }),
  abort: () => failed(new Error('The source of an answer was aborted.')),
  error: (event) => failed(property(event, 'error') ?? property(event, 'message')),
  'response.output_text.delta': (event) => ({ text: textOf(property(event, 'delta')) }),
  'response.failed': (event) => failed(property(property(event, 'response'), 'error')),
  'response.incomplete': () => failed(new Error('The response is incomplete.')),
  content_block_delta: (event) => ({ text: textOf(property(property(event, 'delta'), 'text')) }),
};

/** What an event says, told apart by its shape. */
export function said(event: unknown): Said {
  if (typeof event === 'string') return { text: event };
  if (typeof event !== 'object' || event === null) return NOTHING;
  const type = property(event, 'type');
  if (typeof type === 'string') return Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type]!(event) : NOTHING;
  const error = property(event, 'error');
  if (error !== undefined && error !== null) return failed(error);
  // OpenAI's chat completions. Reasoning has another name there.
  const choices = property(event, 'choices');
  if (Array.isArray(choices)) return { text: textOf(property(property(choices[0], 'delta'), 'content')) };
  // Dify's.
  if (property(event, 'event') === 'error') return failed(property(event, 'message'));
  return { text: textOf(property(event, 'answer')) };
}

const errorOf = (error: unknown): Error => {
  if (error instanceof Error) return error;
  const message = typeof error === 'string' ? error : textOf(property(error, 'message'));
  return new Error(message || 'The source of an answer failed.', { cause: error });
};

/**
 * The text of a source, as it comes; reasoning is left out.
 *
 * @throws {ConfigError} It is nothing that text could be made of.
 */
export function textsOf(source: StreamSource): AsyncIterable<string> {
  const isResponse = typeof source === 'object' && !isIterable(source) && isIterable(bodyOf(source));
  const parse = isResponse ? eventParser() : (event: unknown) => [event];
  let isNewStep = false;
  let hasText = false;
  const textOfEvent = (event: unknown): string => {
    const { text = '', error, isNewStep: ends } = said(event);
    if (error !== undefined) throw errorOf(error);
    if (ends) isNewStep = hasText;
    if (text === '') return '';
    const separated = isNewStep ? `\n\n${text}` : text;
    isNewStep = false;
    hasText = true;
    return separated;
  };
  return mapped(eventsOf(source), (event) => parse(event).map(textOfEvent).join(''));
}

/** A source of texts made of another. Not a generator: told to stop, it tells the other at once, also while that is busy. */
function mapped<T>(
  source: AsyncIterable<T>,
  take: (value: T) => string,
  end: () => string = () => '',
): AsyncIterable<string> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      let isOver = false;
      const over = { done: true, value: undefined } as const;
      return {
        async next() {
          while (!isOver) {
            const step = await iterator.next();
            const { done } = step;
            let text: string;
            try {
              text = step.done === true ? end() : take(step.value);
            } catch (error) {
              isOver = true;
              void Promise.resolve(iterator.return?.()).catch(() => undefined);
              throw error;
            }
            if (done === true) isOver = true;
            if (text !== '') return { done: false, value: text };
          }
          return over;
        },
        async return() {
          isOver = true;
          await iterator.return?.();
          return over;
        },
      };
    },
  };
}

function eventsOf(source: unknown): AsyncIterable<unknown> {
  if (typeof source === 'string') return oneText(source);
  if (typeof source === 'object' && source !== null) {
    if (isIterable(source)) return source;
    // Getters of classes, not only own properties.
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

/** A source that says one text. */
export async function* oneText(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

const failing = (error: Error): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
});

/** Text without what the model thought. */
export function answerTexts(texts: AsyncIterable<string>): AsyncIterable<string> {
  const thoughts = withoutThoughts();
  return mapped(
    texts,
    (text) => thoughts.take(text),
    () => thoughts.end(),
  );
}

/** The answer as one that may be long, if it comes piece by piece. */
export function streamOf(answer: unknown): StreamAnswer | undefined {
  if (answer instanceof StreamAnswer) return answer;
  return isIterable(answer) ? new StreamAnswer(answerTexts(textsOf(answer)), {}) : undefined;
}
