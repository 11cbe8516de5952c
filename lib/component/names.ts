import { withTold } from './exchange';
import { askInfo } from './told';
import { isNotAuthorized } from './withdrawn';
import type { World } from './world';

/**
 * Which account a push is for. `mismatch`: the candidate is another account than the push says, or none of
 * this platform, so that the push is not to be believed.
 */
export type NamedAccount =
  | { readonly kind: 'known'; readonly appId: string }
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'unknown' }
  /** Neither the store nor WeChat could be asked. */
  | { readonly kind: 'unclear'; readonly error: unknown };

/** Finds accounts by their original ids. */
export type FindAccount = (userName: string, candidate?: string) => Promise<NamedAccount>;

/** An original id belongs to one AppID for ever. */
const MAX_NAMES = 20_000;
const SYNC_AGAIN_MS = 300_000;
/** How long a candidate that is none is not asked for again. */
const MISMATCH_MS = 60_000;
const MAX_MISMATCHES = 1_000;

/** `sync` brings the records up to date with WeChat's list; `ready` waits for a token of the platform. */
export function createFindAccount(
  world: World,
  sync: () => Promise<unknown>,
  ready: () => Promise<void>,
): FindAccount {
  const { call, records, settings } = world;
  const { clock } = settings;
  const names = new Map<string, string>();
  const mismatches = new Map<string, number>();
  const asked = new Map<string, Promise<NamedAccount>>();
  let syncNotBefore = -Infinity;

  async function find(userName: string, candidate?: string): Promise<NamedAccount> {
    const known = names.get(userName) ?? (await records.appIdOf(userName).catch(() => undefined));
    if (known !== undefined) return remember(userName, known);
    return candidate === undefined ? inList(userName) : askOnce(userName, candidate);
  }

  function remember(userName: string, appId: string): NamedAccount {
    if (!names.has(userName)) put(names, userName, appId, MAX_NAMES);
    return { kind: 'known', appId };
  }

  function askOnce(userName: string, candidate: string): Promise<NamedAccount> {
    const id = `${userName} ${candidate}`;
    let answer = asked.get(id);
    if (answer === undefined) {
      answer = isCandidate(userName, candidate, id).finally(() => asked.delete(id));
      asked.set(id, answer);
    }
    return answer;
  }

  /** The path says which account it may be, and WeChat whether it is. */
  async function isCandidate(userName: string, candidate: string, id: string): Promise<NamedAccount> {
    if (clock.monotonic() < (mismatches.get(id) ?? -Infinity)) return { kind: 'mismatch' };
    try {
      await ready();
      const told = await askInfo(call, candidate);
      if (told.userName === userName) {
        await records.change(candidate, (record) => withTold(record, told));
        return remember(userName, candidate);
      }
    } catch (error) {
      if (!isNotAuthorized(error)) return { kind: 'unclear', error };
    }
    put(mismatches, id, clock.monotonic() + MISMATCH_MS, MAX_MISMATCHES);
    return { kind: 'mismatch' };
  }

  async function inList(userName: string): Promise<NamedAccount> {
    try {
      if (clock.monotonic() >= syncNotBefore) {
        await sync();
        syncNotBefore = clock.monotonic() + SYNC_AGAIN_MS;
      }
      const appId = await records.appIdOf(userName);
      return appId === undefined ? { kind: 'unknown' } : remember(userName, appId);
    } catch (error) {
      return { kind: 'unclear', error };
    }
  }

  return find;
}

function put<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
