import type { Clock } from '../clock';
import type { WeChatConfig } from '../config';
import { TransportError } from '../errors';
import type { Logger } from '../logger';
import { customerMessage } from '../model/customer-message';
import { MAX_TEXT } from '../model/cut-text';
import type { Reply } from '../model/reply-types';
import { splitText } from '../model/split-text';
import { isVisible } from '../model/visible';
import { unwanted } from '../router/context';
import type { Answer, Context, PlainAnswer } from '../router/context';
import type { SessionStore } from '../store/sessions';
import { mailboxOf } from './mailbox';
import { createOffers } from './offers';
import { TextReader } from './reader';
import { streamOf } from './source';
import type { StreamAnswer } from './stream-answer';

/** What is sent one after the other keeps its order. */
const BETWEEN_PARTS_MS = 300;
/** Before the last door closes, what is there goes out. */
const BEFORE_LAST_DOOR_MS = 700;
const BROKEN = '（回答中断）';

/** What long answers need. */
export interface AnswersOptions {
  /** Where what users were offered is kept. */
  readonly sessions: SessionStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onLate: WeChatConfig['onLate'];
  readonly placeholder: WeChatConfig['placeholder'];
  /** Whether customer-service messages may be sent, as far as is known. */
  readonly maySend: (ctx: Context) => boolean;
}

/** Makes messages of answers: as the reply, as customer-service messages, or for the mailbox. */
export function createAnswers(options: AnswersOptions) {
  async function begin(stream: StreamAnswer, ctx: Context): Promise<PlainAnswer> {
    try {
      return await new PlayedAnswer(stream, ctx, options).begin();
    } catch (error) {
      stream.end();
      throw error;
    }
  }

  return {
    ...createOffers(options),
    settle: (answer: Answer, ctx: Context): PlainAnswer | Promise<PlainAnswer> => {
      const stream = streamOf(answer);
      // Only what comes piece by piece is no plain answer; the others cost no promise.
      return stream === undefined ? (answer as PlainAnswer) : begin(stream, ctx);
    },
    keeps: (ctx: Context): boolean => mailboxOf(ctx) !== undefined,
    keep: async (reply: Reply, ctx: Context): Promise<boolean> =>
      reply.MsgType === 'text' && ((await mailboxOf(ctx)?.keep(reply.Content)) ?? false),
  };
}

/** One answer on its way. */
class PlayedAnswer {
  private readonly reader: TextReader;
  private readonly box;
  private maySend: boolean;
  private sent = 0;
  private isStopped = false;

  constructor(
    private readonly stream: StreamAnswer,
    private readonly ctx: Context,
    private readonly options: AnswersOptions,
  ) {
    this.reader = new TextReader(stream, ctx.signal, stream.options.onDone !== undefined);
    this.box = mailboxOf(ctx);
    this.maySend = this.most > 0 && ctx.openid !== '' && options.maySend(ctx);
  }

  private get most(): number {
    return this.stream.options.most ?? 5;
  }

  private get label(): string {
    const { label } = this.stream.options;
    return label === undefined || label === '' ? '' : `\n\n${label}`;
  }

  private get link(): string {
    return this.box === undefined ? '' : `\n\n${this.box.link}`;
  }

  /** Bytes of an answer's last message, and of one after which more comes. */
  private get lastRoom(): number {
    return MAX_TEXT - Buffer.byteLength(`${this.label}${this.stream.hint}\n\n${BROKEN}`);
  }
  private get room(): number {
    if (this.box === undefined) return this.lastRoom;
    const inBox = this.box.partBytes - Buffer.byteLength(this.label);
    return Math.min(inBox, this.lastRoom - Buffer.byteLength(this.link));
  }

  /** The first message. The rest is left for after it. */
  async begin(): Promise<PlainAnswer> {
    const { reader, ctx } = this;
    await reader.fill(MAX_TEXT, this.lastDoor());
    if (!reader.isOver && reader.bytes <= MAX_TEXT) {
      if (isVisible(reader.held)) return this.goOn(reader.takeSentences(this.room));
      if (!this.maySend && this.box !== undefined) {
        const { placeholder } = this.options;
        ctx.after(() => this.rest());
        return `${typeof placeholder === 'string' ? placeholder : '正在生成回答，请稍候点击'}${this.link}`;
      }
      // Nothing to say yet: the first message comes late.
      await reader.fill(MAX_TEXT);
    }
    if (reader.isAborted) {
      await this.keepWhatIsThere();
      throw new Error('An answer was told to stop.', { cause: reader.error });
    }
    if (reader.isOver && !isVisible(reader.held)) throw failureOf(reader.error);
    if (reader.isOver && reader.bytes <= this.lastRoom) {
      const text = await this.lastText();
      await this.done();
      return text + this.stream.hint + this.label;
    }
    return this.goOn(reader.take(this.room));
  }

