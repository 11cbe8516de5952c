import { randomBytes } from 'node:crypto';
import { diagnostics } from '../diagnostics';
import { ConfigError } from '../errors';
import type { Answer, Context, PlainAnswer, Session, SessionSource, State } from '../router/context';
import type { SessionStore, UserKey } from '../store/sessions';
import { StoreError } from '../store/store';
import type { OpenConversation } from './conversation/record';
import { fromJson, toJson } from './session-data';
import { isEmpty, readRecord, stateFor, stepId, stepOf, withStep, writeRecord } from './session-record';
import type { Note, SessionRecord, SessionState } from './session-record';
import { pauseOf } from './turn-pause';
import { userKey } from './user-key';

/** The part of a store that sessions need. Without `replace`, a change by another process is not noticed. */
export type SessionTexts = Pick<SessionStore, 'read' | 'write'> & Partial<Pick<SessionStore, 'replace'>>;

/** The settings of `session()`. */
export interface Keeping {
  readonly sessions: SessionTexts;
  readonly ttl: number;
  readonly key: (ctx: Context) => string;
  readonly maxSize: number;
  readonly lost: PlainAnswer;
  readonly warn: (event: string, message: string, error: unknown) => void;
}

/** What is known about the store: not read yet, not readable, or the record. */
type Found =
  | { readonly is: 'unread' }
  | { readonly is: 'lost' }
  | { readonly is: 'read'; readonly text: string | undefined; readonly record: SessionRecord };

/** A message with the answer that an earlier run gave. */
export interface Repeated {
  readonly answer: Answer;
}

/** How long an answered message may be handled again. */
const ENDED_MS = 600_000;
/** After this time another process may have overtaken a run. */
const SLOW_MS = 2000;
const MAX_TRIES = 5;
const NOT_STORED = 'A session could not be stored: what a handler changed in it is lost.';

const sessions = new WeakMap<State, MessageSession>();

/** Returns the session of a message, for plugins that keep their own state in it. */
export function messageSession(ctx: Context): MessageSession {
  const found = sessions.get(ctx.state);
  if (found !== undefined) return found;
  throw new ConfigError('Conversations need wx.use(session()) before them.');
}

/** Returns the session of a message, if `session()` ran before. */
export const sessionOf = ({ state }: Context): MessageSession | undefined => sessions.get(state);

/** The session of one message. */
export class MessageSession implements SessionSource {
  /** Tells runs of the same message apart. */
  readonly run = randomBytes(6).toString('base64url');
  private found: Found = { is: 'unread' };
  private current: Promise<Session> | undefined;
  private open: OpenConversation | undefined;
  private results: readonly Note[] = [];
  private lostAnswer: PlainAnswer;
  private readonly started = performance.now();

  constructor(
    private readonly ctx: Context,
    private readonly keeping: Keeping,
  ) {
    this.lostAnswer = keeping.lost;
    sessions.set(ctx.state, this);
  }

  private get id(): string {
    return stepId(this.ctx.deliveryId);
  }

  async get(): Promise<Session> {
    return (this.current ??= this.load());
  }

  set(session: Session | null): void {
    if (session !== null && (typeof session !== 'object' || Array.isArray(session)))
      throw new ConfigError('ctx.session takes an object, or null.');
    this.current = Promise.resolve(session ?? {});
    // The session is to be stored, if that is possible now.
    if (this.found.is === 'lost') this.found = { is: 'unread' };
  }

  /** Tells whether the store could not be read. */
  async isLost(): Promise<boolean> {
    await this.get();
    return this.found.is === 'lost';
  }

  /** Returns the answer of a message that another run has already stored. */
  async repeated(): Promise<Repeated | undefined> {
    await this.get();
    const step = this.found.is === 'read' ? stepOf(this.found.record, this.id) : undefined;
    if (step === undefined || this.found.is !== 'read') return undefined;
    if ('answer' in step) return { answer: step.answer };
    // The answer is unknown, and later messages have come: the message is not handled again.
    return this.found.record.steps[0] === step ? undefined : { answer: undefined };
  }

  /** Returns the form or dialogue that waits for the user's answer. */
  async conversation(): Promise<OpenConversation | undefined> {
    await this.get();
    return this.open;
  }

  /**
   * Tells whether a form or dialogue waits for the user's answer, by the store's current record. The handlers
   * may read a newer one later. It does not reject; the result is false while the store fails.
   */
  async isAwaited(): Promise<boolean> {
    try {
      const text = await this.keeping.sessions.read(this.name(), this.keeping.ttl);
      return stateFor(readRecord(text), this.id).conversation !== undefined;
    } catch {
      return false;
    }
  }

  /** Opens or ends a conversation. It is stored together with the answer. */
  async setConversation(
    conversation: OpenConversation | undefined,
    results: readonly Note[] = [],
  ): Promise<void> {
    await this.get();
    this.open = conversation;
    this.results = results;
  }

