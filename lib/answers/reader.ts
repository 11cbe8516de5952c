import { firstPart } from '../model/split-text';
import { isVisible } from '../model/visible';
import type { Picture, Piece } from './piece';

/** How many characters of a text are searched for a place to split it. */
const MAX_SPLIT_CHARS = 16_384;
/** The most bytes that are read ahead to find the end. */
const MAX_AHEAD_BYTES = 32_768;
const SENTENCE = /[。！？!?；;…]["'”’」』）)\]】》]*|\.(?=\s)|\n/g;

const soon = (): Promise<'stop'> => new Promise((resolve) => setImmediate(() => resolve('stop')));

/** Reads a source only as far as needed. The rest stays with the source. */
export class TextReader {
  held = '';
  /** The picture after the text. Nothing more is read before it is taken. */
  private picture: Picture | undefined;
  isOver = false;
  error: unknown;
  isAborted = false;
  private readonly iterator: AsyncIterator<Piece>;
  private pending: Promise<IteratorResult<Piece>> | undefined;
  /** Ends the wait for the next piece. */
  private wake: (why: 'stop') => void = () => undefined;
  private readonly kept: string[] | undefined;

  constructor(source: AsyncIterable<Piece>, signal: AbortSignal, keepsWhole: boolean) {
    this.iterator = source[Symbol.asyncIterator]();
    this.kept = keepsWhole ? [] : undefined;
    const abort = (): void => {
      if (!this.isOver) {
        this.isAborted = true;
        this.error = signal.reason;
        this.stop();
      }
      this.wake('stop');
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  }

  /** The whole text so far, if it was to be kept. */
  get whole(): string {
    return this.kept?.join('') ?? '';
  }

  /** Tells whether the source has ended without an error, and no visible text is left. */
  get isSpent(): boolean {
    return this.isOver && this.error === undefined && !isVisible(this.held);
  }

  /** Tells whether no more text will be added to the held text. */
  get isWhole(): boolean {
    return this.isOver || this.picture !== undefined;
  }

  /** Takes the picture that comes next, if there is no text before it. */
  takePicture(): Picture | undefined {
    const { picture } = this;
    if (picture === undefined || isVisible(this.held)) return undefined;
    this.held = '';
    this.picture = undefined;
    return picture;
  }

  get bytes(): number {
    return Buffer.byteLength(this.held);
  }

  /** Reads until more than this number of bytes is held, the source ends, or `stop` resolves. */
  async fill(bytes: number, stop?: Promise<'stop'>): Promise<void> {
    await this.read(bytes, stop);
    // The end of the source decides how the text is split, and is often known already.
    if (!this.isWhole && this.bytes > bytes) await this.read(MAX_AHEAD_BYTES, soon());
  }

  private async read(bytes: number, stop?: Promise<'stop'>): Promise<void> {
    let isStopped = false;
    let isReading = true;
    void stop?.then(() => {
      isStopped = true;
      if (isReading) this.wake('stop');
    });
    // Not counted anew with each piece, of which there may be thousands.
    let held = this.bytes;
    while (!this.isWhole && held <= bytes && !(isStopped as boolean)) {
      this.pending ??= this.iterator.next();
      try {
        const next = await this.nextOf(this.pending);
        if (next === 'stop') break;
        this.pending = undefined;
        if (next.done === true) this.isOver = true;
        else if (typeof next.value !== 'string') this.picture = next.value;
        else {
          this.held += next.value;
          held += Buffer.byteLength(next.value);
          this.kept?.push(next.value);
        }
      } catch (error) {
        this.isOver = true;
        this.error = error ?? new Error('The source of an answer failed.');
      }
    }
    isReading = false;
  }

  /** Not a race with promises that last as long as the answer: those would keep something of every piece. */
  private nextOf(pending: Promise<IteratorResult<Piece>>): Promise<IteratorResult<Piece> | 'stop'> {
    return new Promise((resolve, reject) => {
      this.wake = resolve;
      pending.then(resolve, reject);
    });
  }

  /** Takes as much as fits into one message, and at least this much. */
  take(bytes: number, least?: number): string {
    const part = firstPart(this.held.slice(0, bytes + MAX_SPLIT_CHARS), bytes, least);
    this.held = this.held.slice(part.length);
    return part;
  }

  /** Takes all held text. */
  takeAll(): string {
    const { held } = this;
    this.held = '';
    return held;
  }

  /**
   * Takes the held text up to the end of its last sentence, or without the last word if there is no such end.
   */
  takeSentences(bytes: number): string {
    const last = [...this.held.matchAll(SENTENCE)].at(-1);
    const text = last === undefined ? '' : this.held.slice(0, last.index + last[0].length);
    // A link may be incomplete, and its end is not known yet.
    const isWhole = (text.match(/<a\s/gi)?.length ?? 0) === (text.match(/<\/a>/gi)?.length ?? 0);
    if (text.trim() === '' || !isWhole || Buffer.byteLength(text) > bytes)
      return this.take(Math.min(bytes, Math.max(4, this.bytes - 1)));
    this.held = this.held.slice(text.length);
    return text;
  }

  /** Stops reading, and tells the source. */
  stop(): void {
    if (this.isOver) return;
    this.isOver = true;
    // A busy generator stops as soon as it is not busy.
    void Promise.resolve(this.iterator.return?.()).catch(() => undefined);
    void this.pending?.catch(() => undefined);
  }
}
