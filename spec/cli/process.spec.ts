import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { wechat } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';
import { appId, appSecret, closeServers, serve, token } from './support';

const program = ['--import', 'tsx', join(__dirname, '..', '..', 'lib', 'cli', 'index.ts')];
const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', WECHAT_APP_ID: appId };

// Each starts a process, which takes a second on a quiet machine.
jest.setTimeout(60_000);

let fake: Simulator;
let host: string;
let folder: string;

beforeAll(async () => {
  fake = simulate(() => undefined, { token, appId, appSecret });
  host = await fake.api.url();
  folder = await mkdtemp(join(tmpdir(), 'offiaccount-cli-'));
});
// A spec that fails leaves nothing running.
const children = new Set<ChildProcessWithoutNullStreams>();
afterEach(() => children.forEach((child) => child.kill()));
afterAll(() => Promise.all([fake.close(), closeServers(), rm(folder, { recursive: true })]));

interface Process {
  readonly child: ChildProcessWithoutNullStreams;
  /** All it has written so far, to both streams. */
  text(): string;
  /** Resolves when it has written that. */
  until(words: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<readonly [code: number | null, signal: string | null]>;
}

function start(command: string, args: readonly string[], more: Record<string, string> = {}): Process {
  const child = spawn(command, args, { env: { ...env, ...more }, cwd: join(__dirname, '..', '..') });
  children.add(child);
  child.once('close', () => children.delete(child));
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  return {
    child,
    text: () => text,
    ended,
    async until(words) {
      for (;;) {
        const found = words.exec(text);
        if (found !== null) return found;
        const more = [child.stdout, child.stderr].map((stream) => once(stream, 'data').then(() => true));
        if (!(await Promise.race([...more, ended.then(() => false)])) && !words.test(text))
          throw new Error(`It ended without saying ${String(words)}: ${text}`);
      }
    },
  };
}

const offiaccount = (args: readonly string[], more?: Record<string, string>) =>
  start(process.execPath, [...program, ...args], more);

/** The program on a terminal of its own; what is typed goes to `child.stdin`. */
function onTerminal(args: readonly string[], more: Record<string, string>): Process {
  const command = [process.execPath, ...program, ...args].map((word) => `'${word}'`).join(' ');
  return start(
    'script',
    ['--quiet', '--return', '--echo', 'always', '--command', command, '/dev/null'],
    more,
  );
}

const hasTerminal = existsSync('/usr/bin/script');

describe('the program', () => {
  it('ends with the exit code', async () => {
    const run = offiaccount(['call', '--list', 'nothing']);
    expect(await run.ended).toEqual([2, null]);
    expect(run.text()).toMatch(
      /^offiaccount: Nothing in the API has "nothing" in its name, title, path or description\./,
    );
  });

  it('does its work, and does not hang', async () => {
    const run = offiaccount(['token'], { WECHAT_APP_SECRET: appSecret, WECHAT_API_HOST: host });
    expect(await run.ended).toEqual([0, null]);
    expect(run.text()).toContain('more minutes');
  });

  it('ends with 130 on Ctrl+C, without a word', async () => {
    fake.api.fail('/cgi-bin/stable_token', 'hang');
    const run = offiaccount(['token'], { WECHAT_APP_SECRET: appSecret, WECHAT_API_HOST: host });
    const asked = fake.api.calls.length;
    while (fake.api.calls.length === asked) await sleep(20);
    run.child.kill('SIGINT');
    expect(await run.ended).toEqual([130, null]);
    expect(run.text()).toBe('');
  });

  it('plays WeChat until Ctrl+C', async () => {
    const app = express();
    app.use('/wechat', wechat({ appId, token }));
    const url = `${await serve(app)}/wechat`;
    // What opens the browser on Linux.
    const opener = join(folder, 'xdg-open');
    await writeFile(opener, `#!/bin/sh\necho "$1" > ${join(folder, 'opened')}\n`, { mode: 0o755 });
    const run = offiaccount(['simulate', '--url', url, '--open'], {
      WECHAT_TOKEN: token,
      PATH: `${folder}:${env.PATH}`,
    });
    const [, page = ''] = await run.until(/Chat with the bot: +(http:\S+)/);
    await run.until(/The bot answers the check of its address\.\nCtrl\+C ends it\./);
    expect((await fetch(page)).status).toBe(200);
    if (process.platform === 'linux') {
      const opened = () => readFile(join(folder, 'opened'), 'utf8').catch(() => '');
      while (!(await opened()).endsWith('\n')) await sleep(20);
      expect(await opened()).toBe(`${page}\n`);
    }
    run.child.kill('SIGINT');
    expect(await run.ended).toEqual([0, null]);
    await expect(fetch(page)).rejects.toThrow();
  });
});

// A terminal is made with util-linux' script, which every Debian has.
(hasTerminal ? describe : describe.skip)('on a terminal', () => {
  it('asks for secrets, and does not show what is typed', async () => {
    const run = onTerminal(['token'], { WECHAT_API_HOST: host });
    await run.until(/AppSecret: /);
    run.child.stdin.write(`${appSecret}\r`);
    expect(await run.ended).toEqual([0, null]);
    expect(run.text()).toContain('more minutes');
    expect(run.text()).not.toContain(appSecret);
    expect(run.text()).not.toContain(appSecret.slice(0, 8));
    // Progress stands on a line of its own, and is gone when the result comes.
    expect(run.text()).toContain('Asking for the access token…\r\u001b[2K');
  });

  it('lets a question be answered by Ctrl+C', async () => {
    const run = onTerminal(['token'], { WECHAT_API_HOST: host });
    await run.until(/AppSecret: /);
    run.child.stdin.write('half\u0003');
    expect(await run.ended).toEqual([130, null]);
    expect(run.text()).not.toContain('half');
  });

  it.each([
    ['n', 1, 'Nothing was changed.'],
    ['y', 0, 'The menu is set.'],
  ])('sets a menu after asking: %s', async (answer, code, words) => {
    const known = { WECHAT_APP_SECRET: appSecret, WECHAT_API_HOST: host };
    const menu = join(folder, 'menu.json');
    await writeFile(menu, '{"button":[{"type":"click","name":"Today","key":"TODAY"}]}');
    const run = onTerminal(['menu', 'push', menu], known);
    await run.until(/Set this menu\? \[y\/N\] /);
    run.child.stdin.write(`${answer}\r`);
    expect(await run.ended).toEqual([code, null]);
    expect(run.text()).toContain(words);
    expect(run.text()).toContain('+       "key": "TODAY"');
    expect(fake.api.menu?.button.map(({ key }) => key)).toEqual(answer === 'y' ? ['TODAY'] : undefined);
  });
});
