import type { Clock } from '../clock';
import { quietLog } from '../logger';
import type { Logger } from '../logger';
import { choicesIn, numberIn } from '../model/choices';
import type { Reply } from '../model/reply-types';
import { extendContext } from '../router/context';
import type { Chosen, Context } from '../router/context';
import type { SessionStore } from '../store/sessions';
import { changeRecord } from './kept-record';
import { addOffer, choiceOf, noteText, OFFERED_MS, readOffers } from './offer-record';
import { accountKey, ownKey } from './user-key';

/** The parts that recognise answers to questions. */
export interface OfferOptions {
  readonly sessions: SessionStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A longer text is not an answer: no label is so long. */
const MAX_LABEL = 64;
/** How often a process checks whether another one has asked questions, until one has. */
const ASK_AGAIN_MS = 60_000;
const IN_USE = 'choices';

/**
 * By store: whether questions were ever asked with it, as far as this process knows, and when it last
 * checked.
 */
const uses = new WeakMap<SessionStore, { isInUse: boolean; isMarkedAt: number; askedAt: number }>();

/**
 * Remembers the choices of users, and reads their answers. Bots without choices do not read a shared store,
 * except for a text that is a number or was tapped.
 */
export function createOffers({ sessions, clock, logger }: OfferOptions) {
  const log = quietLog(logger, clock);
  const known = uses.get(sessions);
  const use = known ?? { isInUse: false, isMarkedAt: -Infinity, askedAt: -Infinity };
  if (known === undefined) uses.set(sessions, use);

  /**
   * Returns the message to answer. If the text chooses an offered answer, the message has the word of that
   * answer.
   */
  function read(ctx: Context): Context | Promise<Context> {
    const { message, openid } = ctx;
    if (message.MsgType !== 'text' || openid === '') return ctx;
    if (use.isInUse) return answered(ctx);
    // No other process asks questions with this store.
    if (sessions.isShared === false) return ctx;
    const { Content, bizmsgmenuid } = message;
    if (bizmsgmenuid !== undefined) return answered(ctx);
    // A long text is neither a number nor a label, and not even read.
    if (Content.length > MAX_LABEL) return ctx;
    if (numberIn(Content) !== undefined) return answered(ctx);
    const isTime = clock.monotonic() - use.askedAt >= ASK_AGAIN_MS;
    return sessions.isShared === true && isTime ? afterAsking(ctx) : ctx;
  }

  async function afterAsking(ctx: Context): Promise<Context> {
    use.askedAt = clock.monotonic();
    try {
      use.isInUse = (await sessions.read(accountKey(ctx, IN_USE), OFFERED_MS)) !== undefined;
    } catch (error) {
      warn(error);
    }
    return use.isInUse ? answered(ctx) : ctx;
  }

  async function answered(ctx: Context): Promise<Context> {
    const { message, deliveryId } = ctx;
    if (message.MsgType !== 'text') return ctx;
    const { Content: content, bizmsgmenuid: tapId } = message;
    try {
      const choice = await changeRecord(recordOf(ctx), (text) => {
        const record = readOffers(text, clock.now());
        if (record.length > 0) use.isInUse = true;
        return [noteText(record, deliveryId), choiceOf(record, { content, tapId, deliveryId })];
      });
      if (choice === undefined) return ctx;
      const chosen: Chosen = { ...choice, said: content };
      return extendContext(ctx, { message: { ...message, Content: choice.word }, chosen });
    } catch (error) {
      warn(error);
      return ctx;
    }
  }

  /** Remembers the choices that a reply offers. */
  function note(reply: Reply | undefined, ctx: Context): void | Promise<void> {
    if (reply?.MsgType !== 'text' || ctx.openid === '') return undefined;
    const choices = choicesIn(reply.Content);
    return choices.length === 0 ? undefined : keep(choices, ctx);
  }

  async function keep(choices: ReturnType<typeof choicesIn>, ctx: Context): Promise<void> {
    use.isInUse = true;
    try {
      const now = clock.now();
      const offer = { choices, at: now, by: ctx.deliveryId };
      await Promise.all([
        changeRecord(recordOf(ctx), (text) => [addOffer(readOffers(text, now), offer), undefined]),
        mark(ctx),
      ]);
    } catch (error) {
      warn(error);
    }
  }

  /** Tells other processes that questions are asked. */
  async function mark(ctx: Context): Promise<void> {
    const now = clock.monotonic();
    if (sessions.isShared !== true || now - use.isMarkedAt < OFFERED_MS / 2) return;
    use.isMarkedAt = now;
    await sessions.write(accountKey(ctx, IN_USE), '1', OFFERED_MS);
  }

  const recordOf = (ctx: Context) => ({ sessions, key: ownKey(ctx, 'choices'), ttl: OFFERED_MS });

  function warn(error: unknown): void {
    const reason = error instanceof Error ? error.message : 'The store failed.';
    log(
      'warn',
      { event: 'choices-away', reason },
      'The answers of a question could not be kept or read: users are understood by the word alone.',
    );
  }

  return { read, note };
}