  /** Sets the answer for the case that the session cannot be stored. */
  orElse(answer: PlainAnswer): void {
    this.lostAnswer = answer;
  }

  /** Returns what this run or another has begun in a conversation. */
  async notes(of: string): Promise<readonly Note[]> {
    await this.get();
    return this.found.is === 'read' ? this.found.record.notes.filter((note) => note.of === of) : [];
  }

  /** Stores a note at once. False: the note may not be stored, or another run has changed the record. */
  async note(note: Note): Promise<boolean> {
    await this.get();
    if (this.found.is !== 'read') return false;
    const { record } = this.found;
    const others = record.notes.filter(({ of, key }) => of !== note.of || key !== note.key);
    return this.write({ ...record, notes: [...others, note] });
  }

  /** Removes a note at once, if possible. */
  async dropNote(of: string, key: string): Promise<void> {
    if (this.found.is !== 'read') return;
    const { record } = this.found;
    await this.write({ ...record, notes: record.notes.filter((note) => note.of !== of || note.key !== key) });
  }

  /**
   * Stores the changes of the handlers together with their answer. Returns this answer, or the one that
   * replaces it.
   */
  async save(answer: Answer): Promise<Answer> {
    if (this.current === undefined) return answer;
    const session = await this.current;
    if (this.found.is === 'lost') return Object.keys(session).length > 0 ? this.notStored(answer) : answer;
    const after = { session: toJson(session, this.keeping.maxSize), conversation: this.open };
    if (this.found.is === 'unread' && performance.now() - this.started > SLOW_MS) await this.look();
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const found = this.whatIsFound();
      if (found.is === 'lost') return this.notStored(answer);
      const record = found.is === 'read' ? found.record : readRecord(undefined);
      const step = stepOf(record, this.id);
      // Another run of this message was faster.
      if (step !== undefined) return 'answer' in step ? step.answer : answer;
      if (found.is === 'read' && isSame(after, record)) return answer;
      if (await this.write(withStep(record, this.id, after, answer, this.results))) return answer;
      if (this.whatIsFound().is === 'lost') return this.notStored(answer);
      await this.look();
      // This run's turn has expired, and others went on. Their changes must not be undone.
      if (pauseOf(this.ctx) !== undefined && this.isOvertaken()) break;
    }
    this.keeping.warn(
      'session-not-stored',
      NOT_STORED,
      new StoreError('Another message has changed it meanwhile.'),
    );
    return this.notStored(answer);
  }

  // This is a method because the compiler would remember the former value of a property.
  private whatIsFound(): Found {
    return this.found;
  }

  private isOvertaken(): boolean {
    return this.found.is === 'read' && stepOf(this.found.record, this.id) === undefined;
  }

  private notStored(answer: Answer): Answer {
    return this.lostAnswer === undefined ? answer : this.lostAnswer;
  }

  private async load(): Promise<Session> {
    await this.look();
    if (this.found.is !== 'read') return {};
    const { session, conversation } = stateFor(this.found.record, this.id);
    this.open = conversation;
    return fromJson(session);
  }

  /** Reads the store. An error of the store does not make it reject. */
  private async look(): Promise<void> {
    const { sessions: texts, ttl, warn } = this.keeping;
    const name = this.name();
    try {
      const text = await texts.read(name, ttl);
      this.found = { is: 'read', text, record: readRecord(text) };
    } catch (error) {
      this.found = { is: 'lost' };
      warn('session-not-read', 'A session could not be read: the handlers see an empty one.', error);
    }
  }

  /** False: another process has changed the record, or the store has failed and `found` says so. */
  private async write(record: SessionRecord): Promise<boolean> {
    const { sessions: texts, warn } = this.keeping;
    const { found } = this;
    const text = writeRecord(record);
    const ttl = isEmpty(record) ? Math.min(this.keeping.ttl, ENDED_MS) : this.keeping.ttl;
    const name = this.name();
    try {
      if (found.is === 'read' && text !== undefined && texts.replace !== undefined) {
        if (!(await texts.replace(name, found.text, text, ttl))) return false;
      } else await texts.write(name, text, ttl);
      this.found = { is: 'read', text, record };
      if (diagnostics.session.wanted) this.publish(record);
      return true;
    } catch (error) {
      this.found = { is: 'lost' };
      warn('session-not-stored', NOT_STORED, error);
      return false;
    }
  }

  private publish({ session, conversation }: SessionRecord): void {
    const { message, openid } = this.ctx;
    const account = message.ToUserName;
    diagnostics.session.publish({ account, openid, session, ...(conversation && { conversation }) });
  }

  private name(): UserKey {
    const who = this.keeping.key(this.ctx);
    // JavaScript callers may return any value.
    if (typeof who === 'string' && who !== '') return userKey(this.ctx, who);
    throw new ConfigError('This message is nobody’s: it has no session.');
  }
}

/** An opened session is another object than the stored one. */
const isSame = (after: SessionState, before: SessionState): boolean =>
  after.session === before.session && after.conversation === before.conversation;
