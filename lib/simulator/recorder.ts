import type { Observed, ObservedCall, ObservedDelivery, ObservedEnd, ProblemText, Seen } from '../testing';
import { credentialAt, hintWords } from '../hints';
import type { AccountKind } from '../model/account-kinds';
import { mayCall } from '../model/account-rights';
import { property } from '../own';
import type { History } from './history';
import { curl, shownUrl } from './curl';
import type { CallRecord, DeliveryRecord, Mode, PushRecord, ShownProblem } from './protocol';

/** Most characters of one text that are kept: nobody reads more, and a bot may answer anything. */
const MAX_TEXT_CHARS = 20_000;

const cut = (text: string): string =>
  text.length > MAX_TEXT_CHARS ? `${text.slice(0, MAX_TEXT_CHARS)}…` : text;

/** What is kept of JSON: all of it, or, when that is much, the beginning of its text. */
export function cutJson(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text.length > MAX_TEXT_CHARS ? cut(text) : value;
}

/** Makes records of what happens to pushes and calls. */
export function createRecorder(history: History, kindOf: () => AccountKind): (event: Observed) => void {
  // Those on their way, and of each user those that came last.
  const pushes = new Map<number, PushRecord>();
  /** When those calls began. */
  const calls = new Map<number, number>();

  function change(
    id: number,
    moment: number,
    update: (push: PushRecord, offset: number) => PushRecord,
  ): void {
    const former = pushes.get(id);
    if (former === undefined) return;
    const push = update(former, Math.round(moment - former.moment));
    pushes.set(id, push);
    history.push(push);
  }

  /** What is over when the user does something else. */
  function forget(openid: string): void {
    for (const [id, push] of pushes)
      if (push.openid === openid && push.outcome !== undefined) pushes.delete(id);
  }

  /** The user's last push, if it is one that is answered. */
  const lastOf = (openid: string): number | undefined =>
    [...pushes.values()].findLast((push) => push.openid === openid && push.from === 'user')?.id;

  return (event) => {
    switch (event.type) {
      case 'push': {
        const { push: id, openid, at, moment, kind, name, from, format } = event;
        // readOptions() refuses the other one.
        const mode = event.mode as Mode;
        forget(openid);
        pushes.set(id, { id, openid, at, moment, kind, name, from, mode, format, text: '', deliveries: [] });
        return;
      }
      case 'delivery':
        change(event.push, event.moment, (push, start) => ({
          ...push,
          text: cut(event.request.text),
          deliveries: [...push.deliveries, toDelivery(event, start)],
        }));
        return;
      case 'delivered':
        change(event.push, event.moment, (push, end) => ({
          ...push,
          deliveries: push.deliveries.map((each, index) =>
            index === event.index ? { ...each, ...ended(event), end } : each,
          ),
        }));
        return;
      case 'verdict': {
        const { outcome, reply } = event.seen;
        change(event.push, event.moment, (push) => ({
          ...push,
          // All but the last were cut, lost or failed.
          deliveries: push.deliveries.map((each, index, all) =>
            index === all.length - 1 ? { ...each, answered: each.status !== undefined } : each,
          ),
          outcome,
          ...problemOf(event.seen),
          ...(reply !== undefined && { reply }),
        }));
        return;
      }
      case 'call':
        {
          const moment = calls.get(event.call) ?? event.moment;
          if (event.ms === undefined) calls.set(event.call, moment);
          else calls.delete(event.call);
          history.call(called(event, moment, kindOf()));
        }
        return;
      case 'seen': {
        if (event.message.MsgType === 'system') return;
        const id = event.push ?? lastOf(event.openid);
        if (id === undefined || pushes.get(id)?.waited !== undefined) return;
        change(id, event.moment, (push, waited) => ({ ...push, waited }));
      }
    }
  };
}

/** The problem of what was seen. */
export const problemOf = ({ problem, problemCode, problemText }: Seen): ShownProblem => ({
  ...(problem !== undefined && { problem: cut(problem) }),
  ...(problemCode !== undefined && { problemCode }),
  ...(problemText !== undefined && {
    problemText: { en: cut(problemText.en), zh: cut(problemText.zh) },
  }),
});

const toDelivery = (event: ObservedDelivery, start: number): DeliveryRecord => ({
  url: shownUrl(event.url),
  start,
  cut: false,
  lost: false,
  answered: false,
  query: Object.fromEntries(new URLSearchParams(event.request.query)),
  body: cut(event.request.body),
  answer: '',
  curl: curl(event),
});

const ended = ({ delivery, failure, text }: ObservedEnd) => ({
  cut: delivery.cut,
  lost: delivery.lost === true,
  ...(delivery.status !== undefined && { status: delivery.status }),
  ...(failure !== undefined && { failure }),
  answer: cut(delivery.body),
  ...(text !== undefined && { answerText: cut(text) }),
});

function called(
  { call: id, record, answer, ms }: ObservedCall,
  moment: number,
  kind: AccountKind,
): CallRecord {
  const { body, ...rest } = record;
  const hint = hintOf(record.path, record.errcode, answer, kind);
  return {
    ...rest,
    id,
    at: Math.floor(record.at),
    moment,
    ...(body !== undefined && { body: cutJson(body) }),
    ...(answer !== undefined && { answer: cutJson(answer) }),
    ...(hint !== undefined && { hint }),
    ...(ms !== undefined && { ms }),
  };
}

function hintOf(
  endpoint: string,
  errcode: number | undefined,
  answer: unknown,
  kind: AccountKind,
): ProblemText | undefined {
  if (errcode === undefined || errcode === 0) return undefined;
  const errmsg = String(property(answer, 'errmsg'));
  const credential = credentialAt(endpoint) ?? 'account';
  // What is missing is known here.
  const lacks = errcode === 48001 && !mayCall(kind, endpoint);
  return hintWords({ errcode, errmsg, endpoint, credential, ...(lacks && { kind }) });
}
