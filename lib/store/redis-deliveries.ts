import { randomBytes } from 'node:crypto';
import { property } from '../own';
import type {
  Claim,
  ClaimState,
  DeliveryKey,
  DeliveryStore,
  Finish,
  GiveUp,
  StoredAnswer,
} from './deliveries';
import { CLAIM_DELIVERY, FINISH_DELIVERY, GIVE_UP_DELIVERY, RENEW_DELIVERY } from './delivery-scripts';
import type { RunScript } from './redis-client';
import { isYes, otherKind, rowOf, type RedisAnswer } from './redis-answer';
import { keyName } from './redis-keys';
import type { Script } from './redis-scripts';

/** The deliveries of all processes that share a Redis. */
export function redisDeliveries(run: RunScript, prefix: string): DeliveryStore {
  // Names each delivery that is counted, so that a claim sent twice counts once.
  const process = randomBytes(6).toString('base64url');
  let counted = 0;
  const call = (script: Script, key: DeliveryKey, ...values: readonly string[]) => {
    const name = keyName(prefix, key, 'd');
    return run(script, [name, `${name}:answer`], values);
  };

  return {
    claim: async (key, owner, count, lease) =>
      toClaim(
        await call(
          CLAIM_DELIVERY,
          key,
          owner,
          count ? `${process}${(counted++).toString(36)},` : '',
          String(lease),
        ),
      ),

    renew: async (key, owner, attempt, lease) =>
      isYes(await call(RENEW_DELIVERY, key, owner, String(attempt), String(lease))),

    finish: async (key, owner, answer, owed = false) => {
      const said = await call(FINISH_DELIVERY, key, owner, toText(answer), owed ? '1' : '');
      if (said === 'stored' || said === 'send-late' || said === 'lost') return said satisfies Finish;
      throw otherKind();
    },

    giveUp: async (key): Promise<GiveUp> => {
      const [state, answer] = rowOf(await call(GIVE_UP_DELIVERY, key));
      if (state === 'answer') return { state, answer: toAnswer(answer) };
      if (state === 'owed' || state === 'late') return { state };
      throw otherKind();
    },
  };
}

const STATES: ReadonlySet<unknown> = new Set<ClaimState>(['run', 'wait', 'done', 'late', 'parked']);
const isState = (value: unknown): value is ClaimState => STATES.has(value);

function toClaim(result: RedisAnswer): Claim {
  const [state, attempt, deliveries, age, acknowledged, answer] = rowOf(result);
  if (!isState(state)) throw otherKind();
  return {
    state,
    attempt: Number(attempt),
    deliveries: Number(deliveries),
    age: Number(age),
    acknowledged: isYes(acknowledged),
    answer: toAnswer(answer),
  };
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
function toAnswer(json: unknown): StoredAnswer | undefined {
  if (typeof json !== 'string' || json === '') return undefined;
  try {
    const answer: unknown = JSON.parse(json);
    return property(answer, 'MsgType') === undefined ? undefined : (answer as StoredAnswer);
  } catch {
    return undefined;
  }
}
