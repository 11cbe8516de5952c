import { randomBytes } from 'node:crypto';
import { MAX_TEXT } from '../model/cut-text';
import { tap } from '../model/tap';
import { filled } from '../model/texts';
import type { Texts } from '../model/texts';
import { textsOf } from '../router/context';
import type { Context, Handler, State } from '../router/context';
import type { UserKey } from '../store/sessions';
import { addText, closePart, isKept, KEPT_MS, openPart, readRecord } from './mailbox-record';
import type { MailboxRecord } from './mailbox-record';
import { changeRecord } from './kept-record';
import { withHint } from './mailbox-hint';
import { readMailbox } from './mailbox-settings';
import type { MailboxOptions } from './mailbox-settings';
import { ownKey, userKey } from './user-key';

const TAP_ID = 'offiaccount-more';
/** Digits of the most parts that are counted. */
const MANY = 99_999;
/** How often a failing store is asked to keep a text, and how long to wait in between. */
const MAX_KEEP_TRIES = 4;
const KEEP_AGAIN_MS = 1500;

/** Keeps the messages that could not be sent to the user of a message. */
export interface UserBox {
  /** The bytes of a reply that leave room for the link. */
  readonly partBytes: number;
  /** The link to tap for the rest. */
  readonly link: string;
  /** Keeps the next text of an answer, with a label for each message. False: the text could not be kept. */
  keep(text: string, label?: string): Promise<boolean>;
}

/** Keeps messages that could not be sent, and hands them out. `mailbox()` creates it. */
export interface Mailbox extends Handler {
  /**
   * Returns the texts that wait for a user, the next one first. `account` is the original id of the account
   * (`gh_…`), to which messages are addressed.
   *
   * @throws {StoreError} The store is unreachable.
   */
  waiting(openid: string, account: string): Promise<readonly string[]>;
}

const boxes = new WeakMap<State, UserBox>();

/** Returns the mailbox of a message's user, if there is one. */
export const mailboxOf = ({ state }: Context): UserBox | undefined => boxes.get(state);

/**
 * Keeps messages that could not be sent to a user: parts of `reply.long` and `reply.stream`, and late answers
 * if the account may not send. The user sends `继续`, or taps it, and gets the next part. A new question is
 * answered, with a note that another answer waits. At most 20 parts and 64 KiB per user are kept for 24
 * hours; the oldest are dropped with a note. Put it before the handlers that answer.
 *
 * @example
 * wx.use(inOrder({ store }), mailbox({ store }));
 *
 * @throws {ConfigError} A setting is missing or unusable.
 */
export function mailbox(options: MailboxOptions): Mailbox {
  const { store, word, logger, clock } = readMailbox(options);
  const link = tap(word, { id: TAP_ID });
  const said = normal(word);
  const { sessions } = store;

  const change = <T>(
    key: UserKey,
    by: (record: MailboxRecord) => readonly [MailboxRecord | undefined, T],
  ): Promise<T> => changeRecord({ sessions, key, ttl: KEPT_MS }, (text) => by(readRecord(text, clock.now())));

  function boxOf(ctx: Context, key: UserKey): UserBox {
    let of: string | undefined;
    let count = 0;
    return {
      // Few messages leave anything to keep.
      get partBytes() {
        const beside = aroundPart(textsOf(ctx), { link, dropped: MANY, left: MANY });
        return MAX_TEXT - Buffer.byteLength(beside.before + beside.after);
      },
      link,
      async keep(text, label = '') {
        of ??= randomBytes(9).toString('base64url');
        const kept = { of, count: ++count };
        return persist(ctx, key, (record) => {
          if (isKept(record, kept)) return undefined;
          const now = clock.now();
          const closed = closePart(record, ctx.deliveryId, now);
          if (closed !== undefined && text.includes(closed.parts[0]?.text ?? text)) return closed;
          const bytes = this.partBytes - Buffer.byteLength(label);
          const added = { text, label, by: ctx.deliveryId, at: now };
          return { ...addText(record, added, bytes), kept };
        });
      },
    };
  }

  /**
   * Changes the record even if the store fails for a while. False: the store keeps failing, or there is no
   * time left.
   */
  async function persist(
    ctx: Context,
    key: UserKey,
    by: (record: MailboxRecord) => MailboxRecord | undefined,
  ): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await change(key, (record) => [by(record), undefined]);
        return true;
      } catch (error) {
        if (attempt < MAX_KEEP_TRIES && !ctx.signal.aborted) {
          await new Promise<void>((resolve) => clock.setTimeout(resolve, KEEP_AGAIN_MS));
          continue;
        }
        away(error, ctx);
        return false;
      }
    }
  }

  function away(error: unknown, { deliveryId }: Pick<Context, 'deliveryId'>): void {
    logger.error(
      { event: 'mailbox-away', deliveryId, err: error },
      'A mailbox could not be read or written.',
    );
  }

  /**
   * The store may have opened a part although its response was lost. A part that nobody reads becomes the
   * next part again.
   */
  function closeAgain(ctx: Context, key: UserKey): void {
    ctx.after(() => persist(ctx, key, (record) => closePart(record, ctx.deliveryId, clock.now())));
  }

  const handle: Handler = async (ctx, next) => {
    const { openid, message, deliveryId } = ctx;
    if (openid === '') return next();
    const key = ownKey(ctx, 'mailbox');
    const texts = textsOf(ctx);
    boxes.set(ctx.state, boxOf(ctx, key));
    try {
      if (message.MsgType === 'text' && normal(message.Content) === said) {
        const opened = await change(key, (record) => {
          const found = openPart(record, deliveryId);
          return [found?.record, found];
        });
        if (opened !== undefined) {
          const { before, after } = aroundPart(texts, { link, ...opened });
          return before + opened.text + after;
        }
        if (message.bizmsgmenuid === TAP_ID) return filled(texts.nothingLeft, { link });
      }
    } catch (error) {
      away(error, ctx);
      closeAgain(ctx, key);
      if (message.MsgType === 'text' && message.bizmsgmenuid === TAP_ID)
        return filled(texts.mailboxAway, { link });
    }
    // Messages that waited before this one. The rest of its own answer does not count.
    const waiting = waits(ctx, key);
    const answer = await next();
    if (!(await waiting) || texts.answerWaiting === '') return answer;
    return withHint(answer, `\n\n${filled(texts.answerWaiting, { link })}`);
  };
  return Object.assign(handle, {
    waiting: async (openid: string, account: string): Promise<readonly string[]> => {
      const text = await sessions.read(userKey(account, openid, 'mailbox'), KEPT_MS);
      return readRecord(text, clock.now()).parts.map((part) => part.text);
    },
  });

  async function waits(ctx: Context, key: UserKey): Promise<boolean> {
    try {
      return readRecord(await sessions.read(key, KEPT_MS), clock.now()).parts.length > 0;
    } catch (error) {
      away(error, ctx);
      return false;
    }
  }
}

/** What stands above a part that was opened, and below it. */
function aroundPart(
  { partsDropped, partsLeft }: Texts,
  { link, dropped, left }: { readonly link: string; readonly dropped: number; readonly left: number },
): { readonly before: string; readonly after: string } {
  return {
    before: dropped > 0 && partsDropped !== '' ? `${filled(partsDropped, { count: dropped })}\n` : '',
    after: left > 0 ? `\n\n${filled(partsLeft, { link, count: left })}` : '',
  };
}

const normal = (text: string): string => text.normalize('NFKC').trim();
