import { accountTokenKey, replaceToken } from '../../lib/component/stored-token';
import type { FetchedCredential } from '../../lib/api/credential';
import { memoryStore } from '../../lib/store/memory';
import type { Store } from '../../lib/store/store';
import { movedClock } from '../support/clock';

const PLATFORM = 'wx9b27d3e05c8fa146';
const SHOP = 'wx4f0c2b9d7e61a853';
const KEY = { account: SHOP, name: `token:${PLATFORM}` };
const HOUR_MS = 3_600_000;

function open() {
  const clock = movedClock();
  const store = memoryStore(clock);
  const { credentials } = store;
  const told: string[] = [];
  const world = (kept: Pick<Store, 'credentials'>) => ({
    settings: {
      componentAppId: PLATFORM,
      store: { ...store, ...kept },
      away: (error: unknown) => void told.push(String(error)),
    },
    forgetToken: (appId: string) => void told.push(appId),
  });
  const replace = (fetched: FetchedCredential | undefined, kept: Pick<Store, 'credentials'> = store) =>
    replaceToken(world(kept), SHOP, fetched);
  const storeToken = async (value: string) => {
    const { generation } = await credentials.claim(KEY, 'other', 1000);
    const fresh = { kind: 'fresh', value, expiresIn: 2 * HOUR_MS, refreshIn: HOUR_MS, generation } as const;
    await credentials.completeClaim(KEY, 'other', fresh);
  };
  return { replace, storeToken, told, credentials, read: () => credentials.read(KEY) };
}

const given = (value: string, lifetime = 2 * HOUR_MS): FetchedCredential => ({ value, lifetime });

describe('the token that an authorisation gave', () => {
  it('is kept apart from that of the account itself, and of other platforms', () => {
    expect(accountTokenKey(PLATFORM, SHOP)).toEqual(KEY);
  });

  it.each([
    ['two hours: ten minutes before its end', 2 * HOUR_MS, 2 * HOUR_MS - 600_000],
    ['half an hour: a quarter before its end', HOUR_MS / 2, (HOUR_MS / 2) * 0.75],
  ])('is stored, to be renewed when it lives for %s', async (_, lifetime, refreshIn) => {
    const { replace, read, told } = open();
    await replace(given('canary-1', lifetime));
    expect(await read()).toMatchObject({
      value: 'canary-1',
      condition: 'good',
      expiresIn: lifetime,
      refreshIn,
      generation: 1,
    });
    expect(told).toEqual([SHOP]);
  });

  it('takes the place of another, which counts as over', async () => {
    const { replace, storeToken, read } = open();
    await storeToken('canary-old');
    await replace(given('canary-new'));
    expect(await read()).toMatchObject({ value: 'canary-new', condition: 'good', generation: 2 });
  });

  it('may be the one that is there', async () => {
    const { replace, storeToken, read } = open();
    await storeToken('canary-old');
    await replace(given('canary-old'));
    expect(await read()).toMatchObject({ value: 'canary-old', condition: 'good' });
  });

  it('is left to whoever is renewing it just now', async () => {
    const { replace, storeToken, read, credentials } = open();
    await storeToken('canary-old');
    await credentials.claim(KEY, 'renewing', 8000);
    await replace(given('canary-new'));
    expect(await read()).toMatchObject({ value: 'canary-old', condition: 'replaced' });
  });

  it('stays good if it is the one that is there, whoever is renewing it', async () => {
    const { replace, storeToken, read, credentials } = open();
    await storeToken('canary-old');
    await credentials.claim(KEY, 'renewing', 8000);
    await replace(given('canary-old'));
    expect(await read()).toMatchObject({ value: 'canary-old', condition: 'good', generation: 1 });
  });

  it('was none: the one that is stored is good no more, and none comes in its place', async () => {
    const { replace, storeToken, read, told, credentials } = open();
    await storeToken('canary-old');
    await replace(undefined);
    expect(await read()).toMatchObject({ value: 'canary-old', condition: 'replaced' });
    expect(await credentials.claim(KEY, 'next', 1000)).toMatchObject({ isOwner: true });
    expect(told).toEqual([SHOP]);
  });

  it('of nothing that was stored, nothing changes', async () => {
    const { replace, read } = open();
    await replace(undefined);
    expect(await read()).toMatchObject({ value: '', condition: 'none', generation: 0 });
  });

  it('cannot be stored while the store is away: that is told, and nobody fails', async () => {
    const { replace, told, credentials } = open();
    const gone = { ...credentials, read: () => Promise.reject(new Error('Redis is away.')) };
    await replace(given('canary-1'), { credentials: gone });
    expect(told).toEqual([SHOP, 'Error: Redis is away.']);
  });
});
