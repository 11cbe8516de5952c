import { firstPart } from '../model/split-text';
import { isVisible } from '../model/visible';
import type { Picture, Piece } from './piece';

/** Characters of a text that are looked at to find where it is split. */
const LOOK_AHEAD = 16_384;
/** Most bytes that are read ahead, to find whether that is all. */
const MAX_AHEAD_BYTES = 32_768;
const SENTENCE = /[。！？!?；;…]["'”’」』）)\]】》]*|\.(?=\s)|\n/g;

const soon = (): Promise<'stop'> => new Promise((resolve) => setImmediate(() => resolve('stop')));

/** Reads a source as far as it is needed: what is not needed yet stays with the source. */
export class TextReader {
  held = '';
  /** What comes behind the text that is held; nothing more is read before it is taken. */
  private picture: Picture | undefined;
  isOver = false;
  error: unknown;
  isAborted = false;
  private readonly iterator: AsyncIterator<Piece>;
  private pending: Promise<IteratorResult<Piece>> | undefined;
  private readonly aborted: Promise<'aborted'>;
  private readonly kept: string[] | undefined;

  constructor(source: AsyncIterable<Piece>, signal: AbortSignal, keepsWhole: boolean) {
    this.iterator = source[Symbol.asyncIterator]();
    this.kept = keepsWhole ? [] : undefined;
    this.aborted = new Promise((resolve) => {
      const abort = (): void => {
        if (!this.isOver) {
          this.isAborted = true;
          this.error = signal.reason;
          this.stop();
        }
        resolve('aborted');
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** All text so far, if it was to be kept. */
  get whole(): string {
    return this.kept?.join('') ?? '';
  }

  /** Whether it has ended well, and nothing of it is left that could be seen. */
  get isSpent(): boolean {
    return this.isOver && this.error === undefined && !isVisible(this.held);
  }

  /** Whether no more text belongs to what is held. */
  get isWhole(): boolean {
    return this.isOver || this.picture !== undefined;
  }

  /** The picture that comes next, if no text is before it. */
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

  /** Reads until more than so many bytes are held, the source is over, or `stop` resolves. */
  async fill(bytes: number, stop?: Promise<'stop'>): Promise<void> {
    await this.read(bytes, stop);
    // Whether that is all there is decides how it is split, and is often known already.
    if (!this.isWhole && this.bytes > bytes) await this.read(MAX_AHEAD_BYTES, soon());
  }

  private async read(bytes: number, stop?: Promise<'stop'>): Promise<void> {
    while (!this.isWhole && this.bytes <= bytes) {
      this.pending ??= this.iterator.next();
      try {
        const next = await Promise.race([this.pending, this.aborted, ...(stop === undefined ? [] : [stop])]);
        if (next === 'stop' || next === 'aborted') return;
        this.pending = undefined;
        if (next.done === true) this.isOver = true;
        else if (typeof next.value !== 'string') this.picture = next.value;
        else {
          this.held += next.value;
          this.kept?.push(next.value);
        }
      } catch (error) {
        this.isOver = true;
        this.error = error ?? new Error('The source of an answer failed.');
      }
    }
  }

  /** Takes as much as goes into one message, and at least so much. */
  take(bytes: number, least?: number): string {
    const part = firstPart(this.held.slice(0, bytes + LOOK_AHEAD), bytes, least);
    this.held = this.held.slice(part.length);
    return part;
  }

  /** Takes all that is held. */
  takeAll(): string {
    const { held } = this;
    this.held = '';
    return held;
  }

  /** Takes what is there, up to the end of its last sentence; without one, all but the last word. */
  takeSentences(bytes: number): string {
    const last = [...this.held.matchAll(SENTENCE)].at(-1);
    const text = last === undefined ? '' : this.held.slice(0, last.index + last[0].length);
    // A link may be under way: what splits texts does not know its end yet.
    const isWhole = (text.match(/<a\s/gi)?.length ?? 0) === (text.match(/<\/a>/gi)?.length ?? 0);
    if (text.trim() === '' || !isWhole || Buffer.byteLength(text) > bytes)
      return this.take(Math.min(bytes, Math.max(4, this.bytes - 1)));
    this.held = this.held.slice(text.length);
    return text;
  }

  /** Reads no more; the source is told. */
  stop(): void {
    if (this.isOver) return;
    this.isOver = true;
    // A generator that is busy hears it as soon as it is not.
    void Promise.resolve(this.iterator.return?.()).catch(() => undefined);
    void this.pending?.catch(() => undefined);
  }
}
