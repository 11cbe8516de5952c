import type { WeChatConfig } from '../config';
import { diagnostics } from '../diagnostics';
import type { HandlerErrorEvent } from '../diagnostics';
import { ConfigError } from '../errors';
import { printable } from '../logger';
import type { Logger } from '../logger';
import type { Message } from '../model/message';
import { MAX_ARTICLES, reply as build, replyTypes } from '../model/replies';
import type { Reply } from '../model/replies';
import type { Answer, Context } from '../router/context';
import type { Outcome } from './run';

/** Runs the handlers and makes an outcome of whatever happens; never rejects. */
export async function runHandlers(
  dispatch: (ctx: Context) => Promise<Answer>,
  ctx: Context,
  logger: Logger,
  onError: WeChatConfig['onError'],
): Promise<Outcome> {
  try {
    return { reply: toReply(await dispatch(ctx), ctx.message) };
  } catch (error) {
    report(error, 'handler-failed', 'A handler failed.');
    if (onError === undefined) return { reply: undefined, error };
    try {
      return { reply: toReply(await onError(error, ctx), ctx.message) };
    } catch (second) {
      report(second, 'on-error-failed', 'onError() failed.');
      return { reply: undefined, error: second };
    }
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
 * @throws {ConfigError} It is no reply, or one that WeChat does not show in answer to such a message.
 */
export function toReply(answer: Answer, { MsgType }: Pick<Message, 'MsgType'>): Reply | undefined {
  if (answer === undefined || answer === null || answer === '') return undefined;
  if (typeof answer === 'string') return build.text(answer);
  // A handler in JavaScript may return anything at all.
  if (
    typeof answer !== 'object' ||
    !Object.hasOwn(answer, 'MsgType') ||
    !Object.hasOwn(replyTypes, answer.MsgType)
  )
    throw new ConfigError(
      'A handler returned something that is neither text nor a reply. Build replies with reply.text(), reply.news()…',
    );
  if (answer.MsgType === 'news' && MsgType !== 'event' && answer.ArticleCount > 1)
    throw new ConfigError(
      `WeChat shows one article in answer to a message (up to ${MAX_ARTICLES} in answer to an event), not ${answer.ArticleCount}. Reply with the first, or send the others as customer-service messages.`,
    );
  return answer;
}
