import type { Clock } from '../clock';
import type { Message } from '../model/message';
import type { Admission, Admit, Recipient } from './admission';
import { endUnanswered } from './waiter';
import type { Connection, Delivery } from './waiter';

/** A delivery of this age is the last one of its message. It is answered while WeChat still waits. */
const LAST_AGE_MS = 9500;
const ADMIT_WITHIN_MS = 4500;

/** The possible ways of a platform's push. */
export interface Ways {
  /** Publishes that the push was accepted. */
  readonly accepted: () => void;
  /** Lets the handlers answer the push. */
  readonly deliver: (delivery: Delivery, to: Recipient) => void;
  /** Gives the push to the handlers without an answer. */
  readonly tell: (delivery: Delivery, to: Recipient) => void;
  /** Answers that there is no reply. */
  readonly acknowledge: () => void;
}

/** Follows the decision of a third-party platform, which has many accounts. */
export async function followAdmission(
  admitting: ReturnType<Admit>,
  message: Message,
  delivery: Delivery,
  clock: Clock,
  { accepted, deliver, tell, acknowledge }: Ways,
): Promise<void> {
  const isLast = delivery.age >= LAST_AGE_MS;
  const admission = isLast ? await unlessLate(admitting, delivery.arrived, clock) : await admitting;
  accepted();
  if (admission.kind === 'leave') {
    // After the last delivery the user would read that the service is broken. No user knows of a notice.
    if (isLast && message.MsgType !== 'notice') acknowledge();
    else endUnanswered(delivery.connection);
    return;
  }
  if (admission.kind === 'answer') {
    deliver(delivery, admission.to);
    return;
  }
  try {
    acknowledge();
    const to = await admission.to;
    // The push was answered before, so for the handlers nobody waits.
    if (to !== undefined) tell({ ...delivery, arrived: clock.monotonic(), connection: NOBODY }, to);
  } finally {
    admission.delivered?.();
  }
}

/** The connection of a push that was answered before. */
const NOBODY: Connection = { destroyed: false, destroy: () => undefined };

function unlessLate(
  admitting: ReturnType<Admit>,
  arrived: number,
  clock: Clock,
): Admission | Promise<Admission> {
  let timer: unknown;
  const late = new Promise<Admission>((resolve) => {
    const left = Math.max(0, arrived + ADMIT_WITHIN_MS - clock.monotonic());
    timer = clock.setTimeout(() => resolve({ kind: 'leave' }), left);
  });
  return Promise.race([admitting, late]).finally(() => clock.clearTimeout(timer));
}
