import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Facts } from '../store/facts';
import type { Waiting } from './message-state';
import type { Outcome } from './outcome';

/** How long WeChat waits for an answer, in milliseconds. */
export const CUT_BY_WECHAT = 5000;
/** WeChat's second delivery comes about 5 s after the first. */
export const REPEATED_AGE = 4000;

/** One request in which WeChat delivers a message. */
export interface Delivery {
  /** The identity is equal for all deliveries of the message. */
  readonly identity: string;
  /** The user of the message, as far as the message names one. */
  readonly user: string;
  /** When its request line arrived, by the monotonic clock. */
  readonly arrived: number;
  /** Milliseconds between the message and this delivery, both by WeChat's clock. */
  readonly age: number;
  /** The connection of the delivery, which may be closed. */
  readonly connection: Connection;
  /** Whether the body was so large that nothing of it may be kept. */
  readonly large: boolean;
}

/** The part of a response that a delivery uses. */
export interface Connection {
  /** Absent in HTTP/2. */
  readonly destroyed?: boolean;
  /** The stream of HTTP/2. */
  readonly stream?: { readonly destroyed: boolean };
  /** Absent where there is none, such as in a function of a cloud. */
  readonly socket?: unknown;
  /** Begins to look whether the other side has gone, on hosts that do not tell it by themselves. */
  look?(): void;
  destroy(): unknown;
}

/** Tells whether a connection is known to be closed, by either side. */
export const isGone = ({ destroyed, stream }: Connection): boolean =>
  destroyed === true || stream?.destroyed === true;

/**
 * Ends a delivery without an answer. In a cloud function the response has no connection to close, or one
 * without effect. It then ends like a gateway's error, which every such response supports.
 */
export function endUnanswered(connection: Connection): void {
  if (!(connection instanceof ServerResponse) || connection.socket instanceof Socket) {
    connection.destroy();
    return;
  }
  try {
    if (!connection.headersSent) connection.writeHead(504, { 'Content-Length': 0 });
    connection.end();
  } catch {
    // The response has nothing like a connection.
    connection.destroy();
  }
}

/** The reported numbers of the run for which a delivery waits. */
export interface RunCounts {
  readonly attempt: number;
  readonly degraded: boolean;
  readonly state: { readonly facts: Pick<Facts, 'seen'> };
}

/** Gets the answer; `undefined`: leave the connection unanswered. */
export type Settle = (outcome: Outcome | undefined) => void;

/** A delivery until it is answered, or its time ends. */
export class Waiter implements Waiting {
  readonly at: number;
  readonly isRepeated: boolean;
  lastWord: Waiting['lastWord'] = 'not-due';
  isSettled = false;

  constructor(
    readonly id: string,
    readonly delivery: Delivery,
    /** Absent for a delivery that is refused. */
    readonly run: RunCounts | undefined,
    readonly settle: Settle,
    public final: boolean,
    readonly endsRetries: boolean,
  ) {
    this.at = delivery.arrived;
    this.isRepeated = delivery.age >= REPEATED_AGE;
  }
}
