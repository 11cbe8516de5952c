import { property } from '../own';
import { REMEMBER_DELIVERY_MS } from './deliveries';
import type { DeliveryStore, Question, StoredAnswer } from './deliveries';
import { SYNC_DELIVERY } from './delivery-script';
import type { Facts, Lease, Wish } from './facts';
import type { RunScript } from './redis-client';
import { otherKind, rowOf, type RedisAnswer } from './redis-answer';
import { keyName } from './redis-keys';

/** The deliveries of all processes that share a Redis. */
export function redisDeliveries(run: RunScript, prefix: string): DeliveryStore {
  return {
    sync: async (key, question) => {
      const name = keyName(prefix, key, 'm');
      return toFacts(await run(SYNC_DELIVERY, [name, `${name}:answer`], valuesOf(question)), question);
    },
  };
}

const list = (names: readonly string[]): string => names.map((name) => `${name},`).join('');

function valuesOf({ me, facts, wish, patience, now }: Question): string[] {
  const { seen, first, runs, ack = '', answer = '', value, late = '', knows, taken } = facts;
  return [
    me,
    lettersOf(wish),
    String(patience.lease),
    String(patience.grace),
    first === Infinity ? '' : whole(now - first),
    list(seen),
    runs.map(({ owner, until }) => `${owner}=${whole(Math.max(until - now, -LET_GO_MS))},`).join(''),
    ack,
    answer,
    late,
    list(knows),
    taken ? '1' : '',
    toText(value),
    String(patience.remember ?? REMEMBER_DELIVERY_MS),
  ];
}

/** How long ago a run ended that was let go: nobody waits for it any more. */
const LET_GO_MS = REMEMBER_DELIVERY_MS;

const whole = (ms: number): string => String(Math.round(ms));

const RUN: Readonly<Record<Wish['run'], string>> = { no: '', first: 'f', again: 'r' };
const lettersOf = ({ run, ack, send }: Wish): string => `${RUN[run]}${ack ? 'a' : ''}${send ? 's' : ''}`;

function toFacts(result: RedisAnswer, { facts, me, now }: Question): Facts {
  const [age, seen, runs, ack, answer, late, knows, taken, value] = rowOf(result).map(toName);
  if (knows === undefined) throw otherKind();
  return {
    seen: namesIn(seen),
    first: age ? now - toMilliseconds(age) : Infinity,
    runs: namesIn(runs).map((run): Lease => {
      const [owner = '', left] = run.split('=');
      return { owner, until: now + toMilliseconds(left) };
    }),
    ack: nameIn(ack),
    answer: nameIn(answer),
    // What is the caller's own does not travel.
    value: answer === me ? facts.value : toAnswer(value),
    late: nameIn(late),
    knows: namesIn(knows),
    taken: taken === '1',
  };
}

const toName = (given: RedisAnswer | undefined): string => (typeof given === 'string' ? given : '');

const nameIn = (text = ''): string | undefined => (text === '' ? undefined : text);

const namesIn = (text = ''): string[] => text.split(',').filter((name) => name !== '');

function toMilliseconds(text: string | undefined): number {
  const ms = Number(text);
  if (text === undefined || !Number.isFinite(ms)) throw otherKind();
  return ms;
}

function toText(answer: StoredAnswer | undefined): string {
  try {
    return answer === undefined ? '' : JSON.stringify(answer);
  } catch {
    // Built by hand, of what JSON does not have.
    return '';
  }
}

/** What another process, perhaps of another version, has stored; what is no answer is none. */
function toAnswer(json: string | undefined): StoredAnswer | undefined {
  if (!json) return undefined;
  try {
    const answer: unknown = JSON.parse(json);
    return property(answer, 'MsgType') === undefined ? undefined : (answer as StoredAnswer);
  } catch {
    return undefined;
  }
}
