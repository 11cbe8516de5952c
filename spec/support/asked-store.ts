import type { Handler, WeChatConfig } from 'offiaccount';
import type { Claim, ClaimState, DeliveryStore, Finish, GiveUp } from '../../lib/store/deliveries';
import { memoryStore } from '../../lib/store/memory';
import { StoreError } from '../../lib/store/store';
import { movedClock } from './clock';
import { start } from './one-bot';

/** What was asked of a store, and is not answered yet. */
class Asked<T> {
  private readonly open: { resolve(value: T): void; reject(error: Error): void }[] = [];
  /** How often it was asked. */
  times = 0;

  readonly ask = (): Promise<T> => {
    this.times++;
    return new Promise((resolve, reject) => this.open.push({ resolve, reject }));
  };

  /** Answers the oldest question that is open. */
  answer(value: T): void {
    this.take().resolve(value);
  }

  fail(): void {
    this.take().reject(new StoreError('The store is away.'));
  }

  get isOpen(): boolean {
    return this.open.length > 0;
  }

  private take() {
    const oldest = this.open.shift();
    if (oldest === undefined) throw new Error('Nothing was asked.');
    return oldest;
  }
}

/** A bot with a store of the user's own, whose answers come when the spec gives them. */
export function startWithStore(handler: Handler, config: Partial<WeChatConfig> = {}) {
  const clock = movedClock();
  const asked = {
    claim: new Asked<Claim>(),
    renew: new Asked<boolean>(),
    finish: new Asked<Finish>(),
    giveUp: new Asked<GiveUp>(),
  };
  const deliveries: DeliveryStore = {
    claim: asked.claim.ask,
    renew: asked.renew.ask,
    finish: asked.finish.ask,
    giveUp: asked.giveUp.ask,
  };
  const bot = start(handler, { clock, store: { ...memoryStore(clock), deliveries }, ...config });
  return { ...bot, clock, ...asked };
}

/** What a claim finds. */
export const claim = (state: ClaimState, more: Partial<Claim> = {}): Claim => ({
  state,
  attempt: 1,
  deliveries: 1,
  age: 0,
  acknowledged: false,
  ...more,
});

export const hello = { MsgType: 'text', Content: 'hello' };
