import type { Reply } from '../model/replies';

/** What WeChat tells a user when an account does not answer, or not as it must. */
export const OUT_OF_SERVICE = '该公众号提供的服务出现故障，请稍后再试';

/** A notice of WeChat's own in the chat. */
export interface SystemNotice {
  readonly MsgType: 'system';
  readonly Content: typeof OUT_OF_SERVICE;
}

/** A reply to a device (hardware platform, being retired), with the fields it came with. */
export interface DeviceReply {
  readonly MsgType: 'device_text' | 'device_event' | 'device_status' | 'hardware';
  readonly [field: string]: unknown;
}

/** What reached a user, in WeChat's shape without the header: `{ MsgType: 'text', Content: 'Hi' }`. */
export type SeenMessage = Reply | DeviceReply | SystemNotice;

/** A request as the simulator sent it. */
export interface DeliveredRequest {
  /** The parameters, without `?`. */
  readonly query: string;
  /** The body as it went over the wire. */
  readonly body: string;
  /** The message before it was encrypted. */
  readonly text: string;
}

/** One attempt to deliver a push. */
export interface Delivery {
  /** Absent when no answer came. */
  readonly status: number | undefined;
  /** The body of the answer, as it went over the wire; `''` when none came. */
  readonly body: string;
  /** How long it took, by the simulator's clock. */
  readonly ms: number;
  /** Whether WeChat cut the connection, after 5 s. */
  readonly cut: boolean;
  readonly request: DeliveredRequest;
}

/**
 * `replied`: the user sees a reply. `silent`: received, nothing to say (`success`, or an empty body). `service-unavailable`: no
 * answer in time, or one that WeChat does not take. `refused`: the app answered with a status from 400 to 499.
 */
export type SeenOutcome = 'replied' | 'silent' | 'service-unavailable' | 'refused';

/** What came of a push. */
export interface Seen {
  readonly outcome: SeenOutcome;
  /** The reply, when the outcome is `replied`. */
  readonly reply?: SeenMessage;
  /** What is wrong with the answer, or was left out of it. */
  readonly problem?: string;
  /** At most three. */
  readonly deliveries: readonly Delivery[];
}

/** What WeChat makes of one answer. */
export type Verdict = Omit<Seen, 'deliveries'>;
