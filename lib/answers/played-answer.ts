import { MAX_TEXT } from '../model/cut-text';
import { firstPart } from '../model/split-text';
import { filled } from '../model/texts';
import type { Texts } from '../model/texts';
import { isVisible } from '../model/visible';
import { HandledElsewhereError, ShutdownError } from '../router/abort-reasons';
import { abandon, leaveWork, textsOf, unwanted } from '../router/context';
import type { Context, DropReason, PlainAnswer } from '../router/context';
import { leastBytes } from './message-room';
import { Outlet } from './outlet';
import type { OutletOptions } from './outlet';
import { pictureText } from './piece';
import type { Picture } from './piece';
import { uploadPicture } from './pictures/upload';
import { TextReader } from './reader';
import type { StreamAnswer } from './stream-answer';

/** A pause between messages, so that WeChat keeps their order. */
const BETWEEN_PARTS_MS = 300;
/** The time before the end of the last delivery at which the available text becomes the reply. */
const BEFORE_LAST_DOOR_MS = 700;

/** One answer that is being sent. */
export class PlayedAnswer {
  private readonly reader: TextReader;
  private readonly outlet: Outlet;
  private readonly texts: Texts;
  private taken = 0;
  private isStopped = false;
  /** The text that has passed the filter, and is sent next. */
  private passed = '';

  constructor(
    private readonly stream: StreamAnswer,
    private readonly ctx: Context,
    private readonly options: OutletOptions,
  ) {
    this.reader = new TextReader(stream.pieces, ctx.signal, stream.options.onDone !== undefined);
    this.outlet = new Outlet(stream, ctx, options);
    this.texts = textsOf(ctx);
  }

  /** Tells whether the remaining text fits into one message, which is then the last. */
  private isLast(isReply: boolean): boolean {
    const { reader, outlet } = this;
    if (!reader.isOver) return false;
    const end = reader.error === undefined ? '' : `\n\n${this.texts.brokenOff}`;
    return reader.bytes <= outlet.lastRoom(isReply) - Buffer.byteLength(end);
  }

  private takeSentences(): string {
    const part = this.reader.takeSentences(this.outlet.room(true));
    this.taken += Buffer.byteLength(part);
    return part;
  }

  /** Takes a message that is not the last one. */
  private takePart(isReply: boolean): string {
    const { reader, taken, outlet } = this;
    const room = outlet.room(isReply);
    const messages = outlet.left + (isReply ? 1 : 0);
    const part = reader.take(room, leastBytes({ reader, taken, room, messages }));
    this.taken += Buffer.byteLength(part);
    return part;
  }

  /** Returns the first message. The rest is sent after it. */
  async begin(): Promise<PlainAnswer> {
    const { reader, outlet } = this;
    const { typing } = outlet;
    await this.fillFirst();
    if (!this.isLast(true)) await outlet.askLedger();
    if (!reader.isWhole && reader.bytes <= MAX_TEXT) {
      if (isVisible(reader.held)) {
        this.passed = await this.filtered(this.takeSentences());
        return this.reply(this.cut(true));
      }
      if (!outlet.maySend && outlet.hasMailbox) {
        const { placeholder } = this.options;
        this.leaveRest();
        if (typeof placeholder === 'string') return placeholder + outlet.link;
        return filled(this.texts.generating, { link: outlet.link.trim() });
      }
      // There is no text yet, so the first message comes late.
      if (outlet.maySend) typing.start();
      await reader.fill(MAX_TEXT);
      typing.stop();
    }
    if (reader.isAborted) {
      await this.keepWhatIsThere();
      throw new Error('An answer was told to stop.', { cause: reader.error });
    }
    const picture = reader.takePicture();
    if (picture !== undefined) return this.replyPicture(picture);
    if (reader.isOver && !isVisible(reader.held)) throw failureOf(reader.error);
    return this.reply(await this.next(true));
  }

