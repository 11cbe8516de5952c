// Four processes with one Redis take 1,000 sign-ins, each code twice at the same moment, as WeChat and browsers repeat them. All on
// loopback. Parent: Redis, the browsers and the trouble. Children (an argument says so): processes of the site, and WeChat's side.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, get, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Redis } from 'ioredis';
import { createApi, redisStore, webAuth } from '../../lib';
import { axiosTransport, type HttpRequest } from '../../lib/api/transport';
import { clientOptions, startRedis, type RedisServer } from '../../spec/support/redis';
import { quantile } from '../statistics';
import { startChildren, wait } from './children';

const PROCESSES = 4;
const SIGN_INS = Number(process.env.CHAOS_SIGN_INS ?? 1000);
/** Users at once, each with two requests: what two cores carry, so that the figures are those of the code. */
const AT_ONCE = Number(process.env.CHAOS_AT_ONCE ?? 50);
const ORIGIN = 'http://localhost';
const SECRET = 'a secret of this run alone, 0123456789';
const APP_ID = 'wx0123456789abcdef';
const MAX_HOPS = 12;
/** How often a user taps the link of a page that says that WeChat is not to be reached. */
const MAX_TAPS = 3;
const TAP_AFTER_MS = 2000;

interface Scenario {
  readonly name: string;
  /** What goes wrong once a quarter of the users has signed in. */
  readonly trouble?: (redis: RedisServer) => Promise<void>;
  /** Redis has forgotten who has asked: then two processes may send a code, each of them once. */
  readonly forgets?: true;
}

const scenarios: readonly Scenario[] = [
  { name: 'nothing goes wrong' },
  {
    name: 'Redis killed for 2 s, back empty',
    forgets: true,
    trouble: async (redis) => {
      await redis.kill();
      await wait(2000);
      await redis.restart();
    },
  },
  {
    name: 'Redis frozen for 2 s',
    forgets: true,
    trouble: async (redis) => {
      redis.freeze();
      await wait(2000);
      redis.thaw();
    },
  },
  {
    name: 'Redis gone for good',
    forgets: true,
    trouble: async (redis) => {
      await redis.kill();
    },
  },
];

/** WeChat's side, in a process of its own: a code works once. Notes which processes have sent it. */
async function playWeChat(): Promise<void> {
  const sent = new Map<string, string[]>();
  const server = createServer((req, res) => {
    const query = new URL(req.url ?? '', ORIGIN).searchParams;
    const [code, pid] = [query.get('code') ?? '', query.get('pid') ?? ''];
    const before = sent.get(code) ?? [];
    sent.set(code, [...before, pid]);
    const [openid = ''] = code.split('.');
    const grant = {
      ...{ access_token: 't', expires_in: 7200, refresh_token: 'r' },
      ...{ openid, scope: 'snsapi_base' },
    };
    const answer = before.length === 0 ? grant : { errcode: 40163, errmsg: 'code been used' };
    setTimeout(() => res.setHeader('content-type', 'application/json').end(JSON.stringify(answer)), 50);
  });
  server.keepAliveTimeout = 120_000;
  process.on('message', () => process.send?.([...sent.values()]));
  process.send?.(await listen(server.listen(0, '127.0.0.1', 4096)));
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // a server on a port has an address of this form
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true });
const ask = (port: number, path: string, cookie: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'user-agent': 'MicroMessenger/8.0', accept: 'text/html', cookie };
    get({ host: '127.0.0.1', port, path, headers, agent }, (res) => {
      let body = '';
      res.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, body }));
    }).on('error', reject);
  });

/** A browser of one user: follows redirects, WeChat's page included, which gives another code each time. */
function createBrowser(openid: string) {
  const jar = new Map<string, string>();
  let rounds = 0;
  const codeFor = (location: string): string => {
    const state = new URL(location).searchParams.get('state') ?? '';
    return `/?code=${openid}.${rounds++}&state=${state}`;
  };
  async function load(port: number, path: string): Promise<Answer> {
    const answer = await ask(port, path, [...jar].map((pair) => pair.join('=')).join('; '));
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/);
      jar.set(name, value);
    }
    return answer;
  }
  /** Resolves to the page, and how often WeChat was asked once more on the way. */
  async function follow(port: number, from: string) {
    let [path, again, taps] = [from, 0, 0];
    for (let hops = 0; hops < MAX_HOPS; hops++) {
      const answer = await load(port, path);
      const { location } = answer.headers;
      const link = answer.status === 502 ? linkIn(answer.body) : undefined;
      if (link !== undefined && taps < MAX_TAPS) {
        taps++;
        await wait(TAP_AFTER_MS);
        path = link;
        continue;
      }
      if (location === undefined) return { answer, again, taps };
      const isWeChat = location.startsWith('https://open.weixin.qq.com/');
      if (isWeChat) again++;
      path = isWeChat ? codeFor(location) : location;
    }
    return { answer: { status: 0, headers: {}, body: 'without end' }, again, taps };
  }
  return { load, follow, codeFor };
}

/** Where the link of one of our pages leads. */
const linkIn = (html: string): string | undefined =>
  /<a href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');

type Browser = ReturnType<typeof createBrowser>;

