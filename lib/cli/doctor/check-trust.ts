import { randomBytes } from 'node:crypto';
import { printable } from '../../logger';
import type { HttpExchange } from '../../testing/exchange';
import { writeCheck, writeDelivery } from '../../testing/push';
import type { SimulatedPush } from '../../testing/push';
import type { DeliveredRequest } from '../../testing';
import { send } from '../connection';
import type { BotConnection } from '../connection';
import { isEcho, newEchostr } from './check-callback';
import type { ReportFinding } from './finding';

const wrongToken = (): string => randomBytes(16).toString('hex');

/**
 * Removes the signature from a request, as a stranger would send it who has seen many requests but knows no
 * token.
 */
function unsigned({ query, ...rest }: DeliveredRequest): DeliveredRequest {
  const parameters = new URLSearchParams(query);
  parameters.delete('signature');
  parameters.delete('msg_signature');
  return { ...rest, query: parameters.toString() };
}

const textOf = ({ answer }: HttpExchange): string => answer?.body.toString().trim() ?? '';

/** Sends forged checks of the address. Returns whether all were refused. */
export async function checkForgedChecks(connection: BotConnection, report: ReportFinding): Promise<boolean> {
  const { account } = connection;
  const echostr = newEchostr();
  const forgeries = {
    'unsigned-accepted': unsigned(writeCheck(echostr, account)),
    'wrong-token-accepted': writeCheck(echostr, { ...account, token: wrongToken() }),
  };
  let refused = true;
  for (const id of ['unsigned-accepted', 'wrong-token-accepted'] as const) {
    const result = await send(connection, 'GET', forgeries[id]);
    if (!isEcho(result.answer, echostr)) continue;
    refused = false;
    report(id, { what: 'check', answer: printable(textOf(result)) });
  }
  return refused;
}

/**
 * Sends forged pushes, and compares the responses with that to a genuine push. Returns whether all were
 * refused.
 */
export async function checkForgedPushes(
  connection: BotConnection,
  newPush: () => SimulatedPush,
  genuine: HttpExchange,
  report: ReportFinding,
): Promise<boolean> {
  const { account } = connection;
  const forgeries: ['unsigned' | 'wrong-token' | 'clear', DeliveredRequest][] = [
    ['unsigned', unsigned(writeDelivery(newPush(), account))],
    ['wrong-token', writeDelivery(newPush(), { ...account, token: wrongToken() })],
  ];
  if (account.mode === 'safe')
    forgeries.push(['clear', writeDelivery(newPush(), { ...account, mode: 'clear', key: undefined })]);
  let refused = true;
  for (const [forgery, request] of forgeries) {
    const result = await send(connection, 'POST', request);
    const verdict = believed(result, genuine);
    if (verdict === 'no') continue;
    refused = false;
    const answer = printable(textOf(result));
    if (verdict === 'unclear') report('forgery-unclear', { forgery });
    else if (forgery === 'clear') report('clear-accepted', { answer });
    else report(`${forgery}-accepted`, { what: 'push', answer });
  }
  return refused;
}

/** Returns what a response looks like from outside. */
function look(result: HttpExchange): 'reply' | 'success' | 'nothing' | 'refusal' {
  const { answer, cut } = result;
  if (answer === undefined) return cut ? 'nothing' : 'refusal';
  const text = textOf(result);
  if (answer.status !== 200) return 'refusal';
  if (text === '') return 'nothing';
  if (text === 'success') return 'success';
  return /MsgType|Encrypt/.test(text) ? 'reply' : 'refusal';
}

/**
 * Tells whether the bot accepted a genuine push, judged by its response. If it did not, its responses to
 * forged pushes prove nothing.
 */
export const isTaken = (genuine: HttpExchange): boolean =>
  genuine.answer !== undefined && look(genuine) !== 'refusal';

/** Tells whether the bot accepted a forged push, as far as its responses show. */
function believed(forged: HttpExchange, genuine: HttpExchange): 'yes' | 'no' | 'unclear' {
  const [mine, other] = [look(forged), look(genuine)];
  if (mine === 'reply') return 'yes';
  // Some bots answer "success" to pushes that they ignore.
  if (mine === 'success') return other === 'reply' ? 'no' : 'yes';
  return mine === 'nothing' && other === 'nothing' ? 'unclear' : 'no';
}
