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

/** Turns long answers into messages, and keeps what cannot be sent. */
export interface Answers {
  /** Returns the message to answer. */
  read(ctx: Context): Context | Promise<Context>;
  /** Remembers the choices that a message offers to its reader. */
  note(reply: Reply | undefined, ctx: Context): void | Promise<void>;
  /** Returns the first message of an answer. The rest is sent after it. */
  settle(answer: Answer, ctx: Context): PlainAnswer | Promise<PlainAnswer>;
  /** Tells whether a mailbox keeps messages that cannot be sent to the user. */
  keeps(ctx: Context): boolean;
  /** Keeps an answer that cannot be sent. False: it is not kept. */
  keep(reply: Reply, ctx: Context): Promise<boolean>;
}

/** Leaves answers unchanged. */
export const PLAIN: Answers = {
  read: (ctx) => ctx,
  note: () => undefined,
  // Code that creates longer answers also provides their `settle`.
  settle: (answer) => answer as PlainAnswer,
  keeps: () => false,
  keep: () => Promise.resolve(false),
};

/** Runs the handlers, and turns every result into an outcome. It never rejects. */
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
    // The handlers were told to stop, so this is not a failure.
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

  /** Waits only if needed: most answers are available at once. */
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
    // The sender of the push wrote both values.
    const sent = { MsgType: printable(MsgType), openid: printable(FromUserName) };
    logger.error({ event, ...sent, deliveryId: ctx.deliveryId, err: error }, message);
    if (diagnostics.handlerError.wanted)
      diagnostics.handlerError.publish({ event, deliveryId: ctx.deliveryId, error });
  }
}

/**
 * Turns the result of a handler into a reply.
 *
 * @throws {ConfigError} The result is not a reply, or WeChat would not accept it, or would not show it in
 * answer to such a message.
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
