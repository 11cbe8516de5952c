import type { Reply } from '../model/reply-types';
import type { Answer, Context, PlainAnswer } from '../router/context';
import type { SessionStore } from '../store/sessions';
import { mailboxOf } from './mailbox';
import { createOffers } from './offers';
import { PlayedAnswer } from './played-answer';
import type { OutletOptions } from './outlet';
import { streamOf } from './source';
import type { StreamAnswer } from './stream-answer';

/** The parts that long answers need. */
export interface AnswersOptions extends OutletOptions {
  /** The store for the choices that users were offered. */
  readonly sessions: SessionStore;
}

/** Turns answers into messages: the reply, customer-service messages, or parts in the mailbox. */
export function createAnswers(options: AnswersOptions) {
  async function begin(stream: StreamAnswer, ctx: Context): Promise<PlainAnswer> {
    try {
      return await new PlayedAnswer(stream, ctx, options).begin();
    } catch (error) {
      stream.end();
      throw error;
    }
  }

  return {
    ...createOffers(options),
    settle: (answer: Answer, ctx: Context): PlainAnswer | Promise<PlainAnswer> => {
      const stream = streamOf(answer);
      // Only a streamed answer is not plain. Plain ones need no promise.
      return stream === undefined ? (answer as PlainAnswer) : begin(stream, ctx);
    },
    keeps: (ctx: Context): boolean => mailboxOf(ctx) !== undefined,
    keep: async (reply: Reply, ctx: Context): Promise<boolean> =>
      reply.MsgType === 'text' && ((await mailboxOf(ctx)?.keep(reply.Content)) ?? false),
  };
}
