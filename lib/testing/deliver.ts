import type { Account } from './account';
import { exchange } from './exchange';
import type { Exchange, World } from './exchange';
import { judge, judgeCheck } from './judge';
import { writeCheck, writeDelivery } from './push';
import type { SimulatedPush } from './push';
import type { DeliveredRequest, Delivery, Seen, Verdict } from './seen';

/** WeChat sends a push at most so often, each time when the one before was not answered. */
const DELIVERIES = 3;

/** Delivers a push as WeChat does: up to three times, until one is answered. */
export async function deliver(push: SimulatedPush, account: Account, world: World): Promise<Seen> {
  const deliveries: Delivery[] = [];
  for (;;) {
    const request = writeDelivery(push, account);
    const result = await exchange('POST', request, world);
    deliveries.push(toDelivery(request, result));
    if (result.answer !== undefined) return { ...judge(result.answer, push, account), deliveries };
    if (deliveries.length === DELIVERIES || isFinal(result, world))
      return { ...unanswered(result, deliveries.length, world), deliveries };
  }
}

/** Checks the address as the console does when it is saved: one GET request. */
export async function check(echostr: string, account: Account, world: World): Promise<Seen> {
  const request = writeCheck(echostr, account);
  const result = await exchange('GET', request, world);
  const verdict =
    result.answer === undefined ? unanswered(result, 1, world) : judgeCheck(result.answer, echostr, account);
  return { ...verdict, deliveries: [toDelivery(request, result)] };
}

const toDelivery = (request: DeliveredRequest, { answer, ms, cut }: Exchange): Delivery => ({
  status: answer?.status,
  body: answer?.body.toString() ?? '',
  ms,
  cut,
  request,
});

/** Nobody is there: asking again changes nothing. */
const isFinal = ({ failure }: Exchange, { closing }: World): boolean =>
  closing.aborted || failure?.code === 'ECONNREFUSED' || failure?.code === 'ENOTFOUND';

function unanswered({ cut, failure }: Exchange, times: number, { closing }: World): Verdict {
  const why = closing.aborted
    ? 'The simulator was closed before an answer came.'
    : cut
      ? 'There was no answer within 5 s'
      : `The connection was lost (${failure?.code ?? 'closed'})`;
  return {
    outcome: 'service-unavailable',
    problem: closing.aborted ? why : `${why}, ${times === 1 ? 'once' : `${times} times`}.`,
  };
}
