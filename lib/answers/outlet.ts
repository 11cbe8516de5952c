import type { Clock } from '../clock';
import type { WeChatConfig } from '../config';
import { ApiError, TransportError } from '../errors';
import type { Logger } from '../logger';
import { customerMessage } from '../model/customer-message';
import { MAX_TEXT } from '../model/cut-text';
import type { Reply } from '../model/reply-types';
import { splitText } from '../model/split-text';
import { unwanted } from '../router/context';
import type { Context } from '../router/context';
import { mailboxOf } from './mailbox';
import type { StreamAnswer } from './stream-answer';
import { Typing } from './typing';

/** The parts that send an answer. */
export interface OutletOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onLate: WeChatConfig['onLate'];
  readonly placeholder: WeChatConfig['placeholder'];
  /** Tells whether customer-service messages may be sent, as far as is known. */
  readonly maySend: (ctx: Context) => boolean;
  /** Returns how many messages may be sent to the user, by the count of a ledger; `undefined`: unknown. */
  readonly quotaLeft: (ctx: Context) => Promise<number | undefined>;
}

/**
 * The errors for a user who cannot be reached: the openid belongs to another account, does not follow, or is
 * on the black list.
 */
const GONE: ReadonlySet<number> = new Set([40003, 43004, 43019]);

/** What happened to a part: it is sent or kept; or nobody gets it, nor the parts after it. */
export type Delivered = 'on-its-way' | 'lost' | 'replaced';

/** Sends an answer beyond the reply: by customer-service messages, the mailbox, or `onLate`. */
export class Outlet {
  readonly typing: Typing;
  private readonly box;
  /** `closed`: further parts go to the mailbox. `gone`: the user cannot be reached any more. */
  private service: 'open' | 'closed' | 'gone';
  /** How many customer-service messages may still be sent for this answer. */
  private quota: number;

  constructor(
    private readonly stream: StreamAnswer,
    private readonly ctx: Context,
    private readonly options: OutletOptions,
  ) {
    this.box = mailboxOf(ctx);
    this.quota = stream.options.most ?? 5;
    const isOpen = this.quota > 0 && ctx.openid !== '' && options.maySend(ctx);
    this.service = isOpen ? 'open' : 'closed';
    this.typing = new Typing(ctx, options.clock);
  }

  get maySend(): boolean {
    return this.service === 'open';
  }

  get canSend(): boolean {
    return this.maySend && this.quota > 0 && !this.ctx.signal.aborted;
  }

  /** How many more messages may be sent. */
  get left(): number {
    return this.canSend ? this.quota : 0;
  }

  get hasMailbox(): boolean {
    return this.box !== undefined;
  }

  /** Whether nobody gets more than the reply. */
  get isNobody(): boolean {
    return !this.maySend && this.box === undefined && this.options.onLate === undefined;
  }

  private get label(): string {
    const { label } = this.stream.options;
    return label === undefined || label === '' ? '' : `\n\n${label}`;
  }

  get link(): string {
    return this.box === undefined ? '' : `\n\n${this.box.link}`;
  }

  /**
   * Returns the label below a message. Below messages that are sent by call, WeChat itself shows that an AI
   * wrote them.
   */
  beside(isReply: boolean): string {
    if (isReply) return this.stream.hint + this.label;
    return this.canSend ? '' : this.label;
  }

  /** Returns the bytes for the last message of an answer. */
  lastRoom(isReply: boolean): number {
    const most = isReply || this.canSend || this.box === undefined ? MAX_TEXT : this.box.partBytes;
    return most - Buffer.byteLength(this.beside(isReply));
  }

  /** Returns the bytes for a message that is not the last one. */
  room(isReply: boolean): number {
    const beside = Buffer.byteLength(this.beside(isReply));
    if (!isReply && !this.canSend) return (this.box?.partBytes ?? MAX_TEXT) - beside;
    // The last message that may be sent says where the rest is.
    const isLastSent = isReply ? !this.maySend : this.quota === 1;
    return MAX_TEXT - beside - (isLastSent ? Buffer.byteLength(this.link) : 0);
  }

  /** If a mailbox keeps the rest, a ledger's count limits the messages. Without a mailbox, WeChat decides. */
  async askLedger(): Promise<void> {
    if (this.box === undefined || !this.maySend) return;
    const left = await this.options.quotaLeft(this.ctx);
    this.quota = Math.min(this.quota, left ?? Infinity);
    if (this.quota <= 0) this.service = 'closed';
  }

  /** Sends a part, or keeps it. */
  async deliver(text: string, isLast: boolean): Promise<Delivered> {
    const { ctx, options } = this;
    // The user has asked something else meanwhile.
    if (unwanted(ctx) === 'replaced') return 'replaced';
    if (this.canSend) {
      const isLastSent = !isLast && this.quota === 1;
      if (await this.send({ MsgType: 'text', Content: text + (isLastSent ? this.link : '') }))
        return 'on-its-way';
    }
    if (this.service === 'gone') return 'lost';
    if (await this.keep(text)) return 'on-its-way';
    if (options.onLate === undefined) return 'lost';
    for (const content of splitText(text)) await options.onLate({ MsgType: 'text', Content: content }, ctx);
    return 'on-its-way';
  }

  /** Keeps a text until the user asks for it. */
  async keep(text: string): Promise<boolean> {
    return (await this.box?.keep(text, this.label)) ?? false;
  }

  /** False: the message was not sent, and the messages after it will not be. */
  async send(reply: Reply): Promise<boolean> {
    const { ctx, label, typing, options } = this;
    const message = customerMessage(reply, ctx.openid);
    if (message === undefined) return false;
    try {
      await ctx.api.customerMessage.send({
        ...message,
        ...(label !== '' && { aimsgcontext: { is_ai_msg: 1 } }),
      });
      typing.sent();
    } catch (error) {
      // The message may have arrived, so it is never sent again.
      if (!(error instanceof TransportError && error.sent)) {
        this.close(error);
        return false;
      }
      options.logger.warn(
        { event: 'answer-uncertain', deliveryId: ctx.deliveryId, err: error },
        'A part of an answer may have arrived, or not; it is not sent again.',
      );
    }
    this.quota--;
    return true;
  }

  private close(error: unknown): void {
    const { ctx, options } = this;
    this.service = error instanceof ApiError && GONE.has(error.errcode) ? 'gone' : 'closed';
    options.logger.warn(
      { event: 'answer-not-sent', deliveryId: ctx.deliveryId, err: error },
      this.service === 'gone'
        ? 'A part of an answer could not be sent, since its user is gone: the answer ends.'
        : 'A part of an answer could not be sent; it and the rest go to the mailbox, if there is one.',
    );
  }
}
