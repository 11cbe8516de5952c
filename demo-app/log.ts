import cluster from 'node:cluster';
import { subscribe } from 'node:diagnostics_channel';
import type { DiagnosticsMap, Handler } from 'offiaccount';

const who = cluster.worker === undefined ? 'bot' : `worker ${cluster.worker.id}`;

const log = (deliveryId: string, what: string): void =>
  console.log(`  ${who} [${deliveryId.slice(0, 8)}] ${what}`);

/** Says what came in, and how long its handlers took. */
export const logRuns: Handler = async ({ message, deliveryId, attempt }, next) => {
  const started = performance.now();
  const kind = message.MsgType === 'event' ? `${message.MsgType} ${message.Event}` : message.MsgType;
  const again = attempt > 1 ? ', again after a crash' : '';
  log(deliveryId, `runs the handlers of this ${kind}${again}`);
  try {
    return await next();
  } finally {
    log(deliveryId, `ran them in ${Math.round(performance.now() - started)} ms`);
  }
};

/** Says how each of WeChat's deliveries ended: not always in the process that ran the handlers. */
export function logDeliveries(): void {
  subscribe('offiaccount:delivery', (published) => {
    // What is published on this channel.
    const event = published as DiagnosticsMap['offiaccount:delivery'];
    const { outcome, deliveryId, delivery, reply, ms } = event;
    const which = delivery === 0 ? 'the late answer' : `delivery ${delivery}`;
    log(deliveryId, `${which}: ${outcome}${reply === undefined ? '' : ` (${reply})`}, ${Math.round(ms)} ms`);
  });
}
