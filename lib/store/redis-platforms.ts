import { property } from '../own';
import { isYes, otherKind, rowOf, type RedisAnswer } from './redis-answer';
import type { RunScript } from './redis-client';
import {
  ADD_TICKET,
  CLAIM_CODE,
  DROP_TICKETS,
  LIST_ACCOUNTS,
  NOTE_CODE,
  READ_ACCOUNT,
  READ_CODE,
  READ_EVICTION,
  READ_NAME,
  READ_TICKETS,
  SAVE_ACCOUNT,
} from './platform-scripts';
import type { AccountRecord, CodeState, PlatformStore } from './platforms';

/** The platforms of all processes that share a Redis. Accounts have no end: Redis must not evict them. */
export function redisPlatforms(run: RunScript, prefix: string): PlatformStore {
  const keyOf = (platform: string, name: string) => `${prefix}{${platform}}:${name}`;
  const codeOf = (platform: string, hash: string) => [keyOf(platform, `code:${hash}`)];

  return {
    account: async (platform, appId) => {
      const text = await run(READ_ACCOUNT, [keyOf(platform, 'accounts')], [appId]);
      return text === null ? undefined : toRecord(text);
    },

    appIdOf: async (platform, userName) => {
      const appId = await run(READ_NAME, [keyOf(platform, 'names')], [userName]);
      return typeof appId === 'string' ? appId : undefined;
    },

    save: async (platform, record, expectedGeneration) => {
      const keys = ['accounts', 'names', 'ids'].map((name) => keyOf(platform, name));
      const values = [record.appId, String(expectedGeneration), JSON.stringify(record), record.userName];
      return isYes(await run(SAVE_ACCOUNT, keys, values));
    },

    list: async (platform, after, count) => {
      const keys = ['accounts', 'ids'].map((name) => keyOf(platform, name));
      const texts = rowOf(await run(LIST_ACCOUNTS, keys, [after, String(count)]));
      return texts.flatMap((text) => (typeof text === 'string' ? [toRecord(text)] : []));
    },

    evictionPolicy: async (platform) => {
      const policy = await run(READ_EVICTION, [keyOf(platform, 'accounts')], []);
      return typeof policy === 'string' ? policy : undefined;
    },

    tickets: async (platform) => {
      const row = rowOf(await run(READ_TICKETS, [keyOf(platform, 'tickets')], []));
      return row.flatMap((value, index) =>
        index % 2 === 0 ? [{ value: String(value), createdAt: Number(row[index + 1]) }] : [],
      );
    },

    addTicket: async (platform, { value, createdAt }) => {
      await run(ADD_TICKET, [keyOf(platform, 'tickets')], [value, String(createdAt)]);
    },

    dropTicket: async (platform, value) => {
      await run(DROP_TICKETS, [keyOf(platform, 'tickets')], [value]);
    },

    code: async (platform, hash) => toCode(rowOf(await run(READ_CODE, codeOf(platform, hash), []))),

    noteCode: async (platform, hash, { appId = '', status = '' }, owner = '') => {
      await run(NOTE_CODE, codeOf(platform, hash), [appId, status, owner]);
    },

    claimCode: async (platform, hash, owner, ms) => {
      // Redis may carry out a claim long after we have turned to something else. Then nobody would hold it.
      const compensate = { script: NOTE_CODE, values: ['', '', owner] };
      const [mine, ...rest] = rowOf(
        await run(CLAIM_CODE, codeOf(platform, hash), [owner, String(ms)], compensate),
      );
      return { ...toCode(rest), mine: isYes(mine) };
    },
  };
}

function toCode([appId, status]: readonly (RedisAnswer | undefined)[]): CodeState {
  if (status !== 'new' && status !== 'sent' && status !== 'exchanged') throw otherKind();
  return { appId: typeof appId === 'string' && appId !== '' ? appId : undefined, status };
}

function toRecord(text: RedisAnswer): AccountRecord {
  try {
    const record: unknown = JSON.parse(String(text));
    // No other program writes there, and `save` writes nothing else.
    if (typeof property(record, 'generation') === 'number') return record as AccountRecord;
  } catch {
    // As any other that is none of ours.
  }
  throw otherKind();
}
