import type { Clock } from '../clock';
import type { WeChatConfig } from '../config';
import { TransportError } from '../errors';
import type { Logger } from '../logger';
import { customerMessage } from '../model/customer-message';
import { MAX_TEXT } from '../model/cut-text';
import { splitText } from '../model/split-text';
import { isVisible } from '../model/visible';
import { unwanted } from '../router/context';
import type { Context, PlainAnswer } from '../router/context';
import { mailboxOf } from './mailbox';
import { leastBytes } from './message-room';
import { TextReader } from './reader';
import type { StreamAnswer } from './stream-answer';
import { Typing } from './typing';

/** What is sent one after the other keeps its order. */
const BETWEEN_PARTS_MS = 300;
/** Before the last door closes, what is there goes out. */
const BEFORE_LAST_DOOR_MS = 700;
const BROKEN = '（回答中断）';

/** What an answer needs on its way. */
export interface PlayOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onLate: WeChatConfig['onLate'];
  readonly placeholder: WeChatConfig['placeholder'];
  /** Whether customer-service messages may be sent, as far as is known. */
  readonly maySend: (ctx: Context) => boolean;
  /** How many may be sent to the user, by the count of a ledger; `undefined`: unknown. */
  readonly quotaLeft: (ctx: Context) => Promise<number | undefined>;
}

/** One answer on its way. */
export class PlayedAnswer {
  private readonly reader: TextReader;
  private readonly box;
  private readonly typing: Typing;
  private maySend: boolean;
  /** Customer-service messages that may still be sent for this answer. */
  private left: number;
  private taken = 0;
  private isStopped = false;

  constructor(
    private readonly stream: StreamAnswer,
    private readonly ctx: Context,
    private readonly options: PlayOptions,
  ) {
    this.reader = new TextReader(stream, ctx.signal, stream.options.onDone !== undefined);
    this.box = mailboxOf(ctx);
    this.left = stream.options.most ?? 5;
    this.maySend = this.left > 0 && ctx.openid !== '' && options.maySend(ctx);
    this.typing = new Typing(ctx, options.clock);
  }

  private get label(): string {
    const { label } = this.stream.options;
    return label === undefined || label === '' ? '' : `\n\n${label}`;
  }

  private get link(): string {
    return this.box === undefined ? '' : `\n\n${this.box.link}`;
  }

  private get canSend(): boolean {
    return this.maySend && this.left > 0 && !this.ctx.signal.aborted;
  }

  /** What is said below a message: below those that are sent, WeChat says itself that an AI wrote them. */
  private beside(isReply: boolean): string {
    if (isReply) return this.stream.hint + this.label;
    return this.canSend ? '' : this.label;
  }

  /** Whether all that is held goes into one message, which is then the last. */
  private isLast(isReply: boolean): boolean {
    const { reader, box } = this;
    if (!reader.isOver) return false;
    const most = isReply || this.canSend || box === undefined ? MAX_TEXT : box.partBytes;
    const end = reader.error === undefined ? '' : `\n\n${BROKEN}`;
    return reader.bytes <= most - Buffer.byteLength(this.beside(isReply) + end);
  }

  /** Bytes of a message after which more comes. */
  private room(isReply: boolean): number {
    const beside = Buffer.byteLength(this.beside(isReply));
    if (!isReply && !this.canSend) return (this.box?.partBytes ?? MAX_TEXT) - beside;
    // Where it is the last one that may be sent, it says where the rest is.
    const isLastSent = isReply ? !this.maySend : this.left === 1;
    return MAX_TEXT - beside - (isLastSent ? Buffer.byteLength(this.link) : 0);
  }

  private takeSentences(): string {
    const part = this.reader.takeSentences(this.room(true));
    this.taken += Buffer.byteLength(part);
    return part;
  }

  /** Takes a message after which more comes. */
  private takePart(isReply: boolean): string {
    const { reader, taken } = this;
    const room = this.room(isReply);
    const messages = (this.canSend ? this.left : 0) + (isReply ? 1 : 0);
    const part = reader.take(room, leastBytes({ reader, taken, room, messages }));
    this.taken += Buffer.byteLength(part);
    return part;
  }