  /** Reads until the first message is full, the source ends, or the last delivery ends. */
  private async fillFirst(): Promise<void> {
    const { reader, ctx, options, outlet } = this;
    const left = ctx.timeLeft() - BEFORE_LAST_DOOR_MS;
    let timer: unknown;
    const lastDoor = new Promise<'stop'>((resolve) => {
      if (left > 0) timer = options.clock.setTimeout(() => resolve('stop'), left);
    });
    if (outlet.maySend) outlet.typing.start();
    await reader.fill(MAX_TEXT, lastDoor);
    if (left > 0) options.clock.clearTimeout(timer);
    outlet.typing.stop();
  }

  private async reply({ text, isEnd }: Next): Promise<string> {
    const { outlet } = this;
    if (isEnd) await this.done();
    const isGoingOn = !isEnd && (await this.goOn());
    return text + (!isGoingOn || outlet.maySend ? '' : outlet.link) + outlet.beside(true);
  }

  /** A picture becomes the reply, if WeChat accepts it. */
  private async replyPicture(picture: Picture): Promise<PlainAnswer> {
    const mediaId = await this.upload(picture);
    if (mediaId === undefined) return this.reply({ text: pictureText(picture, this.texts), isEnd: false });
    await this.goOn();
    return { MsgType: 'image', Image: { MediaId: mediaId } };
  }

  /** Plans the rest for after the reply. False: there is no rest, or nobody gets it. */
  private async goOn(): Promise<boolean> {
    const { reader, outlet } = this;
    const isAll = reader.isSpent && this.passed === '';
    if (!isAll && !outlet.isNobody) {
      this.leaveRest();
      return true;
    }
    if (!isAll) this.lose();
    await this.done();
    return !isAll;
  }

  private leaveRest(): void {
    leaveWork(
      this.ctx,
      () => this.rest(),
      (why) => this.drop(why),
    );
  }

  /** The first message was not handed in, as far as is known, so no message may follow it. */
  private async drop(why: DropReason): Promise<void> {
    const { reader, ctx, options, stream } = this;
    // The source was stopped, but another process may still hand in the first message.
    if (why === 'closing') return this.rest();
    this.isStopped = true;
    reader.stop();
    reader.takeAll();
    this.passed = '';
    stream.end();
    if (why === 'elsewhere') return;
    abandon(ctx, new Error('Nobody is known to have got the beginning of the answer.'));
    options.logger.error(
      { event: 'answer-unclaimed', deliveryId: ctx.deliveryId },
      'The rest of an answer is not sent: nobody is known to have got its beginning, and another process may have answered in its place.',
    );
  }

  /** Sends the messages after the first one, strictly one after the other. */
  private async rest(): Promise<void> {
    const { options, outlet } = this;
    try {
      while (!this.isStopped && (await this.deliverNext()) === 'more')
        if (outlet.canSend)
          await new Promise<void>((resolve) => options.clock.setTimeout(resolve, BETWEEN_PARTS_MS));
    } finally {
      outlet.typing.stop();
      await this.done();
    }
  }

  private async deliverNext(): Promise<'more' | 'end'> {
    const { reader, outlet } = this;
    if (this.passed === '') {
      if (outlet.canSend) outlet.typing.start();
      await reader.fill(MAX_TEXT);
      outlet.typing.stop();
      const picture = reader.takePicture();
      if (picture !== undefined) {
        await this.deliverPicture(picture);
        return 'more';
      }
      if (reader.isSpent) return 'end';
    }
    const { text, isEnd } = await this.next(false);
    if (isVisible(text)) await this.deliver(text, isEnd);
    return isEnd ? 'end' : 'more';
  }

  /** Returns the next message. */
  private async next(isReply: boolean): Promise<Next> {
    const { reader } = this;
    if (this.passed === '')
      this.passed = await this.filtered(this.isLast(isReply) ? reader.takeAll() : this.takePart(isReply));
    return this.cut(isReply);
  }

