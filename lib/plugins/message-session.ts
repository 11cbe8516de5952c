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

/** What is needed of a store; without `replace`, what another process has written meanwhile is not noticed. */
export type SessionTexts = Pick<SessionStore, 'read' | 'write'> & Partial<Pick<SessionStore, 'replace'>>;

/** What `session()` was told. */
export interface Keeping {
  readonly sessions: SessionTexts;
  readonly ttl: number;
  readonly key: (ctx: Context) => string;
  readonly maxSize: number;
  readonly lost: PlainAnswer;
  readonly warn: (event: string, message: string, error: unknown) => void;
}

/** What is known of the store: not asked yet, could not be asked, or what it has. */
type Found =
  | { readonly is: 'unread' }
  | { readonly is: 'lost' }
  | { readonly is: 'read'; readonly text: string | undefined; readonly record: SessionRecord };

/** A message of which it is known how it was answered when it was handled before. */
export interface Repeated {
  readonly answer: Answer;
}

/** How long an answered message may be handled again. */
const ENDED_MS = 600_000;
/** Who has taken longer may have been overtaken by another process. */
const SLOW_MS = 2000;
const TRIES = 5;
const NOT_STORED = 'A session could not be stored: what a handler changed in it is lost.';

const sessions = new WeakMap<State, MessageSession>();

/** The session of a message, for plugins that keep their own state in it. */
export function messageSession(ctx: Context): MessageSession {
  const found = sessions.get(ctx.state);
  if (found !== undefined) return found;
  throw new ConfigError('Conversations need wx.use(session()) before them.');
}

/** The session of a message, if `session()` is before. */
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
    // It is to be stored, if that is possible now.
    if (this.found.is === 'lost') this.found = { is: 'unread' };
  }

  /** Whether the store could not say what it has. */
  async isLost(): Promise<boolean> {
    await this.get();
    return this.found.is === 'lost';
  }

  /** The answer of a message whose step is stored already, by another run of it. */
  async repeated(): Promise<Repeated | undefined> {
    await this.get();
    const step = this.found.is === 'read' ? stepOf(this.found.record, this.id) : undefined;
    if (step === undefined || this.found.is !== 'read') return undefined;
    if ('answer' in step) return { answer: step.answer };
    // Its answer is not known, and others have come after it: it is not taken again.
    return this.found.record.steps[0] === step ? undefined : { answer: undefined };
  }

  /** The form or dialogue that waits for the user's answer. */
  async conversation(): Promise<OpenConversation | undefined> {
    await this.get();
    return this.open;
  }

  /**
   * Whether a form or dialogue waits for the user's answer, as the store has it now: what the handlers read later may be newer. Does not
   * reject; no while the store fails.
   */
  async isAwaited(): Promise<boolean> {
    try {
      const text = await this.keeping.sessions.read(this.name(), this.keeping.ttl);
      return stateFor(readRecord(text), this.id).conversation !== undefined;
    } catch {
      return false;
    }
  }

  /** Opens or ends a conversation: stored with the answer. */
  async setConversation(
    conversation: OpenConversation | undefined,
    results: readonly Note[] = [],
  ): Promise<void> {
    await this.get();
    this.open = conversation;
    this.results = results;
  }

  /** What is answered when the session cannot be stored. */
  orElse(answer: PlainAnswer): void {
    this.lostAnswer = answer;
  }

  /** What was begun in a conversation, by this run or another. */
  async notes(of: string): Promise<readonly Note[]> {
    await this.get();
    return this.found.is === 'read' ? this.found.record.notes.filter((note) => note.of === of) : [];
  }

  /** Stores a note at once. False: it is not known to be stored, or another run has written meanwhile. */
  async note(note: Note): Promise<boolean> {
    await this.get();
    if (this.found.is !== 'read') return false;
    const { record } = this.found;
    const others = record.notes.filter(({ of, key }) => of !== note.of || key !== note.key);
    return this.write({ ...record, notes: [...others, note] });
  }

  /** Forgets a note at once, if it can. */
  async dropNote(of: string, key: string): Promise<void> {
    if (this.found.is !== 'read') return;
    const { record } = this.found;
    await this.write({ ...record, notes: record.notes.filter((note) => note.of !== of || note.key !== key) });
  }

  /** Stores what the handlers have changed, together with their answer, which it gives back; or what is answered instead. */
  async save(answer: Answer): Promise<Answer> {
    if (this.current === undefined) return answer;
    const session = await this.current;
    if (this.found.is === 'lost') return Object.keys(session).length > 0 ? this.notStored(answer) : answer;
    const after = { session: toJson(session, this.keeping.maxSize), conversation: this.open };
    if (this.found.is === 'unread' && performance.now() - this.started > SLOW_MS) await this.look();
    for (let attempt = 0; attempt < TRIES; attempt++) {
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
      // Others should have waited, but this one's turn was over: what they have done is not to be undone.
      if (pauseOf(this.ctx) !== undefined && this.isOvertaken()) break;
    }
    this.keeping.warn(
      'session-not-stored',
      NOT_STORED,
      new StoreError('Another message has changed it meanwhile.'),
    );
    return this.notStored(answer);
  }

  // A method, since the compiler takes a property for what it was before the store was asked.
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

  /** Asks the store; does not reject because of it. */
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

  /** False: another has written meanwhile, or the store has failed and `found` says so. */
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
    // JavaScript callers may return anything.
    if (typeof who === 'string' && who !== '') return userKey(this.ctx, who);
    throw new ConfigError('This message is nobody’s: it has no session.');
  }
}

/** What was opened is another object than what was read. */
const isSame = (after: SessionState, before: SessionState): boolean =>
  after.session === before.session && after.conversation === before.conversation;