  /** The first message. The rest is left for after it. */
  async begin(): Promise<PlainAnswer> {
    const { reader, ctx, typing } = this;
    await this.fillFirst();
    await this.askLedger();
    if (!reader.isOver && reader.bytes <= MAX_TEXT) {
      if (isVisible(reader.held)) {
        const text = await this.filtered(this.takeSentences(), this.room(true));
        return this.reply({ text, isEnd: this.isStopped });
      }
      if (!this.maySend && this.box !== undefined) {
        const { placeholder } = this.options;
        ctx.after(() => this.rest());
        return `${typeof placeholder === 'string' ? placeholder : '正在生成回答，请稍候点击'}${this.link}`;
      }
      // Nothing to say yet: the first message comes late.
      if (this.maySend) typing.start();
      await reader.fill(MAX_TEXT);
      typing.stop();
    }
    if (reader.isAborted) {
      await this.keepWhatIsThere();
      throw new Error('An answer was told to stop.', { cause: reader.error });
    }
    if (reader.isOver && !isVisible(reader.held)) throw failureOf(reader.error);
    return this.reply(await this.next(true));
  }

  /** Reads until the first message is full, all is there, or the last door closes. */
  private async fillFirst(): Promise<void> {
    const { reader, ctx, options, typing } = this;
    const left = ctx.timeLeft() - BEFORE_LAST_DOOR_MS;
    let timer: unknown;
    const lastDoor = new Promise<'stop'>((resolve) => {
      if (left > 0) timer = options.clock.setTimeout(() => resolve('stop'), left);
    });
    if (this.maySend) typing.start();
    await reader.fill(MAX_TEXT, lastDoor);
    if (left > 0) options.clock.clearTimeout(timer);
    typing.stop();
  }

  /** Where a mailbox keeps the rest, no more is sent than a ledger says. Without, WeChat decides. */
  private async askLedger(): Promise<void> {
    if (this.box === undefined || !this.maySend) return;
    const { reader, ctx, options } = this;
    if (reader.isOver && this.isLast(true)) return;
    const left = await options.quotaLeft(ctx);
    this.left = Math.min(this.left, left ?? Infinity);
    if (this.left <= 0) this.maySend = false;
  }

  private async reply({ text, isEnd }: Next): Promise<string> {
    const { reader, ctx, options } = this;
    const isAll = isEnd || (reader.isOver && reader.error === undefined && !isVisible(reader.held));
    const isLost = !isAll && !this.maySend && this.box === undefined && options.onLate === undefined;
    if (isLost) this.lose();
    if (isAll || isLost) await this.done();
    else ctx.after(() => this.rest());
    return text + (isAll || this.maySend ? '' : this.link) + this.beside(true);
  }

  /** What follows the first message, strictly one after the other. */
  private async rest(): Promise<void> {
    const { reader, options, typing } = this;
    try {
      while (!this.isStopped) {
        if (this.canSend) typing.start();
        await reader.fill(MAX_TEXT);
        typing.stop();
        if (reader.isOver && reader.error === undefined && !isVisible(reader.held)) break;
        const { text, isEnd } = await this.next(false);
        if (isVisible(text)) await this.deliver(text, isEnd);
        if (isEnd) break;
        if (this.canSend)
          await new Promise<void>((resolve) => options.clock.setTimeout(resolve, BETWEEN_PARTS_MS));
      }
    } finally {
      typing.stop();
      await this.done();
    }
  }

  /** The next message of what is held. */
  private async next(isReply: boolean): Promise<Next> {
    const { reader } = this;
    const isLast = this.isLast(isReply);
    const part = isLast ? reader.takeAll() : this.takePart(isReply);
    const text = await this.filtered(part, this.room(isReply));
    // A filter may have made it longer.
    if (!isLast || this.isStopped || reader.held !== '') return { text, isEnd: this.isStopped };
    if (reader.error === undefined) return { text, isEnd: true };
    return { text: isVisible(text) ? `${text}\n\n${BROKEN}` : BROKEN, isEnd: true };
  }

