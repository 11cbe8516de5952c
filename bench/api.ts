// What a call with a cached token costs, beside the same call made with plain axios. Same server, same agent settings.
import axios from 'axios';
import { Agent } from 'node:http';
import { createApi } from '../lib/api/client';
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const CALLS = Number(process.env.BENCH_CALLS ?? 3000);
const ROUNDS = 7;
const body = { touser: 'o'.repeat(28), msgtype: 'text', text: { content: '你好'.repeat(20) } } as const;

function serve(): void {
  const server = createServer((req, res) => {
    req.resume().on('end', () => {
      const token = req.url?.startsWith('/cgi-bin/stable_token');
      res.writeHead(200, { 'content-type': 'application/json; encoding=utf-8' });
      res.end(
        token ? '{"access_token":"token-of-the-bench","expires_in":7200}' : '{"errcode":0,"errmsg":"ok"}',
      );
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

/** CPU of this process per call, in microseconds: what others do on the machine does not count. */
async function cost(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < CALLS / 10; i++) await Promise.all(Array.from({ length: 10 }, call));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function main(): Promise<void> {
  const server = fork(__filename, ['serve'], { execArgv: process.execArgv });
  const port = await new Promise<number>((resolve) =>
    server.once('message', (told) => resolve(Number(told))),
  );
  const host = `http://127.0.0.1:${port}`;
  const api = createApi({ appId: 'wx1', appSecret: 'secret', host });
  const plain = axios.create({ httpAgent: new Agent({ keepAlive: true, maxSockets: 50 }), proxy: false });
  const url = `${host}/cgi-bin/message/custom/send`;

  const ours: number[] = [];
  const theirs: number[] = [];
  // Side by side, so that a slow moment of the machine meets both.
  for (let round = 0; round <= ROUNDS; round++) {
    const mine = await cost(() => api.customerMessage.send(body));
    const other = await cost(() => plain.post(url, body, { params: { access_token: 'token-of-the-bench' } }));
    if (round === 0) continue; // it warms up
    ours.push(mine);
    theirs.push(other);
  }
  server.kill();
  const [mine, other] = [median(ours), median(theirs)];
  console.table({
    'this package': { 'µs CPU per call': Math.round(mine) },
    axios: { 'µs CPU per call': Math.round(other) },
  });
  console.log(`ratio ${(mine / other).toFixed(2)} (at most 1.3)`);
  process.exit(mine / other <= 1.3 ? 0 : 1);
}

if (process.argv[2] === 'serve') serve();
else void main();
