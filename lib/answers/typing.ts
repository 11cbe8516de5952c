import type { Clock } from '../clock';
import type { Context } from '../router/context';

/** A user who waits for a shorter time sees no sign. */
const BEGIN_MS = 1000;
/** WeChat shows the sign for 15 s, and refuses another one meanwhile (45081). */
const AGAIN_MS = 15_500;
/** How long after the last message WeChat accepts the sign (45080). */
const MAX_SINCE_MESSAGE_MS = 29_000;

/**
 * Shows the user that the account is typing (“对方正在输入…”) while an answer is being written. If WeChat refuses
 * the sign, that is not reported, because the answer comes anyway.
 */
export class Typing {
  private timer: unknown;
  private messageAt: number;
  private shownAt = -Infinity;
  private isRefused = false;

  constructor(
    private readonly ctx: Context,
    private readonly clock: Clock,
  ) {
    this.messageAt = clock.monotonic();
  }

  start(): void {
    const since = this.clock.monotonic() - this.shownAt;
    this.showIn(Math.max(BEGIN_MS, AGAIN_MS - since));
  }

  stop(): void {
    if (this.timer !== undefined) this.clock.clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** A message was sent, which removes the sign. */
  sent(): void {
    this.messageAt = this.clock.monotonic();
    this.shownAt = -Infinity;
  }

  private showIn(ms: number): void {
    this.stop();
    if (!this.isRefused) this.timer = this.clock.setTimeout(() => void this.show(), ms);
  }

  private async show(): Promise<void> {
    const { ctx, clock } = this;
    if (ctx.signal.aborted || clock.monotonic() - this.messageAt > MAX_SINCE_MESSAGE_MS) return;
    this.shownAt = clock.monotonic();
    this.showIn(AGAIN_MS);
    try {
      await ctx.api.customerMessage.typing(ctx.openid, 'Typing');
    } catch {
      this.isRefused = true;
      this.stop();
    }
  }
}
