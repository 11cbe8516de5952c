import { codeWords, isUnreachable, placeOf } from '../system-codes';
import type { Account } from './account';
import { addressed, exchange } from './exchange';
import type { HttpExchange, DeliveryEnvironment } from './exchange';
import { judge, judgeCheck, judgeContainerCheck } from './judge';
import { textOf } from './open-reply';
import { problem, tell } from './problems';
import type { Problem } from './problems';
import { nextPushId, writeCheck, writeContainerCheck, writeDelivery } from './push';
import type { SimulatedPush } from './push';
import type { DeliveredRequest, Delivery, Seen, Verdict } from './seen';

/** WeChat sends a push at most so often, each time when the one before was not answered. */
const MAX_DELIVERIES = 3;

/** The field that tells what a push is. */
const NAMES = { message: 'MsgType', event: 'Event', notice: 'InfoType' } as const;

/** Delivers a push as WeChat does: up to three times, until one is answered. */
export async function deliver(
  push: SimulatedPush,
  account: Account,
  environment: DeliveryEnvironment,
  from: 'user' | 'wechat',
): Promise<Seen> {
  const { id, fields, kind, from: openid, arrived } = push;
  const { mode, format, componentAppId, appId } = account;
  const name = String(fields[NAMES[kind]]);
  // That notices are repeated is not documented.
  const most = kind === 'notice' ? 1 : MAX_DELIVERIES;
  environment.observe({
    type: 'push',
    push: id,
    kind,
    name,
    openid,
    from,
    mode,
    format,
    ...(componentAppId !== undefined && { appId }),
  });
  const deliveries: Delivery[] = [];
  const errors: unknown[] = [];
  const watcher = {
    failed: (error: unknown): void => void errors.push(error),
    ...(arrived !== undefined && { arrived }),
  };
  for (;;) {
    const request = writeDelivery(push, account, environment.now?.());
    const { url, result } = await attempt(
      id,
      deliveries.length,
      'POST',
      request,
      account,
      environment,
      watcher,
    );
    deliveries.push(toDelivery(request, result));
    const verdict =
      result.answer !== undefined
        ? judge(result.answer, push, account)
        : deliveries.length === most || isFinal(result, environment)
          ? unanswered(result, url, deliveries.length, environment)
          : undefined;
    if (verdict === undefined) continue;
    return conclude(
      id,
      { ...verdict, ...(errors.length > 0 && { error: errors[0] }), deliveries },
      environment,
    );
  }
}

/** Checks the address as the console does when it is saved: one GET request; in 微信云托管 one POST. */
export async function check(
  echostr: string,
  account: Account,
  environment: DeliveryEnvironment,
): Promise<Seen> {
  const { mode, format } = account;
  const id = nextPushId();
  environment.observe({
    type: 'push',
    push: id,
    kind: 'check',
    name: 'echostr',
    openid: '',
    from: 'wechat',
    mode,
    format,
  });
  const isOfContainer = mode === 'cloudrun';
  const request = isOfContainer
    ? writeContainerCheck(account)
    : writeCheck(echostr, account, environment.now?.());
  const method = isOfContainer ? 'POST' : 'GET';
  const { url, result } = await attempt(id, 0, method, request, account, environment);
  const verdict =
    result.answer === undefined
      ? unanswered(result, url, 1, environment)
      : isOfContainer
        ? judgeContainerCheck(result.answer, account)
        : judgeCheck(result.answer, echostr, account);
  return conclude(id, { ...verdict, deliveries: [toDelivery(request, result)] }, environment);
}

/** One delivery. */
async function attempt(
  push: number,
  index: number,
  method: 'GET' | 'POST',
  request: DeliveredRequest,
  account: Account,
  environment: DeliveryEnvironment,
  watcher?: Parameters<typeof exchange>[2],
): Promise<{ url: URL; result: HttpExchange }> {
  const url = await addressed(environment, request);
  const headers = { ...headersOf(account), ...request.headers };
  environment.observe({ type: 'delivery', push, index, method, url: url.href, headers, request });
  const result = await exchange(
    { method, url, headers, body: request.bytes ?? request.body },
    environment,
    watcher,
  );
  const text = textOf(result.answer?.body.toString() ?? '', account);
  const { failure } = result;
  environment.observe({
    type: 'delivered',
    push,
    index,
    delivery: toDelivery(request, result),
    ...(failure && { failure: failure.code ?? failure.message }),
    ...(text !== undefined && { text }),
  });
  return { url, result };
}

/** The headers of WeChat's own requests. */
export const headersOf = ({ format }: Account): Readonly<Record<string, string>> => ({
  'User-Agent': 'Mozilla/4.0',
  Accept: '*/*',
  Pragma: 'no-cache',
  'Content-Type': format === 'xml' ? 'text/xml' : 'application/json',
});

function conclude(push: number, seen: Seen, environment: DeliveryEnvironment): Seen {
  environment.observe({ type: 'verdict', push, seen });
  return seen;
}

const toDelivery = (request: DeliveredRequest, { answer, ms, cut, lost }: HttpExchange): Delivery => ({
  status: answer?.status,
  body: answer?.body.toString() ?? '',
  ms,
  cut,
  ...(lost && { lost }),
  request,
});

/** Nobody is there: asking again changes nothing. */
const isFinal = ({ failure }: HttpExchange, { closing }: DeliveryEnvironment): boolean =>
  closing.aborted || isUnreachable(failure?.code ?? '');

function unanswered(
  { cut, failure }: HttpExchange,
  url: URL,
  times: number,
  { closing }: DeliveryEnvironment,
): Verdict {
  return { outcome: 'service-unavailable', ...tell([why()]) };

  function why(): Problem {
    if (closing.aborted) return problem('closed', {});
    if (cut) return problem('too-slow', { times });
    const code = failure?.code ?? 'closed';
    const said = codeWords(code, placeOf(url));
    return isUnreachable(code)
      ? problem('unreachable', { failure: said })
      : problem('connection-lost', { failure: said, times });
  }
}
