import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import express from 'express';
import { wechat } from 'offiaccount';
import type { State } from 'offiaccount/simulator';
import { USUAL_API_PORT, startAtUsualPort } from '../../lib/cli/api-port';
import { untilUp } from '../../lib/cli/bot-watch';
import { main } from '../../lib/cli/main';
import { startLine } from '../../lib/simulator/start-line';
import { aesKey, appId, appSecret, closeServers, run, serve, token } from './support';

let bot: string;
const app = express();

beforeAll(async () => {
  const logger = { warn: () => undefined, error: () => undefined };
  app.use('/clear', wechat({ appId, token, logger }));
  app.use('/safe', wechat({ appId, token, logger, encodingAESKey: aesKey }));
  bot = await serve(app);
});
afterAll(closeServers);

const env = { WECHAT_TOKEN: token };
const ends: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

/** Starts the simulator in this process, and waits until it has said all it says at first. */
async function start(argv: readonly string[], settings: Record<string, string> = env) {
  const stop = new AbortController();
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let [out, err] = ['', ''];
  stdout.on('data', (part: Buffer) => (out += part.toString()));
  const said = new Promise<void>((resolve) =>
    stderr.on('data', (part: Buffer) => {
      err += part.toString();
      if (err.includes('Ctrl+C')) resolve();
    }),
  );
  const argv0 = ['simulate', ...argv];
  const code = main(argv0, { stdin, stdout, stderr, env: settings, cwd: process.cwd(), signal: stop.signal });
  const end = () => {
    stop.abort();
    return code;
  };
  ends.push(end);
  await Promise.race([said, code]);
  /** Waits until it says that. */
  const says = async (words: RegExp) => {
    while (!words.test(err)) await once(stderr, 'data', { signal: AbortSignal.timeout(20_000) });
  };
  return { out, err, end, says };
}

interface Started {
  readonly page: string;
  readonly apiUrl: string;
  readonly remoteApiUrl?: string;
}

async function freePort(): Promise<number> {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  // A server on a port has an address of this form.
  const { port } = free.address() as AddressInfo;
  free.close();
  await once(free, 'close');
  return port;
}

const stateOf = async (page: string) => (await (await fetch(new URL('state', page))).json()) as State;

