import { ConfigError } from '../errors';
import { reply as messageReply } from '../model/replies';
import { answerTexts, oneText, textsOf } from './source';
import type { StreamSource } from './source';
import { StreamAnswer } from './stream-answer';
import type { StreamOptions } from './stream-answer';

/**
 * Builds replies (page: 被动回复用户消息). Media ids are temporary (3 days) or permanent ones.
 * Each builder throws a `ConfigError` when a required value is missing or a limit is passed.
 *
 * @example
 * wx.text('menu', () => reply.choices('What would you like?', { Tea: 'tea', Coffee: 'coffee' }));
 * wx.text('logo', () => reply.image('a media id'));
 */
export const reply = {
  ...messageReply,

  /**
   * Replies with a text of any length. The first 2,047 bytes are the reply. The rest follows as
   * customer-service messages, as many as the account may send, and then goes to the mailbox.
   *
   * @throws {ConfigError} The value is not a text, or it is empty.
   */
  long: (text: string, options: StreamOptions = {}): StreamAnswer => {
    if (typeof text !== 'string' || text.trim() === '') throw new ConfigError('reply.long() needs a text.');
    return new StreamAnswer(oneText(text), options);
  },

  /**
   * Replies with a streamed text: from an async iterable of strings, of parts of the AI SDK or events of
   * OpenAI's and Anthropic's, an object with `fullStream`, a `Response` with SSE, or a string. The text that
   * is available 0.7 s before the time ends is the reply, and the rest follows as in `reply.long`. Reasoning
   * is left out. An error, or an answer without text, goes to `onError`.
   *
   * @example
   * wx.text(({ message, signal }) =>
   *   reply.stream(streamText({ model, prompt: message.Content, abortSignal: signal })));
   *
   * @throws {ConfigError} The value is not such a source, or an option is out of its range.
   */
  stream: (source: StreamSource, options: StreamOptions = {}): StreamAnswer =>
    new StreamAnswer(answerTexts(textsOf(source)), options),
};