  private async deliver(text: string, isLast: boolean): Promise<void> {
    const { ctx, options } = this;
    // The user has asked something else instead.
    if (unwanted(ctx) === 'replaced') {
      this.isStopped = true;
      return;
    }
    if (this.canSend) {
      const isLastSent = !isLast && this.left === 1;
      try {
        await this.send(text + (isLastSent ? this.link : ''));
        this.left--;
        this.typing.sent();
        return;
      } catch (error) {
        // It may have arrived, and is never sent again.
        if (error instanceof TransportError && error.sent) {
          this.left--;
          options.logger.warn(
            { event: 'answer-uncertain', deliveryId: ctx.deliveryId, err: error },
            'A part of an answer may have arrived, or not; it is not sent again.',
          );
          return;
        }
        this.maySend = false;
        options.logger.warn(
          { event: 'answer-not-sent', deliveryId: ctx.deliveryId, err: error },
          'A part of an answer could not be sent; it and the rest go to the mailbox, if there is one.',
        );
      }
    }
    if (await this.box?.keep(text, this.label)) return;
    if (options.onLate === undefined) {
      this.lose();
      return;
    }
    for (const content of splitText(text)) await options.onLate({ MsgType: 'text', Content: content }, ctx);
  }

  private async send(content: string): Promise<void> {
    const { ctx, label } = this;
    const message = customerMessage({ MsgType: 'text', Content: content }, ctx.openid);
    if (message === undefined) return;
    await ctx.api.customerMessage.send({
      ...message,
      ...(label !== '' && { aimsgcontext: { is_ai_msg: 1 } }),
    });
  }

  /** The text as the filter lets it out; where it ends the answer, the user is told so. */
  private async filtered(text: string, room: number): Promise<string> {
    const { filter } = this.stream.options;
    if (filter === undefined || !isVisible(text)) return text;
    const found = await filter(text);
    if (found === true) return text;
    if (typeof found === 'string') {
      // Longer than before, the end of it comes next.
      const [first = '', ...more] = splitText(found, room);
      this.reader.held = more.join('') + this.reader.held;
      return first;
    }
    this.isStopped = true;
    this.reader.stop();
    this.reader.held = '';
    return BROKEN;
  }

  private async keepWhatIsThere(): Promise<void> {
    const { held } = this.reader;
    if (isVisible(held) && unwanted(this.ctx) !== 'replaced')
      await this.box?.keep(`${held}\n\n${BROKEN}`, this.label);
  }

  private async done(): Promise<void> {
    const { reader, stream, options, ctx } = this;
    try {
      if (unwanted(ctx) !== undefined) return;
      if (reader.error !== undefined)
        options.logger.error(
          { event: 'answer-broken', deliveryId: ctx.deliveryId, err: reader.error },
          'An answer broke off: its source failed, or was told to stop.',
        );
      else if (!this.isStopped) await stream.options.onDone?.(reader.whole);
    } catch (error) {
      options.logger.error({ event: 'on-done-failed', err: error }, 'onDone() failed.');
    } finally {
      stream.end();
    }
  }

  /** The rest reaches nobody: its source may stop. */
  private lose(): void {
    this.reader.stop();
    this.reader.takeAll();
    this.isStopped = true;
    this.options.logger.warn(
      { event: 'answer-cut', deliveryId: this.ctx.deliveryId },
      'The rest of a long answer reached nobody: the account may not send it, and there is no mailbox().',
    );
  }
}

interface Next {
  readonly text: string;
  /** Whether nothing comes after it. */
  readonly isEnd: boolean;
}

const failureOf = (error: unknown): Error => {
  if (error instanceof Error) return error;
  if (error === undefined) return new Error('The source of an answer ended without any text.');
  return new Error('The source of an answer failed.', { cause: error });
};