describe('simulate --platform', () => {
  const settings = { ...env, WECHAT_APP_ID: appId, WECHAT_ENCODING_AES_KEY: aesKey };

  it('serves the page for platforms, and says how the app answers', async () => {
    const { out, err, end } = await start(['--platform', '--url', `${bot}/safe`], settings);
    const [, page = ''] = /^Accounts and users: +(http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(out) ?? [];
    expect(out).toContain('WECHAT_API_HOST');
    expect(err).toContain('The bot answers the check of its address.');
    expect(await (await fetch(new URL('state', page))).json()).toMatchObject({
      componentAppId: appId,
      eventsUrl: `${bot}/safe`,
      messagesUrl: `${bot}/safe/$APPID$`,
    });
    expect(await end()).toBe(0);
  });

  it.each([
    [['--kind', 'service'], '--kind'],
    [['--mode', 'clear'], '--mode'],
    [['--format', 'json'], '--format'],
  ])('does not go with %j', async (more, option) => {
    const { err, code } = await run(['simulate', '--platform', '--url', `${bot}/safe`, ...more], {
      env: settings,
    });
    expect([code, err]).toEqual([2, expect.stringContaining(option)]);
  });

  it('is needed by --domain and --messages-url', async () => {
    for (const more of [
      ['--domain', 'a.example'],
      ['--messages-url', `${bot}/$APPID$`],
    ]) {
      const { err, code } = await run(['simulate', '--url', `${bot}/safe`, ...more], { env: settings });
      expect([code, err]).toEqual([2, expect.stringContaining('--platform')]);
    }
  });
});

describe('simulate', () => {
  it('serves the page and the API, says how the bot answers, and ends with 0', async () => {
    const { out, err, end } = await start(['--url', `${bot}/clear`]);
    const [, page = ''] = /^Chat with the bot: +(http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(out) ?? [];
    const [, api = ''] = /^WeChat's API: +(http:\/\/127\.0\.0\.1:\d+) /m.exec(out) ?? [];
    expect(err).toBe('The bot answers the check of its address.\nCtrl+C ends it.\n');
    expect((await fetch(page)).status).toBe(200);
    expect(await (await fetch(`${api}/cgi-bin/token`)).json()).toHaveProperty('errcode');
    expect(await end()).toBe(0);
    await expect(fetch(page)).rejects.toThrow();
  });

  it('hands everything on that the options and the environment say', async () => {
    const settings = {
      ...env,
      WECHAT_APP_ID: appId,
      WECHAT_APP_SECRET: appSecret,
      WECHAT_ENCODING_AES_KEY: aesKey,
    };
    const argv = [
      '--url',
      `${bot}/safe`,
      `${bot}/safe?process=2`,
      '--format',
      'json',
      '--kind',
      'subscription',
    ];
    const { out, err } = await start([...argv, '--json'], settings);
    const { page, apiUrl } = JSON.parse(out) as Started;
    expect(err).toMatch(/^The bot answers/);
    const { account } = await stateOf(page);
    expect(account.urls).toHaveLength(2);
    expect(account.switches).toMatchObject({ mode: 'safe', format: 'json', kind: 'subscription' });
    const wrong = await fetch(`${apiUrl}/cgi-bin/stable_token`, {
      method: 'POST',
      body: JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: 'other' }),
    });
    expect(await wrong.json()).toMatchObject({ errcode: 40125 });
    expect(out + err).not.toMatch(new RegExp(`${token}|${aesKey}|${appSecret}`));
  });

  it('listens where it is told to', async () => {
    const port = await freePort();
    const { out } = await start(['--url', `${bot}/clear`, '--port', String(port), '--json']);
    expect(JSON.parse(out)).toMatchObject({ page: `http://127.0.0.1:${port}/` });
  });

  it.each(['--port', '--api-port'])('says that the port of %s is taken, and what to do', async (option) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    // A server on a port has an address of this form.
    const { port } = taken.address() as AddressInfo;
    const argv = ['simulate', '--url', bot, option, String(port)];
    const [en, zh] = [await run(argv, { env }), await run([...argv, '--lang', 'zh'], { env })];
    taken.close();
    expect(en).toEqual({
      code: 2,
      out: '',
      err: `offiaccount: Port ${port} is taken by another program: choose another with ${option} (0 = a free one), or end that program.\n`,
    });
    expect(zh.code).toBe(2);
    expect(zh.err).toMatch(new RegExp(`端口 ${port} 已被其他程序占用.*${option}`));
  });

  it.each(['203.0.113.7', 'no-such-host.invalid'])('says that it cannot listen at %s', async (host) => {
    const { code, err } = await run(['simulate', '--url', bot, '--host', host], { env });
    expect(code).toBe(2);
    expect(err).toContain(`This machine cannot listen at "${host}" (E`);
  });

  it('has its API where nobody else is, and says how to start the bot', async () => {
    const started = await Promise.all([1, 2].map(() => start(['--url', `${bot}/clear`])));
    const apis = started.map(({ out }) => {
      const [, shown = ''] = /^WeChat's API: +(\S+)/m.exec(out) ?? [];
      expect(out).toContain(`Start the bot with: ${startLine(shown)}\n`);
      return shown;
    });
    expect(new Set(apis).size).toBe(2);
    for (const api of apis)
      expect(await (await fetch(`${api}/cgi-bin/token`)).json()).toHaveProperty('errcode');
  });

  it('puts a token in the address of a page that others can reach', async () => {
    const { out } = await start(['--url', `${bot}/clear`, '--host', '0.0.0.0', '--json']);
    const { page, remoteApiUrl } = JSON.parse(out) as Started;
    expect(page).toMatch(/\/[\w-]{16,}\/$/);
    expect(remoteApiUrl).toBeDefined();
  });

  it.each([
    ['refuses', '/clear', { WECHAT_TOKEN: 'other' }, /\(refused\): Status 403/],
    ['is somewhere else', '/nowhere', {}, /\(refused\): Status 404/],
  ])('says when the bot %s', async (_, path, settings, words) => {
    const { err } = await start(['--url', `${bot}${path}`], { ...env, ...settings });
    expect(err).toMatch(/^The bot does not answer the check of its address/);
    expect(err).toMatch(words);
    expect(err).toContain('offiaccount doctor');
  });

  it.each([
    ['en', 'passes', '/clear', /^The bot is up\. The bot answers the check of its address\.$/m],
    ['zh', 'passes', '/clear', /^服务已启动。服务通过了地址验证。$/m],
    ['en', 'fails', '/nowhere', /^The bot is up\. The bot does not answer .*\(refused\): Status 404/m],
  ])(
    'goes on where there is no bot yet, and says in %s when there is one that %s',
    async (lang, _, path, up) => {
      const port = await freePort();
      const { err, says, end } = await start(['--url', `http://127.0.0.1:${port}${path}`, '--lang', lang]);
      expect(err).toMatch(
        lang === 'en'
          ? /^The bot is not up yet\. The app cannot be reached\. Nobody listens at 127\.0\.0\.1:\d+ \(ECONNREFUSED\).* A line here says when it is up\.$/m
          : /^服务还没有启动。无法连接服务.*ECONNREFUSED.*启动后，这里会有提示。$/m,
      );
      const server = createServer(app).listen(port, '127.0.0.1');
      await says(up);
      server.closeAllConnections();
      server.close();
      expect(await end()).toBe(0);
    },
  );

  it('ends at once while it waits for a bot that is not there', async () => {
    const { err, end } = await start(['--url', `http://127.0.0.1:${await freePort()}/`]);
    expect(err).toContain('not up yet');
    expect(await end()).toBe(0);
  });

  it('ends at once while it still waits for the bot', async () => {
    const stop = new AbortController();
    const silent = await serve(() => setTimeout(() => stop.abort(), 50));
    const started = performance.now();
    const { code, out, err } = await run(['simulate', '--url', silent], { env, signal: stop.signal });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Chat with the bot:');
    // WeChat itself would wait for 5 s.
    expect(performance.now() - started).toBeLessThan(4500);
  });

  it.each([
    ['an address that is none', ['--url', 'bot'], 'is no address'],
    ['a port that is none', ['--url', 'http://a', '--port', '65536'], '--port must be a port'],
    ['a kind that is none', ['--url', 'http://a', '--kind', 'big'], 'Allowed choices are'],
    ['a mode without key', ['--url', 'http://a', '--mode', 'safe'], 'The EncodingAESKey is missing'],
  ])('refuses %s with 2', async (_, argv, why) => {
    const { code, err } = await run(['simulate', ...argv], { env });
    expect(code).toBe(2);
    expect(err).toContain(why);
  });
});