  private lastDoor(): Promise<'stop'> | undefined {
    const left = this.ctx.timeLeft() - BEFORE_LAST_DOOR_MS;
    if (left <= 0) return undefined;
    return new Promise((resolve) => this.options.clock.setTimeout(() => resolve('stop'), left));
  }

  private async goOn(part: string): Promise<string> {
    const text = await this.filtered(part);
    const isAll = this.isStopped;
    if (!this.maySend && this.box === undefined && this.options.onLate === undefined) {
      this.reader.stop();
      this.lost();
    }
    if (isAll || (this.reader.isOver && !isVisible(this.reader.held))) await this.done();
    else this.ctx.after(() => this.rest());
    return text + (isAll || this.maySend ? '' : this.link) + this.stream.hint + this.label;
  }

  /** What follows the first message, strictly one after the other. */
  private async rest(): Promise<void> {
    const { reader, options, ctx } = this;
    try {
      while (!this.isStopped) {
        await reader.fill(MAX_TEXT);
        const isToBeSent = this.maySend && this.sent < this.most && !ctx.signal.aborted;
        const isLast = reader.isOver && reader.bytes <= (isToBeSent ? this.lastRoom : this.room);
        if (isLast && !isVisible(reader.held) && reader.error === undefined) break;
        const text = isLast ? await this.lastText() : await this.filtered(reader.take(this.room));
        const isEnd = isLast || this.isStopped;
        if (isVisible(text)) await this.deliver(text, isEnd);
        if (isEnd) break;
        if (this.maySend && !ctx.signal.aborted)
          await new Promise<void>((resolve) => options.clock.setTimeout(resolve, BETWEEN_PARTS_MS));
      }
    } finally {
      await this.done();
    }
  }

  private async deliver(text: string, isLast: boolean): Promise<void> {
    const { ctx, most, options } = this;
    // The user has asked something else instead.
    if (unwanted(ctx) === 'replaced') {
      this.isStopped = true;
      return;
    }
    if (this.maySend && this.sent < most && !ctx.signal.aborted) {
      const isLastSent = !isLast && this.sent + 1 === most;
      try {
        await this.send(text + (isLastSent ? this.link : ''));
        this.sent++;
        return;
      } catch (error) {
        if (error instanceof TransportError && error.sent) {
          this.sent++;
          return;
        }
        this.maySend = false;
        options.logger.warn(
          { event: 'answer-not-sent', deliveryId: ctx.deliveryId, err: error },
          'A part of an answer could not be sent; it and the rest go to the mailbox, if there is one.',
        );
      }
    }
    if (await this.box?.keep(text + this.label)) return;
    if (options.onLate === undefined) {
      this.reader.stop();
      this.isStopped = true;
      this.lost();
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

  private async lastText(): Promise<string> {
    const { reader } = this;
    const text = await this.filtered(reader.held);
    reader.held = '';
    if (reader.error === undefined) return text;
    return isVisible(text) ? `${text}\n\n${BROKEN}` : BROKEN;
  }

  /** The text as the filter lets it out; where it ends the answer, the user is told so. */
  private async filtered(text: string): Promise<string> {
    const { filter } = this.stream.options;
    if (filter === undefined || !isVisible(text)) return text;
    const found = await filter(text);
    if (found === true) return text;
    if (typeof found === 'string') {
      // Longer than before, the end of it comes next.
      const [first = '', ...more] = splitText(found, this.room);
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
      await this.box?.keep(`${held}\n\n${BROKEN}${this.label}`);
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

  private lost(): void {
    this.options.logger.warn(
      { event: 'answer-cut', deliveryId: this.ctx.deliveryId },
      'The rest of a long answer reached nobody: the account may not send it, and there is no mailbox().',
    );
  }
}

const failureOf = (error: unknown): Error => {
  if (error instanceof Error) return error;
  if (error === undefined) return new Error('The source of an answer ended without any text.');
  return new Error('The source of an answer failed.', { cause: error });
};
