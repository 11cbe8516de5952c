import { ConfigError } from '../errors';
import { checkNames } from '../unknown-name';
import { asTexts } from './mapped';
import type { Piece } from './piece';

/** Options of `reply.stream` and `reply.long`. */
export interface StreamOptions {
  /** The most customer-service messages for this answer, 0 to 5; the rest goes to the mailbox. Default 5. */
  readonly most?: number;
  /**
   * Says that an AI wrote the answer, such as `（内容由 AI 生成）`. It stands below replies; customer-service
   * messages get WeChat's own mark.
   */
  readonly label?: string;
  /**
   * Checks each message before it is sent. A returned text replaces it; `false`, `null` or nothing ends the
   * answer.
   */
  readonly filter?: (part: string) => unknown;
  /** Called with the whole text when the answer has ended without an error. It may be asynchronous. */
  readonly onDone?: (text: string) => unknown;
}

const NAMES: Readonly<Record<keyof StreamOptions, true>> = {
  most: true,
  label: true,
  filter: true,
  onDone: true,
};
const MAX_MOST = 5;
const MAX_LABEL = 100;

/** An answer that may be longer than one message, or is streamed. Middleware may pass it on unchanged. */
export class StreamAnswer implements AsyncIterable<string> {
  /** The text below the end of the answer. */
  hint = '';
  private isOver = false;
  private readonly listeners: (() => void)[] = [];

  constructor(
    /** @internal Text and pictures. */
    readonly pieces: AsyncIterable<Piece>,
    readonly options: StreamOptions,
  ) {
    checkNames('reply.stream(), reply.long()', options, NAMES);
    const { most = MAX_MOST, label = '', filter, onDone } = options;
    if (!Number.isInteger(most) || most < 0 || most > MAX_MOST)
      throw new ConfigError(`reply.stream(): "most" must be a whole number from 0 to ${MAX_MOST}.`);
    if (typeof label !== 'string' || label.length > MAX_LABEL)
      throw new ConfigError(`reply.stream(): "label" must be text of ${MAX_LABEL} characters at most.`);
    for (const [name, value] of Object.entries({ filter, onDone }))
      if (value !== undefined && typeof value !== 'function')
        throw new ConfigError(`reply.stream(): "${name}" must be a function.`);
  }

  /** Calls the listener when the whole answer was sent, kept or dropped. */
  whenOver(listener: () => void): void {
    if (this.isOver) listener();
    else this.listeners.push(listener);
  }

  end(): void {
    this.isOver = true;
    for (const listener of this.listeners.splice(0)) listener();
  }

  [Symbol.asyncIterator](): AsyncIterator<string> {
    return asTexts(this.pieces)[Symbol.asyncIterator]();
  }
}