/** One user, whose code arrives twice, at two processes of four. */
async function signIn(ports: readonly number[], n: number, browser: Browser, back: string) {
  const start = performance.now();
  const failures: string[] = [];
  let [rounds, tapped] = [0, 0];
  const pair = [n % PROCESSES, (n + 1 + (Math.floor(n / PROCESSES) % (PROCESSES - 1))) % PROCESSES];
  await Promise.all(
    pair.map(async (process) => {
      const { answer, again, taps } = await browser.follow(ports[process] ?? 0, back);
      rounds += again;
      tapped += taps;
      if (answer.body !== `o${n}`) failures.push(`${answer.status} ${answer.body.slice(0, 300)}`);
    }),
  );
  return { failures, rounds, tapped, ms: performance.now() - start };
}

/** Does something for each number, so many at once. */
async function each<T>(work: (n: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < SIGN_INS; n = next++) done[n] = await work(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

async function run({ name, trouble, forgets }: Scenario) {
  const redis = await startRedis();
  const [weChat] = startChildren(__filename, 1, [], 'wechat') as [ChildProcess]; // as many as asked for
  const children: ChildProcess[] = [weChat];
  try {
    const weChatPort = await portOf(weChat);
    const site = startChildren(__filename, PROCESSES, [String(weChatPort), String(redis.port)]);
    children.push(...site);
    const ports = await Promise.all(site.map(portOf));
    const begun = await each(async (n) => {
      const browser = createBrowser(`o${n}`);
      const { headers } = await browser.load(ports[n % PROCESSES] ?? 0, '/');
      return { browser, back: browser.codeFor(headers.location ?? '') };
    });
    let ending: Promise<void> | undefined;
    const results = await each((n) => {
      if (n === SIGN_INS / 4) ending = trouble?.(redis);
      const { browser, back } = begun[n]!; // as many have begun
      return signIn(ports, n, browser, back);
    });
    await ending;
    weChat.send('sent');
    const [sent] = (await once(weChat, 'message')) as [string[][]]; // only our own child speaks
    const times = results.map(({ ms }) => ms);
    const counts = {
      failed: results.filter(({ failures }) => failures.length > 0).length,
      'sent twice': sent.filter((pids) => pids.length > 1).length,
      'twice by one process': sent.filter((pids) => new Set(pids).size < pids.length).length,
    };
    return {
      run: name,
      'sign-ins': SIGN_INS,
      codes: sent.length,
      ...counts,
      'rounds more': results.reduce((sum, { rounds }) => sum + rounds, 0),
      'tries again': results.reduce((sum, { tapped }) => sum + tapped, 0),
      'median ms': Math.round(quantile(times, 0.5)),
      'slowest ms': Math.round(quantile(times, 1)),
      isGood:
        counts.failed === 0 &&
        counts['twice by one process'] === 0 &&
        (forgets === true || (counts['sent twice'] === 0 && sent.length === SIGN_INS)),
      why: JSON.stringify([...new Set(results.flatMap(({ failures }) => failures))].slice(0, 5)),
    };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await redis.close();
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  const [port] = (await once(child, 'message')) as [number]; // only our own children speak
  return port;
}

async function child(weChatPort: number, redisPort: number): Promise<void> {
  const client = new Redis(clientOptions(redisPort));
  client.on('error', () => undefined);
  const store = redisStore(client);
  // What a process of the site says, where somebody wants to read it.
  const log = (fields: object, message: string): void => {
    if (process.env.CHAOS_LOG !== undefined) console.error(message, fields);
  };
  const logger = { warn: log, error: log };
  const inner = axiosTransport();
  // WeChat's side is to see which process asks.
  const transport = (request: HttpRequest) => inner({ ...request, url: `${request.url}&pid=${process.pid}` });
  const host = `http://127.0.0.1:${weChatPort}`;
  const account = { appId: APP_ID, appSecret: 'secret' };
  const calls = createApi({ ...account, host, store, logger, transport });
  // The address of WeChat's page is that of WeChat.
  const { authorizeUrl } = createApi(account).oauth;
  const api = { ...calls, oauth: { ...calls.oauth, authorizeUrl } };
  const web = webAuth({ api, store, origin: ORIGIN, secret: SECRET, logger });
  const app = express();
  app.use(web);
  app.get('/', web.require(), (req, res) => void res.send(req.wechat.openid));
  const server = createServer(app);
  // A browser's connection waits for its second request.
  server.keepAliveTimeout = 120_000;
  process.send?.(await listen(server.listen(0, '127.0.0.1', 4096)));
}

async function main(): Promise<void> {
  const rows: Awaited<ReturnType<typeof run>>[] = [];
  for (const scenario of scenarios) {
    if (process.argv[2] !== undefined && !scenario.name.includes(process.argv[2])) continue;
    const row = await run(scenario);
    rows.push(row);
    process.stdout.write(`${JSON.stringify(row)}\n`);
  }
  const shown = [
    'run',
    'sign-ins',
    'codes',
    'failed',
    'sent twice',
    'twice by one process',
    'rounds more',
    'tries again',
  ];
  console.table(rows, [...shown, 'median ms', 'slowest ms']);
  agent.destroy();
  process.exitCode = rows.every(({ isGood }) => isGood) ? 0 : 1;
}

if (process.argv[2] === 'wechat') void playWeChat();
else if (process.argv[2] === 'child') void child(Number(process.argv[3]), Number(process.argv[4]));
else void main();
