import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Facts } from '../store/facts';
import type { Waiting } from './message-state';
import type { Outcome } from './outcome';

/** How long WeChat waits for an answer. */
export const CUT_BY_WECHAT = 5000;
/** WeChat's second delivery comes about 5 s after the first. */
export const REPEATED_AGE = 4000;

/** One request in which WeChat delivers a message. */
export interface Delivery {
  /** What is the same for all deliveries of the message. */
  readonly identity: string;
  /** Whose message it is, as far as it says. */
  readonly user: string;
  /** When its request line arrived, monotonic. */
  readonly arrived: number;
  /** Milliseconds between the message and this delivery, both by WeChat's clock. */
  readonly age: number;
  /** The connection it came on, which may be gone. */
  readonly connection: Connection;
  /** Whether the body was so large that nothing of it may be kept. */
  readonly large: boolean;
}

/** As much of a response as a delivery needs to know. */
export interface Connection {
  readonly destroyed: boolean;
  /** Absent where there is none, such as in a function of a cloud. */
  readonly socket?: unknown;
  destroy(): unknown;
}

/**
 * Ends a delivery that has got no answer. In a function of a cloud, the response has no connection that could be cut, or one that
 * does nothing: it ends as at a gateway, which every such response reports.
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
    // Its connection is not even like one.
    connection.destroy();
  }
}

/** What is reported of the run that a delivery waits for. */
export interface RunCounts {
  readonly attempt: number;
  readonly degraded: boolean;
  readonly state: { readonly facts: Pick<Facts, 'seen'> };
}

/** Is told what to answer; `undefined` = leave the connection alone. */
export type Settle = (outcome: Outcome | undefined) => void;

/** A delivery until it is answered, or its time is over. */
export class Waiter implements Waiting {
  readonly at: number;
  readonly isRepeated: boolean;
  lastWord: Waiting['lastWord'] = 'not-due';
  isSettled = false;

  constructor(
    readonly id: string,
    readonly delivery: Delivery,
    /** Absent of one that is turned away. */
    readonly run: RunCounts | undefined,
    readonly settle: Settle,
    public final: boolean,
    readonly endsRetries: boolean,
  ) {
    this.at = delivery.arrived;
    this.isRepeated = delivery.age >= REPEATED_AGE;
  }
}
