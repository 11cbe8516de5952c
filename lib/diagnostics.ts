import { channel } from 'node:diagnostics_channel';
import type { Channel } from 'node:diagnostics_channel';
import type { TransportReason } from './errors';
import type { RefusalCode } from './refusals';

/** A request at the middleware, accepted as a push or refused. On `offiaccount:push`. */
export interface PushEvent {
  readonly outcome: 'accepted' | 'refused';
  /** HTTP status of a refusal. */
  readonly status?: number;
  /** The code of the reason, which stays the same between versions. */
  readonly code?: RefusalCode;
  /** Why it was refused, as in the log. */
  readonly reason?: string;
  readonly format?: 'xml' | 'json';
  readonly encrypted?: boolean;
  readonly MsgType?: string;
  readonly Event?: string;
  readonly deliveryId?: string;
  /** Milliseconds from the request line to the decision. */
  readonly ms: number;
}

/**
 * How a delivery ended, or how a late answer fared. On `offiaccount:delivery`.
 *
 * - `answered`: with what the handlers made (a reply, or `success`)
 * - `acknowledged`: with `success` or the placeholder before there was an answer, or when the answer goes
 *   another way
 * - `left-open`: not answered, so that WeChat delivers again
 * - `gone`: its connection was lost
 * - `shed`: left for WeChat to repeat, or (the last) acknowledged unheard, since too many messages were being
 *   handled
 * - `sent-late`: the answer went out as a customer-service message; `late`: it went to `onLate`
 */
export type DeliveryOutcome =
  'answered' | 'acknowledged' | 'left-open' | 'gone' | 'shed' | 'sent-late' | 'late';

export interface DeliveryEvent {
  readonly outcome: DeliveryOutcome;
  readonly deliveryId: string;
  /** How often the handlers were started; 0 = not by this process. */
  readonly attempt: number;
  /** Which of WeChat's deliveries this was, from 1; 0 = none, a late answer. */
  readonly delivery: number;
  /** `MsgType` of the reply, if there was one. */
  readonly reply?: string;
  /** Milliseconds from the request line (of a late answer: from the start of the run). */
  readonly ms: number;
  /** Milliseconds that WeChat would still have waited. */
  readonly timeLeft: number;
  /** The store was asked in vain: what several processes share may not be shared. */
  readonly degraded: boolean;
}

/**
 * A call of WeChat's API, with all its retries; those for access tokens are calls as well. On
 * `offiaccount:api`.
 */
export interface ApiEvent {
  readonly method: string;
  /** Path of the endpoint, without query. */
  readonly endpoint: string;
  readonly outcome: 'ok' | 'api-error' | 'transport-error';
  /** WeChat's return code, of an `api-error`. */
  readonly errcode?: number;
  /** Number under which WeChat knows its answer, of an `api-error`. */
  readonly rid?: string;
  /** Why there is no answer, of a `transport-error`. */
  readonly reason?: TransportReason;
  /** How often it was tried; 0 = never, for want of an access token for example. */
  readonly attempts: number;
  readonly ms: number;
}

/**
 * A handler threw, or `onError` did. On `offiaccount:handler-error`. Once per run: deliveries share one.
 */
export interface HandlerErrorEvent {
  readonly event: 'handler-failed' | 'on-error-failed';
  readonly deliveryId: string;
  /** What was thrown, as it is: it may hold anything, a user's words too. */
  readonly error: unknown;
}

/**
 * What is kept of a user has changed: by `session()`, in this process. On `offiaccount:session`. For tools
 * that show it while a bot is developed.
 */
export interface SessionEvent {
  /** The account's original id, `gh_…`. */
  readonly account: string;
  readonly openid: string;
  /** As JSON; `{}`: nothing is kept. */
  readonly session: string;
  /** The form or dialogue that waits for an answer, if one does. */
  readonly conversation?: object;
}

/**
 * What is published on each of Node's diagnostics channels that say how something went. No value is a secret,
 * or a user's words. `offiaccount:handler-error` and `offiaccount:session` are apart, since they hand on
 * whatever was thrown or kept.
 */
export interface DiagnosticsMap {
  'offiaccount:push': PushEvent;
  'offiaccount:delivery': DeliveryEvent;
  'offiaccount:api': ApiEvent;
}

/** The events that say how something went, and those that hand on what was thrown or kept. */
interface Published extends DiagnosticsMap {
  readonly 'offiaccount:handler-error': HandlerErrorEvent;
  readonly 'offiaccount:session': SessionEvent;
}

const channelOf = <N extends keyof Published>(name: N) => {
  const own: Channel = channel(name);
  return {
    /** Ask before making an event: nobody listens to most channels most of the time. */
    get wanted(): boolean {
      return own.hasSubscribers;
    },
    publish: (event: Published[N]): void => own.publish(event),
  };
};

export const diagnostics = {
  push: channelOf('offiaccount:push'),
  delivery: channelOf('offiaccount:delivery'),
  api: channelOf('offiaccount:api'),
  handlerError: channelOf('offiaccount:handler-error'),
  session: channelOf('offiaccount:session'),
};
