import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startContender } from './contender';
import { makePushes, sendAll } from './load';
import type { BenchAccount } from './load';
import { median, spread } from './statistics';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    messages: { type: 'string', default: '10000' },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const messages = Number(values.messages);
// Enough for the compiler to be done with what runs often: a server runs for weeks.
const WARM_UP = 12_000;

const clear: BenchAccount = { appId: 'wx4f0c2b9d7e61a853', token: 'sampleTok3n' };
const safe: BenchAccount = { ...clear, encodingAESKey: 's4mpleKeyForDocsOnly0123456789ABCDEFGHIJKLM' };

interface Row {
  readonly label: string;
  readonly name: string;
  readonly account: BenchAccount;
  readonly routes?: number;
}

const rows: readonly Row[] = [
  { label: 'bare Express route', name: 'bare', account: clear },
  { label: 'bare Express route, createServer', name: 'bare, createServer', account: clear },
  { label: 'offiaccount, clear', name: 'offiaccount', account: clear },
  { label: 'offiaccount, safe', name: 'offiaccount', account: safe },
  { label: 'offiaccount, createServer, clear', name: 'offiaccount, createServer', account: clear },
  { label: 'offiaccount, createServer, safe', name: 'offiaccount, createServer', account: safe },
  { label: 'wechat 2.1.0 (Express), clear', name: 'wechat', account: clear },
  { label: 'wechat 2.1.0 (Express), safe', name: 'wechat', account: safe },
  { label: 'co-wechat 2.4.0 (Koa), clear', name: 'co-wechat', account: clear },
  { label: 'co-wechat 2.4.0 (Koa), safe', name: 'co-wechat', account: safe },
  { label: 'offiaccount, clear, 10 words', name: 'routes', account: clear, routes: 10 },
  { label: 'offiaccount, clear, 10,000 words', name: 'routes', account: clear, routes: 10_000 },
].filter(
  ({ label }) => values.only === undefined || label === 'bare Express route' || label.includes(values.only),
);

interface Sample {
  readonly cpu: number;
  readonly perSecond: number;
}

/** Runs one contender in a fresh process. */
async function measure({ name, account, routes }: Row, modules: string): Promise<Sample> {
  const server = await startContender({ name, account, routes, modules });
  try {
    await sendAll(server.port, makePushes(WARM_UP, account));
    const pushes = makePushes(messages, account);
    let seconds = 0;
    const cpu = await server.cpuOf(async () => (seconds = await sendAll(server.port, pushes)));
    return { cpu: cpu / messages, perSecond: messages / seconds };
  } finally {
    server.close();
  }
}

/** Installs what we compare with, in a folder that goes away again. */
function installOthers(): string {
  const folder = mkdtempSync(join(tmpdir(), 'offiaccount-bench-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const packages = ['wechat@2.1.0', 'co-wechat@2.4.0', 'koa@2'];
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...packages], {
    cwd: folder,
  });
  return folder;
}

/** Time and memory of loading a package, in fresh processes. */
function measureLoading(name: string): { ms: number; mb: number } {
  const script = `const m = process.memoryUsage().rss, t = performance.now(); require(${JSON.stringify(name)});
    console.log(JSON.stringify({ ms: performance.now() - t, mb: (process.memoryUsage().rss - m) / 1048576, loaded: Object.keys(require.cache).filter((f) => /node_modules.(axios|ioredis)./.test(f)).length }))`;
  const runs = Array.from({ length: 9 }, () => {
    const { stdout } = spawnSync(process.execPath, ['-e', script], {
      cwd: join(__dirname, '..'),
      encoding: 'utf8',
    });
    return JSON.parse(stdout) as { ms: number; mb: number; loaded: number };
  });
  if (runs.some(({ loaded }) => loaded > 0)) throw new Error(`Loading ${name} loads axios or ioredis.`);
  return { ms: median(runs.map(({ ms }) => ms)), mb: median(runs.map(({ mb }) => mb)) };
}

async function main(): Promise<void> {
  const folder = installOthers();
  const samples = new Map<Row, Sample[]>(rows.map((row) => [row, []]));
  try {
    for (let round = 1; round <= rounds; round++) {
      // Another order every round, so that no contender always runs after the same one.
      for (const i of rows.keys()) {
        const row = rows[(i + round) % rows.length]!;
        process.stderr.write(`\rround ${round} of ${rounds}: ${row.label.padEnd(40)}`);
        samples.get(row)!.push(await measure(row, join(folder, 'package.json')));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stderr.write('\r'.padEnd(60) + '\r');
  const bare = samples.get(rows[0]!)!;
  console.log(
    `${rounds} rounds of ${messages} messages; ratios of each round to the bare Express route of the same round\n`,
  );
  console.log('| server | CPU µs per message | CPU ratio | spread | messages/s | ratio | spread |');
  console.log('|---|--:|--:|--:|--:|--:|--:|');
  for (const [{ label }, list] of samples) {
    const cpu = list.map((sample, i) => sample.cpu / bare[i]!.cpu);
    const speed = list.map((sample, i) => sample.perSecond / bare[i]!.perSecond);
    console.log(
      `| ${label} | ${median(list.map((sample) => sample.cpu)).toFixed(0)} | **${median(cpu).toFixed(2)}** | ${spread(cpu)} | ${median(list.map((sample) => sample.perSecond)).toFixed(0)} | **${median(speed).toFixed(2)}** | ${spread(speed)} |`,
    );
  }
  console.log('\n| loading | ms | MB |\n|---|--:|--:|');
  for (const name of ['offiaccount', 'express', 'xml2js']) {
    const { ms, mb } = measureLoading(name);
    console.log(`| require('${name}') | ${ms.toFixed(0)} | ${mb.toFixed(1)} |`);
  }
}

void main();
