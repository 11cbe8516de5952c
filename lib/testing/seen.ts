import type { ProblemCode, ProblemText } from './problems';
import type { Reply, TransferReply } from '../model/replies';

/** What WeChat tells a user when an account does not answer, or not as it must. */
export const OUT_OF_SERVICE = '该公众号提供的服务出现故障，请稍后再试';

/** What it tells a user of a mini program then. */
export const MINI_PROGRAM_OUT_OF_SERVICE = '该小程序客服暂时无法提供服务，请稍后再试';

/** A notice of WeChat's own in the chat. */
export interface SystemNotice {
  readonly MsgType: 'system';
  readonly Content: typeof OUT_OF_SERVICE | typeof MINI_PROGRAM_OUT_OF_SERVICE;
}

/** A reply to a device (hardware platform, being retired), with the fields it came with. */
export interface DeviceReply {
  readonly MsgType: 'device_text' | 'device_event' | 'device_status' | 'hardware';
  readonly [field: string]: unknown;
}

/**
 * How a message came that is no reply to a push: as a customer-service message (客服消息) or to many at once
 * (群发).
 */
export interface Sent {
  readonly via: 'customer-service' | 'mass';
  /** The member of the staff it is from, if one was named. */
  readonly KfAccount?: string;
  /** WeChat shows that an AI wrote it: `aimsgcontext: { is_ai_msg: 1 }`. */
  readonly byAi?: true;
}

/**
 * A message of a kind that no reply has: what was sent, in WeChat's own names, under the name of its type.
 */
export interface OtherContent {
  readonly MsgType:
    'mpnews' | 'mpnewsarticle' | 'msgmenu' | 'wxcard' | 'miniprogrampage' | 'link' | 'images' | 'mpvideo';
  readonly [field: string]: unknown;
}

/**
 * A message that the account sent by a call. It reads like the reply of the same kind, so a spec need not
 * care how an answer came: `{ MsgType: 'text', Content: 'Hi', via: 'customer-service' }`, news with
 * `Articles.item[].Title`.
 */
export type SentMessage = (Exclude<Reply, TransferReply> | OtherContent) & Sent;

/**
 * A template message (模板消息) or a notice that the user subscribed to (订阅通知, 一次性订阅消息). One of the medical
 * assistant (微信就医助手) has its `status` as the template.
 */
export interface SentNotice {
  readonly MsgType: 'template' | 'subscribe';
  readonly TemplateId: string;
  /** The text of the template, with the values put in; without a template, title and text. */
  readonly Content: string;
  /** The page a tap opens. */
  readonly Url?: string;
  /** The mini program a tap opens. */
  readonly MiniProgram?: { readonly AppId: string; readonly PagePath: string };
}

/** What reached a user, in WeChat's shape without the header: `{ MsgType: 'text', Content: 'Hi' }`. */
export type SeenMessage = Reply | DeviceReply | SystemNotice | SentMessage | SentNotice;

/** A request as the simulator sent it. */
export interface DeliveredRequest {
  /** The parameters, without `?`. */
  readonly query: string;
  /** The body as it went over the wire. */
  readonly body: string;
  /** The message before it was encrypted. */
  readonly text: string;
  /** Headers besides those that WeChat always sends: of 微信云托管. */
  readonly headers?: Readonly<Record<string, string>>;
  /** @internal The body, where it may be no text. */
  readonly bytes?: Buffer;
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
  /** An answer came, but was lost on its way: `disturb('lost-answer')`. */
  readonly lost?: true;
  readonly request: DeliveredRequest;
}

/**
 * `replied`: the user sees a reply. `silent`: received, nothing to say (`success`, or an empty body).
 * `service-unavailable`: no answer in time, or one that WeChat does not take. `refused`: the app answered
 * with a status from 400 to 499.
 */
export type SeenOutcome = 'replied' | 'silent' | 'service-unavailable' | 'refused';

/** What came of a push. */
export interface Seen {
  readonly outcome: SeenOutcome;
  /** The reply, when the outcome is `replied`. */
  readonly reply?: SeenMessage;
  /**
   * What is wrong with the answer, is unusual about it, or was left out of it, in English. It stands beside
   * every outcome: an answer that WeChat is known, or likely, to take is `replied` or `silent` all the same.
   */
  readonly problem?: string;
  /** Names the problem, whatever the language; the first one, where there are several. */
  readonly problemCode?: ProblemCode;
  /** The problem in English and in Chinese. */
  readonly problemText?: ProblemText;
  /**
   * What a handler threw, or `onError`, while WeChat waited: the cause of a `silent` that should be none.
   * Known only where `simulate(app)` serves an app of this package in its own process.
   */
  readonly error?: unknown;
  /** At most three. */
  readonly deliveries: readonly Delivery[];
}

/** What WeChat makes of one answer. */
export type Verdict = Omit<Seen, 'deliveries'>;