/** An error of Node's for a server that cannot listen. */
const listenError = (code: string, port: number) => Object.assign(new Error(code), { code, port });

// Without listening there: another simulator on this machine may have that port.
describe('the port of the API', () => {
  it.each([
    ['nobody has it', undefined, [USUAL_API_PORT]],
    ['another program has it', listenError('EADDRINUSE', USUAL_API_PORT), [USUAL_API_PORT, 0]],
    ['the system keeps it', listenError('EACCES', USUAL_API_PORT), [USUAL_API_PORT, 0]],
    [
      'it is taken, as the cause says',
      new Error('No.', { cause: listenError('EADDRINUSE', USUAL_API_PORT) }),
      [USUAL_API_PORT, 0],
    ],
  ])('is the usual one, else a free one: %s', async (_, error, tried) => {
    const ports: number[] = [];
    const start = (port: number) => {
      ports.push(port);
      return error !== undefined && port !== 0 ? Promise.reject(error) : Promise.resolve(port);
    };
    expect(await startAtUsualPort(start)).toBe(tried.at(-1));
    expect(ports).toEqual(tried);
  });

  it.each([
    ['the port of the page', listenError('EADDRINUSE', 3000)],
    ['another error', listenError('EADDRNOTAVAIL', USUAL_API_PORT)],
    ['no error of a port', new Error('No.')],
  ])('is not changed for %s', async (_, error) => {
    await expect(startAtUsualPort(() => Promise.reject(error))).rejects.toBe(error);
  });

  it('is the one that the manual and the help name', async () => {
    expect((await run(['simulate', '--help'])).out).toMatch(new RegExp(`--api-port[^]*${USUAL_API_PORT}`));
  });

  it.each([
    ['linux', 'WECHAT_API_HOST=http://127.0.0.1:8021 node bot.js'],
    ['darwin', 'WECHAT_API_HOST=http://127.0.0.1:8021 node bot.js'],
    // PowerShell.
    ['win32', "$env:WECHAT_API_HOST='http://127.0.0.1:8021'; node bot.js"],
  ] as const)('is in the line that starts a bot on %s', (platform, line) => {
    expect(startLine('http://127.0.0.1:8021', platform)).toBe(line);
  });
});

describe('waiting for a bot', () => {
  const never = new AbortController().signal;

  it('ends when its time is over', async () => {
    const address = new URL(`http://127.0.0.1:${await freePort()}/`);
    expect(await untilUp(address, never, { every: 5, most: 50 })).toBe(false);
  });

  it('ends when the user has had enough', async () => {
    const address = new URL(`http://127.0.0.1:${await freePort()}/`);
    const stop = new AbortController();
    const waiting = untilUp(address, stop.signal, { every: 60_000, most: 600_000 });
    stop.abort();
    expect(await waiting).toBe(false);
  });

  it.each(['127.0.0.1', 'localhost'])('sees one at %s, and sends nothing', async (host) => {
    let requests = 0;
    const server = createServer(() => requests++).listen(0, host);
    await once(server, 'listening');
    // A server on a port has an address of this form.
    const { port } = server.address() as AddressInfo;
    expect(await untilUp(new URL(`http://${host}:${port}/wechat`), never, { every: 5, most: 20_000 })).toBe(
      true,
    );
    server.close();
    expect(requests).toBe(0);
  });
});
