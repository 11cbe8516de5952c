// What 10,000 accounts of a third-party platform cost: to start with, and when each is called once. WeChat is a function here, so
// that all memory counted is ours.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { HttpRequest, HttpResponse } from '../lib/api/transport';
import { createPlatform } from '../lib/component/create-platform';
import { memoryStore } from '../lib/store/memory';
import type { AccountRecord } from '../lib/store/platforms';

const ACCOUNTS = 10_000;
const PLATFORM = 'wx9b27d3e05c8fa146';
const MAX_START_MS = 200;
const MAX_GROWTH_MB = 150;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void; // what the flag adds

const appIdOf = (n: number) => `wx${String(n).padStart(16, '0')}`;
const recordOf = (appId: string): AccountRecord => ({
  appId,
  userName: `gh_${appId.slice(2, 14)}`,
  kind: 'service',
  refreshToken: `refreshtoken@@@${appId.repeat(2)}`,
  permissions: [1, 2, 3, 4, 7, 11, 15],
  status: 'authorized',
  authorizedAt: 1_768_449_600,
  changedAt: 1_768_449_600,
  generation: 1,
});

let calls = 0;
async function weChat({ url }: HttpRequest): Promise<HttpResponse> {
  calls++;
  const token = `${calls}-`.padEnd(138, 'x');
  const answer = url.includes('api_component_token')
    ? { component_access_token: token, expires_in: 7200 }
    : url.includes('api_authorizer_token')
      ? { authorizer_access_token: token, expires_in: 7200, authorizer_refresh_token: '' }
      : { tags: [] };
  const body = Buffer.from(JSON.stringify(answer));
  return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body });
}

const megabytes = (): number => {
  collect();
  return process.memoryUsage().rss / 1024 / 1024;
};

async function main(): Promise<void> {
  const store = memoryStore();
  await store.platforms.addTicket(PLATFORM, { value: 'ticket', createdAt: 1 });
  for (let n = 0; n < ACCOUNTS; n++) await store.platforms.save(PLATFORM, recordOf(appIdOf(n)), 0);

  const start = performance.now();
  const wx = createPlatform({
    componentAppId: PLATFORM,
    componentAppSecret: 'secret',
    store,
    transport: weChat,
  });
  const started = performance.now() - start;
  for (let n = 0; n < ACCOUNTS; n++) wx.account(appIdOf(n));
  const named = performance.now() - start - started;
  const callsAtStart = calls;

  await wx.account(appIdOf(0)).api.tag.getList();
  const before = megabytes();
  const first = performance.now();
  for (let n = 1; n < ACCOUNTS; n += 20)
    await Promise.all(
      Array.from({ length: Math.min(20, ACCOUNTS - n) }, (_, k) =>
        wx.account(appIdOf(n + k)).api.tag.getList(),
      ),
    );
  const perCall = (performance.now() - first) / ACCOUNTS;
  const growth = megabytes() - before;

  console.table([
    { what: `start with ${ACCOUNTS} accounts, ms`, is: Math.round(started), 'at most': MAX_START_MS },
    { what: `account() of ${ACCOUNTS}, ms`, is: Math.round(named), 'at most': '-' },
    { what: 'calls at start', is: callsAtStart, 'at most': 0 },
    { what: 'memory for each called once, MB', is: Math.round(growth), 'at most': MAX_GROWTH_MB },
    { what: 'calls for each called once', is: calls, 'at most': 2 * ACCOUNTS + 1 },
    { what: 'our part of a first call, ms', is: Number(perCall.toFixed(2)), 'at most': '-' },
  ]);
  const fits =
    started <= MAX_START_MS && callsAtStart === 0 && growth <= MAX_GROWTH_MB && calls <= 2 * ACCOUNTS + 1;
  process.exitCode = fits ? 0 : 1;
}

void main();
