import type { ApiCall } from './api/call';
import type { PushFormat, PushMode } from './push-types';
import type { DeliveredRequest, Delivery, Seen, SeenMessage } from './seen';

/**
 * A push begins, by a user (`from: 'user'`) or by a call of the account that set off an event (`from:
 * 'wechat'`).
 */
export interface ObservedPush {
  readonly type: 'push';
  /** Names the push in what follows. */
  readonly push: number;
  /** `notice`: one to a third-party platform. `check`: WeChat verifies the address. */
  readonly kind: 'message' | 'event' | 'notice' | 'check';
  /** `MsgType` of a message, `Event` of an event, `InfoType` of a notice. */
  readonly name: string;
  /** `''` for a notice, and for the check of the address. */
  readonly openid: string;
  readonly from: 'user' | 'wechat';
  /** AppID of the account, or of the platform, where a platform serves it. */
  readonly appId?: string;
  readonly mode: PushMode;
  readonly format: PushFormat;
}

/** A delivery sets out; `delivered` follows. */
export interface ObservedDelivery {
  readonly type: 'delivery';
  readonly push: number;
  /** Counted from 0. */
  readonly index: number;
  readonly method: 'GET' | 'POST';
  /** The whole address, with its parameters. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly request: DeliveredRequest;
}

/** A delivery is over: answered, cut or failed. */
export interface ObservedEnd {
  readonly type: 'delivered';
  readonly push: number;
  readonly index: number;
  readonly delivery: Delivery;
  /** Why there was no answer, in Node's word, when it was not cut. */
  readonly failure?: string;
  /** The answer opened, when it was encrypted and could be. */
  readonly text?: string;
}

/** A push is over. */
export interface ObservedVerdict {
  readonly type: 'verdict';
  readonly push: number;
  readonly seen: Seen;
}

/** A message reached a user: the reply to `push`, or what `call` sent. */
export interface ObservedMessage {
  readonly type: 'seen';
  readonly openid: string;
  readonly message: SeenMessage;
  readonly push?: number;
  readonly call?: number;
}

/** A call of the API arrives, and, with `ms`, is over. */
export interface ObservedCall {
  readonly type: 'call';
  /** Names the call. */
  readonly call: number;
  /** What there is of it by now. */
  readonly record: ApiCall;
  /**
   * The JSON answered, without credentials, or `{ type, size }` of anything else; absent while, or because,
   * there is no answer.
   */
  readonly answer?: unknown;
  /** How long it took, by the simulator's clock; absent while it is not over. */
  readonly ms?: number;
}

/** What happens in a simulator, as it happens: `simulate(app, { …, observe })`. */
export type Observed = (
  ObservedPush | ObservedDelivery | ObservedEnd | ObservedVerdict | ObservedMessage | ObservedCall
) & {
  /** Milliseconds since 1970, by the simulator's clock. */
  readonly at: number;
  /**
   * Milliseconds by the clock that measures deliveries, which never goes back: tells the order of events, and
   * how far apart they are.
   */
  readonly moment: number;
};

/** Something that happens, before it is known when. */
export type SimulatorEvent = Observed extends infer O
  ? O extends { at: number }
    ? Omit<O, 'at' | 'moment'>
    : never
  : never;
