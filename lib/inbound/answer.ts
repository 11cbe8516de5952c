import type { WeChatConfig } from '../config';
import { diagnostics } from '../diagnostics';
import type { HandlerErrorEvent } from '../diagnostics';
import { ConfigError } from '../errors';
import { printable } from '../logger';
import type { Logger } from '../logger';
import type { Message } from '../model/message';
import { checkReply, MAX_ARTICLES } from '../model/check-reply';
import type { Reply } from '../model/reply-types';
import { unwanted } from '../router/context';
import type { Answer, Context, PlainAnswer } from '../router/context';
import { logCut } from '../router/log-cut';
import type { Outcome } from './outcome';

/** What makes one message of answers that may be longer, and keeps what cannot be sent. */
export interface Answers {
  /** The message as it is to be answered. */
  read(ctx: Context): Context | Promise<Context>;
  /** Remembers what a message offers to its reader. */
  note(reply: Reply | undefined, ctx: Context): void | Promise<void>;
  /** The first message of an answer; the rest goes its own way after it. */
  settle(answer: Answer, ctx: Context): PlainAnswer | Promise<PlainAnswer>;
  /** Whether something keeps what cannot be sent to the user. */
  keeps(ctx: Context): boolean;
  /** Keeps an answer that cannot be sent. False: it is not kept. */
  keep(reply: Reply, ctx: Context): Promise<boolean>;
}

/** Answers as they are. */
export const PLAIN: Answers = {
  read: (ctx) => ctx,
  note: () => undefined,
  // Whoever makes longer ones brings what settles them.
  settle: (answer) => answer as PlainAnswer,
  keeps: () => false,
  keep: () => Promise.resolve(false),
};

/** Runs the handlers and makes an outcome of whatever happens; never rejects. */
export async function runHandlers(
  dispatch: (ctx: Context) => Promise<Answer>,
  received: Context,
  logger: Logger,
  onError: WeChatConfig['onError'],
  answers: Answers = PLAIN,
): Promise<Outcome> {
  const reading = answers.read(received);
  const ctx = reading instanceof Promise ? await reading : reading;
  try {
    const outcome = outcomeOf(await dispatch(ctx));
    return outcome instanceof Promise ? await outcome : outcome;
  } catch (error) {
    // What it was told to stop for is no failure.
    if (unwanted(ctx) !== undefined) return { reply: undefined };
    report(error, 'handler-failed', 'A handler failed.');
    if (onError === undefined) return { reply: undefined, error };
    try {
      return await outcomeOf(await onError(error, ctx));
    } catch (second) {
      report(second, 'on-error-failed', 'onError() failed.');
      return { reply: undefined, error: second };
    }
  }

  /** Waits only for what must be waited for: most answers are there at once. */
  function outcomeOf(answer: Answer): Outcome | Promise<Outcome> {
    const settled = answers.settle(answer, ctx);
    if (settled instanceof Promise) return settled.then(answerOf).then((reply) => ({ reply }));
    const reply = answerOf(settled);
    return reply instanceof Promise ? reply.then((noted) => ({ reply: noted })) : { reply };
  }

  function answerOf(answer: PlainAnswer): Reply | undefined | Promise<Reply | undefined> {
    if (unwanted(ctx) !== undefined) return undefined;
    const reply = toReply(answer, ctx.message);
    logCut(logger, reply, { deliveryId: ctx.deliveryId });
    const noted = answers.note(reply, ctx);
    return noted === undefined ? reply : noted.then(() => reply);
  }

  function report(error: unknown, event: HandlerErrorEvent['event'], message: string): void {
    const { MsgType, FromUserName } = ctx.message;
    // Both were written by whoever sent the push.
    const sent = { MsgType: printable(MsgType), openid: printable(FromUserName) };
    logger.error({ event, ...sent, deliveryId: ctx.deliveryId, err: error }, message);
    if (diagnostics.handlerError.wanted)
      diagnostics.handlerError.publish({ event, deliveryId: ctx.deliveryId, error });
  }
}

/**
 * Makes a reply of what a handler returned.
 *
 * @throws {ConfigError} It is no reply, WeChat would not take it, or does not show it in answer to such a message.
 */
export function toReply(answer: PlainAnswer, { MsgType }: Pick<Message, 'MsgType'>): Reply | undefined {
  if (answer === undefined || answer === null || answer === '') return undefined;
  const reply = checkReply(typeof answer === 'string' ? { MsgType: 'text', Content: answer } : answer);
  if (reply.MsgType === 'news' && MsgType !== 'event' && reply.ArticleCount > 1)
    throw new ConfigError(
      `WeChat shows one article in answer to a message (up to ${MAX_ARTICLES} in answer to an event), not ${reply.ArticleCount}. Reply with the first, or send the others as customer-service messages.`,
    );
  return reply;
}
