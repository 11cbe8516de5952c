import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, Redis } from 'ioredis';

/** A Redis server of this spec's own. */
export interface RedisServer {
  readonly port: number;
  readonly pid: number;
  /** A client with the settings we recommend and others on top; closed together with the server. */
  connect(options?: object): Redis;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>;
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/**
 * A port on which nobody listens: so far below those that the system gives to others that a cluster's second port, 10,000 above,
 * is below them too, and nobody takes either meanwhile.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(10_000, 22_000);
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!isFree) return freePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether a `redis-server` is here. On Debian as root, or in CI, it is installed first. */
export function hasRedis(): boolean {
  if (finds('redis-server')) return true;
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (debian || process.env.CI) {
    process.stderr.write('Installing redis-server with apt-get for the specs.\n');
    try {
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
      execFileSync('apt-get', ['install', '-y', '-qq', 'redis-server'], { stdio: 'ignore' });
    } catch {
      process.stderr.write('apt-get could not install redis-server.\n');
    }
  }
  const found = finds('redis-server');
  if (!found && process.env.CI) throw new Error('CI needs a redis-server for these specs.');
  if (!found) process.stderr.write('SKIPPED: no redis-server here, so specs with Redis do not run.\n');
  return found;
}

/** `describe`, or `describe.skip` where there is no Redis. */
export const describeWithRedis = (): jest.Describe => (hasRedis() ? describe : describe.skip);

export async function startRedis(args: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort();
  const clients: Redis[] = [];
  let child = await launch(port, args);

  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };
  return {
    port,
    get pid() {
      return child.pid ?? 0;
    },
    connect: (options = {}) => {
      const client = new Redis({ ...clientOptions(port), ...options });
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    kill: stop,
    restart: async () => {
      child = await launch(port, args);
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    close: async () => {
      for (const client of clients) client.disconnect();
      child.kill('SIGCONT');
      await stop();
    },
  };
}

/** Three masters on loopback. */
export async function startCluster(): Promise<{ client: Cluster; close(): Promise<void> }> {
  const nodes = await Promise.all([1, 2, 3].map(() => startRedis(['--cluster-enabled', 'yes'])));
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  execFileSync('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'], { stdio: 'ignore' });
  const client = new Cluster(
    nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
    { redisOptions: { connectTimeout: 1000 } },
  );
  client.on('error', () => undefined);
  await until(async () => (await client.cluster('INFO')).includes('cluster_state:ok'));
  return {
    client,
    close: async () => {
      client.disconnect();
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
}

/** Lets time pass for some keys alone: what ends later, or began earlier, does so by `ms`. `fields` hold times. */
export async function age(
  client: Redis | Cluster,
  keys: readonly string[],
  ms: number,
  fields: readonly string[] = [],
): Promise<void> {
  await client.eval(AGE, keys.length, ...keys, ms, ...fields);
}

const AGE = `
for _, key in ipairs(KEYS) do
  local left = redis.call('PTTL', key)
  if left >= 0 and left <= tonumber(ARGV[1]) then
    redis.call('DEL', key)
  elseif left >= 0 then
    redis.call('PEXPIRE', key, left - ARGV[1])
    for i = 2, redis.call('TYPE', key).ok == 'hash' and #ARGV or 0 do
      local at = redis.call('HGET', key, ARGV[i])
      if at then redis.call('HSET', key, ARGV[i], string.format('%.0f', at - ARGV[1])) end
    end
  end
end`;

/**
 * The settings we recommend. The store itself waits for 200 ms, and takes what arrived while this process was busy; a limit of the
 * client's as short would throw that away.
 */
export const clientOptions = (port: number) => ({
  host: '127.0.0.1',
  port,
  commandTimeout: 1000,
  connectTimeout: 1000,
  enableOfflineQueue: true,
  maxRetriesPerRequest: 1,
  autoResendUnfulfilledCommands: false,
  retryStrategy: () => 100,
  reconnectOnError: (error: Error) => error.message.includes('READONLY'),
});

/** Options for what is not about time, on a busy machine. A limit of the client's would outlive a command whose connection is cut. */
export const PATIENT = { commandTimeout: undefined };

export async function until(holds: () => Promise<boolean> | boolean, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (await Promise.resolve(holds()).catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Not so within ${ms} ms.`);
}

async function launch(port: number, args: readonly string[]): Promise<ChildProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'redis-'));
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    dir,
  ];
  const child = spawn('redis-server', [...settings, ...args], { stdio: 'ignore' });
  child.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const probe = new Redis(clientOptions(port));
  probe.on('error', () => undefined);
  try {
    await until(async () => probe.ping().then(() => true));
  } finally {
    probe.disconnect();
  }
  return child;
}

function finds(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
