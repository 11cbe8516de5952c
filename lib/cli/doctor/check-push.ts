import { printable } from '../../logger';
import { placeOf } from '../../system-codes';
import type { HttpExchange } from '../../testing/exchange';
import { judge } from '../../testing/judge';
import { nextPushId, writeDelivery } from '../../testing/push';
import type { SimulatedPush } from '../../testing/push';
import { newOpenid, sampleMessage } from '../../testing/samples';
import { send } from '../connection';
import type { BotConnection } from '../connection';
import { NEAR } from './check-callback';
import type { ReportFinding } from './finding';

/** Creates a push of a new user: a text if one is given, else a tap on a menu link, which bots ignore. */
export function newPush(to: string, say: string | undefined): SimulatedPush {
  const from = newOpenid();
  const header = { ToUserName: to, FromUserName: from, CreateTime: Math.floor(Date.now() / 1000) };
  const content =
    say === undefined
      ? { MsgType: 'event', Event: 'VIEW', EventKey: 'https://example.com/' }
      : { MsgType: 'text', ...sampleMessage('text'), Content: say };
  return {
    id: nextPushId(),
    fields: { ...header, ...content },
    from,
    to,
    kind: say === undefined ? 'event' : 'message',
  };
}

/** Sends one genuine push, and returns the outcome. */
export async function checkPush(
  connection: BotConnection,
  push: SimulatedPush,
  report: ReportFinding,
): Promise<HttpExchange> {
  const { account } = connection;
  const result = await send(connection, 'POST', writeDelivery(push, account));
  const { answer, failure, cut, ms } = result;
  if (answer === undefined) {
    if (cut) report('push-slow', {});
    else report('push-lost', { code: failure?.code ?? 'closed', address: placeOf(connection.url) });
    return result;
  }
  const { outcome, reply, problemText: problem = { en: '', zh: '' } } = judge(answer, push, account);
  if (outcome === 'refused') report('push-refused', { status: answer.status });
  else if (outcome === 'service-unavailable') report('push-invalid', { problem });
  else {
    report('push-ok', { ms, reply: reply && printable(JSON.stringify(reply)) });
    if (problem.en !== '') report('push-unusual', { problem });
  }
  if (ms >= NEAR) report('push-near', { ms });
  return result;
}
