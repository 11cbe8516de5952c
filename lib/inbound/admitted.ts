import type { Clock } from '../clock';
import type { Message } from '../model/message';
import type { Admission, Admit, Recipient } from './admission';
import { endUnanswered } from './waiter';
import type { Connection, Delivery } from './waiter';

/** From this age on, a delivery is WeChat's last of its message, and answered while WeChat still waits. */
const LAST_AGE_MS = 9500;
const ADMIT_WITHIN_MS = 4500;

/** What is done with a push of a platform. */
export interface Ways {
  /** Tells whoever listens that it was accepted. */
  readonly accepted: () => void;
  /** Has the handlers answer it. */
  readonly deliver: (delivery: Delivery, to: Recipient) => void;
  /** Has the handlers hear of it, without an answer. */
  readonly tell: (delivery: Delivery, to: Recipient) => void;
  /** Answers that there is nothing to say. */
  readonly acknowledge: () => void;
}

/** Does with a push what a third-party platform, which has many accounts, makes of it. */
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
    // Nothing would come after the last one but a word to the user that the service is broken; of a notice no user knows.
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
    // Answered already: to the handlers it is a delivery on which nobody waits.
    if (to !== undefined) tell({ ...delivery, arrived: clock.monotonic(), connection: NOBODY }, to);
  } finally {
    admission.delivered?.();
  }
}

/** The connection of a push that has been answered. */
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
