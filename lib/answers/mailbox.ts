import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger } from '../logger';
import type { Logger } from '../logger';
import { MAX_TEXT } from '../model/cut-text';
import { splitText } from '../model/split-text';
import { tap } from '../model/tap';
import { isVisible } from '../model/visible';
import { own, property } from '../own';
import type { Answer, Context, Handler, State } from '../router/context';
import type { SessionStore, UserKey } from '../store/sessions';
import { checkStore } from '../store/store-check';
import { addParts, closePart, KEPT_MS, openPart, readRecord } from './mailbox-record';
import type { MailboxRecord } from './mailbox-record';
import { oneText, streamOf } from './source';
import { changeRecord } from './kept-record';
import { ownKey } from './user-key';

type Texts = Pick<SessionStore, 'read' | 'write' | 'replace'>;

/** Settings of `mailbox()`. */
export interface MailboxOptions {
  /** What processes share; the same store as that of `wechat()`. */
  readonly store: { readonly sessions: Texts };
  /** The word that opens it, said or tapped. Default `继续`. */
  readonly word?: string;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
  /** Where time comes from; for tests. */
  readonly clock?: Clock;
}

const TAP_ID = 'offiaccount-more';
/** What is said beside a part and the link, in bytes at most: how many are left, and that something was dropped. */
const BESIDE_BYTES = 100;
const MAX_WORD = 20;

/** What keeps what could not be sent to the user of a message. */
export interface Mailbox {
  /** Bytes of a reply that leave room for the link. */
  readonly partBytes: number;
  /** Where to tap for the rest. */
  readonly link: string;
  /** False: it could not be kept. */
  keep(text: string): Promise<boolean>;
}

const boxes = new WeakMap<State, Mailbox>();

/** The mailbox of a message's user, if there is one. */
export const mailboxOf = ({ state }: Context): Mailbox | undefined => boxes.get(state);

/**
 * Keeps what could not be sent to a user: of `reply.long` and `reply.stream`, and late answers where the account may not send. The
 * user says `继续`, or taps it, and gets the next part; a new question is answered, and told that something waits. At most 20 parts and
 * 64 KiB per user for 24 hours, of which the oldest are dropped with a note. Put it before the handlers that answer.
 *
 * @example
 * wx.use(inOrder({ store }), mailbox({ store }));
 *
 * @throws {ConfigError} A setting is missing or unusable.
 */
export function mailbox(options: MailboxOptions): Handler {
  if (typeof (options as unknown) !== 'object' || !(options as unknown))
    throw new ConfigError('mailbox() needs { store }: redisStore(client), or memoryStore().');
  const { store, word = '继续', logger = consoleLogger, clock = systemClock } = own(options);
  if ((store as unknown) === undefined)
    throw new ConfigError('mailbox() needs "store": redisStore(client), or memoryStore().');
  checkStore(store, 'sessions');
  if (typeof word !== 'string' || word.length > MAX_WORD)
    throw new ConfigError(`mailbox(): "word" must be text of ${MAX_WORD} characters at most.`);
  const link = tap(word, { id: TAP_ID });
  const said = normal(word);
  const partBytes = MAX_TEXT - Buffer.byteLength(link) - BESIDE_BYTES;
  const { sessions } = store;

  const change = <T>(
    key: UserKey,
    by: (record: MailboxRecord) => readonly [MailboxRecord | undefined, T],
  ): Promise<T> => changeRecord({ sessions, key, ttl: KEPT_MS }, (text) => by(readRecord(text, clock.now())));

  function boxOf(ctx: Context, key: UserKey): Mailbox {
    return {
      partBytes,
      link,
      async keep(text) {
        try {
          await change(key, (record) => {
            const now = clock.now();
            const closed = closePart(record, ctx.deliveryId, now);
            if (closed !== undefined && text.includes(closed.parts[0]?.text ?? text))
              return [closed, undefined];
            return [addParts(record, splitText(text, partBytes).filter(isVisible), now), undefined];
          });
          return true;
        } catch (error) {
          away(error);
          return false;
        }
      },
    };
  }

  function away(error: unknown): void {
    logger.error({ event: 'mailbox-away', err: error }, 'A mailbox could not be read or written.');
  }

  return async (ctx, next) => {
    const { openid, message, deliveryId } = ctx;
    if (openid === '') return next();
    const key = ownKey(ctx, 'mailbox');
    boxes.set(ctx.state, boxOf(ctx, key));
    try {
      if (message.MsgType === 'text' && normal(message.Content) === said) {
        const opened = await change(key, (record) => {
          const found = openPart(record, deliveryId);
          return [found?.record, found];
        });
        if (opened !== undefined) {
          const note = opened.dropped > 0 ? `（前面有 ${opened.dropped} 段已过期）\n` : '';
          const more = opened.left > 0 ? `\n\n${link}（还有 ${opened.left} 段）` : '';
          return `${note}${opened.text}${more}`;
        }
        if (message.bizmsgmenuid === TAP_ID) return '没有更多内容了。';
      }
    } catch (error) {
      away(error);
    }
    // What waited before this message: not what its own answer leaves.
    const waiting = waits(key);
    const answer = await next();
    return (await waiting) ? withHint(answer, `\n\n上一个回答已好，${link}`) : answer;
  };

  async function waits(key: UserKey): Promise<boolean> {
    try {
      return readRecord(await sessions.read(key, KEPT_MS), clock.now()).parts.length > 0;
    } catch (error) {
      away(error);
      return false;
    }
  }
}

const normal = (text: string): string => text.normalize('NFKC').trim();

/** The answer, which says as well that another waits. */
function withHint(answer: Answer, hint: string): Answer {
  const content = property(answer, 'MsgType') === 'text' ? property(answer, 'Content') : answer;
  if (content === '') return answer;
  if (typeof content === 'string' && Buffer.byteLength(content + hint) <= MAX_TEXT) return content + hint;
  const stream = typeof content === 'string' ? streamOf(oneText(content)) : streamOf(answer);
  if (stream === undefined) return answer;
  stream.hint = hint;
  return stream;
}
