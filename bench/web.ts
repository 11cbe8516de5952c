// What a request of a user who has signed in costs, against the same route of Express without webAuth. CPU of the server alone,
// which is a process of its own (an argument says so).
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createApi, webAuth, type UserKeep } from '../lib';
import { createCookies } from '../lib/web/cookies';
import { checkSecrets } from '../lib/web/secrets';
import { createUserCookie } from '../lib/web/user-cookie';
import { systemClock } from '../lib/clock';
import { median, spread } from './statistics';

const REQUESTS = 10_000;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const CONNECTIONS = 16;
const MAX_RATIO = 1.15;
const APP_ID = 'wx0123456789abcdef';
const SECRET = 'a secret of this run alone, 0123456789';
const USER = { openid: 'oAlice', scope: 'snsapi_base', isSnapshot: false, since: 1 } as const;

async function serve(): Promise<void> {
  const api = createApi({ appId: APP_ID, appSecret: 'secret' });
  const origin = 'http://localhost';
  const keep: UserKeep = { read: () => USER, write: () => undefined };
  const app = express();
  const web = webAuth({ api, origin, secret: SECRET });
  const kept = webAuth({ api, origin, secret: SECRET, keep });
  app.get('/plain', (_req, res) => void res.json(USER));
  app.get('/cookie', web.require(), (req, res) => void res.json(req.wechat));
  app.get('/keep', kept.require(), (req, res) => void res.json(req.wechat));
  app.get('/make', (req, res) => {
    const cookies = createCookies(APP_ID, false);
    const storage = createUserCookie(cookies, checkSecrets(SECRET, 'bench'), APP_ID, systemClock);
    void Promise.resolve(storage.write(req, res, USER)).then(() => res.end());
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.send?.((server.address() as AddressInfo).port); // a server on a port has an address of this form
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const ask = (port: number, path: string, cookie = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent, headers: { cookie, accept: 'text/html' } }, (res) => {
      if (res.statusCode !== 200) reject(new Error(`${path}: ${res.statusCode}`));
      const [set = ''] = res.headers['set-cookie'] ?? [];
      res.resume().on('end', () => resolve(set.split(';', 1)[0] ?? ''));
    }).on('error', reject);
  });

async function main(): Promise<void> {
  const child = fork(__filename, ['serve'], { execArgv: process.execArgv });
  const [port] = (await once(child, 'message')) as [number]; // only our own child speaks
  const cookie = await ask(port, '/make');
  const usage = async (): Promise<number> => {
    child.send('usage');
    const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage];
    return user + system;
  };
  const measure = async (path: string, count: number): Promise<number> => {
    const before = await usage();
    let left = count;
    const connection = async () => {
      while (left-- > 0) await ask(port, path, cookie);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    return ((await usage()) - before) / count;
  };
  const paths = ['/plain', '/cookie', '/keep'] as const;
  const costs = { '/plain': [], '/cookie': [], '/keep': [] } as Record<(typeof paths)[number], number[]>;
  for (const path of paths) await measure(path, REQUESTS);
  // In turn, so that what else the machine does meets all alike.
  for (let round = 0; round < ROUNDS; round++)
    for (const path of paths) costs[path].push(await measure(path, REQUESTS));
  child.kill();
  agent.destroy();
  const plain = median(costs['/plain']);
  const ratio = (path: (typeof paths)[number]): number => median(costs[path]) / plain;
  console.table(
    paths.map((path) => ({
      route: path,
      'CPU µs per request': spread(costs[path]),
      'to plain': ratio(path).toFixed(3),
    })),
  );
  if (ratio('/cookie') > MAX_RATIO) {
    console.error(`A signed-in request costs more than ${MAX_RATIO} times a plain one.`);
    process.exitCode = 1;
  }
}

if (process.argv[2] === 'serve') void serve();
else void main();
