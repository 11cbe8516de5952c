import cluster from 'node:cluster';
import { subscribe } from 'node:diagnostics_channel';
import type { Answer, DiagnosticsMap, Handler, Message } from 'offiaccount';
import { isVerbose } from './settings';

const who = cluster.worker === undefined ? 'bot' : `worker ${cluster.worker.id}`;

const log = (deliveryId: string, what: string): void =>
  console.log(`  ${who} [${deliveryId.slice(0, 8)}] ${what}`);

const MOST = 40;

/** What came in, in a few words. */
function subjectOf(message: Message): string {
  if (message.MsgType === 'event') return `event ${message.Event}`;
  if (message.MsgType !== 'text') return message.MsgType;
  const { Content } = message;
  return `text ${JSON.stringify(Content.length > MOST ? `${Content.slice(0, MOST)}…` : Content)}`;
}

const describeAnswer = (answer: Answer): string => {
  if (typeof answer === 'string') return 'text';
  if (answer && Symbol.asyncIterator in answer) return 'a long answer';
  return answer?.MsgType ?? 'nothing';
};

/** Says in a line what came in, what it is answered with, and how long that took. */
const logMessages: Handler = async ({ message }, next) => {
  const started = performance.now();
  const answer = await next();
  const what = describeAnswer(answer);
  console.log(`  ${who}: ${subjectOf(message)} → ${what} (${Math.round(performance.now() - started)} ms)`);
  return answer;
};

/** Says what came in, and how long its handlers took. */
const logEverything: Handler = async ({ message, deliveryId, attempt }, next) => {
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

/** Says what the bot does, as loudly as it was asked to. */
export const logRuns: Handler = isVerbose ? logEverything : logMessages;

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