  /**
   * Takes as much filtered text as fits into one message. The filter may have returned a longer text than it
   * got.
   */
  private cut(isReply: boolean): Next {
    const { reader, outlet, passed } = this;
    const isBroken = reader.error !== undefined && !this.isStopped;
    const end = isBroken ? (isVisible(passed) ? `\n\n${this.texts.brokenOff}` : this.texts.brokenOff) : '';
    // A streamed answer may continue.
    const isAll = reader.isOver && !isVisible(reader.held);
    if (isAll && Buffer.byteLength(passed + end) <= outlet.lastRoom(isReply)) {
      this.passed = '';
      return { text: passed + end, isEnd: true };
    }
    const text = firstPart(passed, outlet.room(isReply));
    this.passed = passed.slice(text.length);
    return { text, isEnd: false };
  }

  private async deliver(text: string, isLast: boolean): Promise<void> {
    const delivered = await this.outlet.deliver(text, isLast);
    if (delivered === 'lost') this.lose();
    else if (delivered === 'replaced') this.isStopped = true;
  }

  private async deliverPicture(picture: Picture): Promise<void> {
    const { outlet, ctx } = this;
    const isWanted = outlet.canSend && unwanted(ctx) === undefined;
    const mediaId = isWanted ? await this.upload(picture) : undefined;
    if (mediaId !== undefined && (await outlet.send({ MsgType: 'image', Image: { MediaId: mediaId } })))
      return;
    await this.deliver(pictureText(picture, this.texts), false);
  }

  private async upload(picture: Picture): Promise<string | undefined> {
    const { ctx, options } = this;
    try {
      return await uploadPicture(picture, ctx);
    } catch (error) {
      options.logger.warn(
        { event: 'picture-not-shown', deliveryId: ctx.deliveryId, err: error },
        'A picture of an answer could not be shown: its address stands in its place, if it has one.',
      );
      return undefined;
    }
  }

  /** Passes a text through the filter. If the filter ends the answer, the user is told. */
  private async filtered(text: string): Promise<string> {
    const { filter } = this.stream.options;
    if (filter === undefined || !isVisible(text)) return text;
    const found = await filter(text);
    if (found === true) return text;
    if (typeof found === 'string') return found;
    this.isStopped = true;
    this.reader.stop();
    this.reader.held = '';
    return this.texts.brokenOff;
  }

  private async keepWhatIsThere(): Promise<void> {
    const { reader, ctx, outlet } = this;
    if (reader.error instanceof HandledElsewhereError || unwanted(ctx) === 'replaced') return;
    if (!isVisible(reader.held)) return;
    const text = `${reader.held}\n\n${this.texts.brokenOff}`;
    const keep = (): Promise<boolean> => outlet.keep(text);
    // At shutdown another process may answer again, and the user would read the answer twice. So the text is
    // kept once it is clear that nobody else answers.
    if (reader.error instanceof ShutdownError) leaveWork(ctx, keep, () => undefined);
    else await keep();
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

  /** Nobody gets the rest, so its source may stop. */
  private lose(): void {
    this.reader.stop();
    this.reader.takeAll();
    this.passed = '';
    this.isStopped = true;
    // Many sources end only by the signal, because they have other readers as well.
    abandon(this.ctx, new Error('Nobody can receive the rest of the answer.'));
    this.options.logger.warn(
      { event: 'answer-cut', deliveryId: this.ctx.deliveryId },
      'The rest of a long answer reached nobody: the account may not send it, and there is no mailbox().',
    );
  }
}

interface Next {
  readonly text: string;
  /** Whether this is the last message. */
  readonly isEnd: boolean;
}

const failureOf = (error: unknown): Error => {
  if (error instanceof Error) return error;
  if (error === undefined) return new Error('The source of an answer ended without any text.');
  return new Error('The source of an answer failed.', { cause: error });
};
