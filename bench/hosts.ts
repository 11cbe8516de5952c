// What a message costs on servers of other kinds, beside createServer(app), all in one run: one round after
// the other, each time in another order. What a server costs by itself is measured with it.
import { startContender } from './contender';
import { makePushes, sendAll } from './load';
import { median, spread } from './statistics';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 6000);
const WARM_UP = 8000;
const MOST = 1.25;

const account = { appId: 'wx4f0c2b9d7e61a853', token: 'sampleTok3n' };
const BASE = 'offiaccount, createServer';
/** Each server with the middleware, and what the same server costs that answers the same bytes without it. */
const SERVERS = [
  [BASE, 'bare, createServer'],
  ['koa(wx)', 'bare Koa'],
  ['fetchHandler(wx)', 'bare Hono'],
  ['fastify(wx)', 'bare Fastify'],
  ['offiaccount', 'bare'],
] as const;
const ONLY = process.env.BENCH_ONLY?.split(';');
const NAMES = SERVERS.filter(([name]) => name === BASE || (ONLY?.includes(name) ?? true)).flat();

async function measure(name: string): Promise<number> {
  const server = await startContender({ name, account });
  try {
    await sendAll(server.port, makePushes(WARM_UP, account));
    const pushes = makePushes(MESSAGES, account);
    return (await server.cpuOf(() => sendAll(server.port, pushes))) / MESSAGES;
  } finally {
    server.close();
  }
}

async function main(): Promise<void> {
  const samples = new Map<string, number[]>(NAMES.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const i of NAMES.keys()) {
      const name = NAMES[(i + round) % NAMES.length]!;
      samples.get(name)!.push(await measure(name));
    }
  const base = samples.get(BASE)!;
  console.log(
    `${ROUNDS} rounds of ${MESSAGES} messages; ratios of each round to ${BASE} of the same round\n`,
  );
  console.log(
    '| server | CPU µs per message | ratio | spread | without the middleware | its share | ratio |',
  );
  console.log('|---|--:|--:|--:|--:|--:|--:|');
  let isBad = false;
  const shares = new Map<string, readonly number[]>();
  for (const [name, bare] of SERVERS) {
    const list = samples.get(name);
    if (list === undefined) continue;
    const ratios = list.map((each, i) => each / base[i]!);
    const share = list.map((each, i) => each - (samples.get(bare)?.[i] ?? NaN));
    shares.set(name, share);
    const ratio = median(share.map((each, i) => each / shares.get(BASE)![i]!));
    isBad ||= /^(?:koa|fetchHandler)/.test(name) && median(ratios) > MOST;
    console.log(
      `| ${name} | ${median(list).toFixed(0)} | **${median(ratios).toFixed(2)}** | ${spread(ratios)} | ${median(samples.get(bare) ?? []).toFixed(0)} | ${median(share).toFixed(0)} | ${ratio.toFixed(2)} |`,
    );
  }
  process.exitCode = isBad ? 1 : 0;
}

void main();
