import { ConfigError } from '../errors';
import { checkNames } from '../unknown-name';
import { asTexts } from './mapped';
import type { Piece } from './piece';

/** What `reply.stream` and `reply.long` take besides the text. */
export interface StreamOptions {
  /** Most customer-service messages for this answer, 0 to 5; what is left goes to the mailbox. Default 5. */
  readonly most?: number;
  /** Says that an AI wrote it, such as `（内容由 AI 生成）`: below replies; customer-service messages have WeChat's own mark then. */
  readonly label?: string;
  /** Looks at each message before it goes out: another text replaces it; `false`, `null` or nothing ends the answer there. */
  readonly filter?: (part: string) => unknown;
  /** Called with the whole text when the answer has ended well; may be asynchronous. */
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

/** An answer that may be longer than one message, or comes word by word. Middleware may pass it on as it is. */
export class StreamAnswer implements AsyncIterable<string> {
  /** What is said below the end of it. */
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

  /** Calls back when all of it has gone its way. */
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
