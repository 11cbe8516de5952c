import { randomInt } from 'node:crypto';
import { printable } from '../../logger';
import { placeOf } from '../../system-codes';
import type { HttpExchange } from '../../testing/exchange';
import { writeCheck } from '../../testing/push';
import { send } from '../connection';
import type { BotConnection } from '../connection';
import type { ReportFinding } from './finding';

/** Answers slower than this are too close to the limit of 5 s. */
export const NEAR = 3000;

/** Nineteen digits, as WeChat sends. */
export const newEchostr = (): string => String(randomInt(2 ** 47)).padStart(19, '5');

/** The result of the check of the address. */
export interface Checked {
  readonly state: 'absent' | 'refuses' | 'answers';
  /**
   * Whether the echostr came back. Then the bot accepted the check, although the form of the answer may be
   * wrong.
   */
  readonly isBelieved: boolean;
  readonly date?: string | undefined;
}

/** Checks the address as the console does when it is saved. The result decides which checks follow. */
export async function checkCallback(connection: BotConnection, report: ReportFinding): Promise<Checked> {
  const { url, account } = connection;
  const echostr = newEchostr();
  const { answer, failure, cut, ms } = await send(connection, 'GET', writeCheck(echostr, account));
  if (answer === undefined) {
    if (cut) report('check-slow', {});
    else reportFailure(failure?.code, placeOf(url), report);
    return { state: 'absent', isBelieved: false };
  }
  const { status, headers } = answer;
  const { date } = headers;
  if (status >= 300 && status < 400) {
    report('redirect', { status, location: printable(headers.location ?? '') });
    return { state: 'absent', isBelieved: false, date };
  }
  if (status === 404) {
    report('not-found', { path: url.pathname });
    return { state: 'absent', isBelieved: false, date };
  }
  if (status >= 400 && status < 500) {
    report('refused', { status });
    return { state: 'refuses', isBelieved: false, date };
  }
  if (status !== 200) report('status', { status });
  else checkAnswer(answer, echostr, ms, report);
  if (ms >= NEAR) report('check-near', { ms });
  return { state: 'answers', isBelieved: isEcho(answer, echostr), date };
}

/** Tells whether a response contains the echostr, in any form. */
export const isEcho = (answer: HttpExchange['answer'], echostr: string): boolean =>
  answer?.status === 200 && answer.body.toString().includes(echostr);

/** Reports why there was no response. */
export function reportFailure(code = 'unknown', address: string, report: ReportFinding): void {
  if (/CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code)) report('tls', { code });
  else report('unreachable', { code, address });
}

function checkAnswer(
  { headers, body }: NonNullable<HttpExchange['answer']>,
  echostr: string,
  ms: number,
  report: ReportFinding,
): void {
  const text = body.toString();
  const type = headers['content-type'] ?? '';
  const encoding = headers['content-encoding'] ?? 'identity';
  if (text === echostr) {
    report('check-ok', { ms });
    if (/html/i.test(type)) report('content-type', { type: printable(type) });
  } else if (encoding !== 'identity') report('compressed', { encoding: printable(encoding) });
  // trim() removes a byte-order mark too, so it is checked before white space.
  else if (text.startsWith('\ufeff') && text.trim() === echostr) report('echostr-bom', {});
  else if (text.trim() === echostr) report('echostr-space', {});
  else if (/^(["']).*\1$/s.test(text.trim()) && text.trim().slice(1, -1) === echostr)
    report('echostr-quotes', {});
  else if (/^\s*<(!doctype|html|head|body)/i.test(text)) report('html', {});
  else report('echostr-other', { answer: printable(text) });
}
