import { systemClock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger } from '../logger';
import type { Logger } from '../logger';
import { own } from '../own';
import { provideSession } from '../router/context';
import type { Context, Handler, Session, SessionSource } from '../router/context';
import { memoryStore } from '../store/memory';
import type { SessionStore, UserKey } from '../store/sessions';
import { checkStore } from '../store/store-check';
import { fromJson, toJson } from './session-data';
import { whole } from './settings';
import { userKey } from './user-key';
import { createWarning } from './warning';

/** What is needed of a store. */
type Texts = Pick<SessionStore, 'read' | 'write'>;

/** Settings of `session()`. */
export interface SessionOptions {
  /** Where sessions are kept; the same as that of `wechat()`. Default: in memory, those of 10,000 users at most. */
  readonly store?: { readonly sessions: Texts };
  /** Milliseconds until a session that is not used is forgotten. Default 86,400,000: a day. */
  readonly ttl?: number;
  /** Whose session it is, within the account; default `ctx.openid`. Empty: nobody's, and there is none. */
  readonly key?: (ctx: Context) => string;
  /** Most bytes of a session, as JSON. Default 16,384. */
  readonly maxSize?: number;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
}

/**
 * Gives handlers `ctx.session`: what is kept of a user from message to message, in this account, as plain JSON. It is loaded when
 * a handler first asks for it, and stored after the handlers if they changed it; after an error it is not. When the store fails,
 * handlers go on with an empty session, which is then not stored. Two messages of a user that run at the same time each have
 * their own copy, and the last one is kept: `inOrder()` runs them one after the other.
 *
 * @throws {ConfigError} A setting is out of its range.
 */
export function session(options: SessionOptions = {}): Handler {
  const { store = memoryStore(), key = openidOf, logger = consoleLogger, ...numbers } = own(options);
  checkStore(store, 'sessions');
  const ttl = whole('ttl', numbers.ttl ?? 86_400_000, 1);
  const maxSize = whole('maxSize', numbers.maxSize ?? 16_384, 2);
  const warn = createWarning(logger, systemClock);

  return async (ctx, next) => {
    const held = new MessageSession(ctx, { sessions: store.sessions, ttl, key, maxSize, warn });
    provideSession(ctx, held);
    const answer = await next();
    await held.save();
    return answer;
  };
}

const openidOf = ({ openid }: Context) => openid;

interface Keeping {
  readonly sessions: Texts;
  readonly ttl: number;
  readonly key: (ctx: Context) => string;
  readonly maxSize: number;
  readonly warn: (event: string, message: string, error: unknown) => void;
}

/** A session in hand. */
interface Held {
  readonly session: Session;
  /** What the store has, if we know. */
  readonly stored?: { readonly text: string | undefined };
  /** The store could not be read: what we have is not what it has, and must not take its place. */
  readonly lost?: true;
}

/** The session of one message. */
class MessageSession implements SessionSource {
  private held: Promise<Held> | undefined;

  constructor(
    private readonly ctx: Context,
    private readonly keeping: Keeping,
  ) {}

  async get(): Promise<Session> {
    this.held ??= this.load(this.name());
    return (await this.held).session;
  }

  set(session: Session | null): void {
    if (session !== null && (typeof session !== 'object' || Array.isArray(session)))
      throw new ConfigError('ctx.session takes an object, or null.');
    this.held = Promise.resolve({ session: session ?? {} });
  }

  async save(): Promise<void> {
    if (this.held === undefined) return;
    const { session, stored, lost } = await this.held;
    if (lost) return;
    const { sessions, ttl, maxSize, warn } = this.keeping;
    const text = Object.keys(session).length === 0 ? undefined : toJson(session, maxSize);
    if (stored !== undefined && stored.text === text) return;
    const name = this.name();
    try {
      await sessions.write(name, text, ttl);
    } catch (error) {
      warn(
        'session-not-stored',
        'A session could not be stored: what a handler changed in it is lost.',
        error,
      );
    }
  }

  /** Does not reject. */
  private async load(name: UserKey): Promise<Held> {
    const { sessions, ttl, warn } = this.keeping;
    try {
      const text = await sessions.read(name, ttl);
      return { session: text === undefined ? {} : fromJson(text), stored: { text } };
    } catch (error) {
      warn('session-not-read', 'A session could not be read: the handlers see an empty one.', error);
      return { session: {}, lost: true };
    }
  }

  private name(): UserKey {
    const who = this.keeping.key(this.ctx);
    // JavaScript callers may return anything.
    if (typeof who === 'string' && who !== '') return userKey(this.ctx, who);
    throw new ConfigError('This message is nobody’s: it has no session.');
  }
}
