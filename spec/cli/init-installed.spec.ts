import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { run } from './support';
import { describeThorough } from '../support/thorough';

// Builds, packs and installs the package: minutes on a busy machine.
jest.setTimeout(900_000);

const root = join(__dirname, '..', '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
/** What a shell of a user has, and not what the one who runs the specs has added for them. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|WECHAT_|NODE_OPTIONS|NODE_TEST|JEST)/i.test(name),
  ),
);
const execute = async (command: string, args: readonly string[], cwd: string) =>
  (await promisify(execFile)(command, args, { cwd, env, maxBuffer: 2 ** 26 })).stdout;

let folder: string;
let tarball: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offiaccount-installed-'));
  const stage = join(folder, 'package');
  await mkdir(stage);
  for (const name of ['package.json', 'LICENSE', 'README.md']) await cp(join(root, name), join(stage, name));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await execute(process.execPath, [tsc, '-p', 'lib', '--outDir', join(stage, 'dist')], root);
  await cp(join(root, 'lib', 'simulator', 'page'), join(stage, 'dist', 'simulator', 'page'), {
    recursive: true,
  });
  const packed = await execute(npm, ['pack', '--silent', '--ignore-scripts'], stage);
  tarball = join(stage, packed.trim());
});
afterAll(() => rm(folder, { recursive: true }));

/** A process with all its children, and what they write. */
function start(cwd: string, port: number) {
  const child = spawn(npm, ['start'], {
    cwd,
    env: { ...env, PORT: String(port) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  const closed = once(child, 'close');
  return {
    text: () => text,
    closed,
    async until(words: RegExp): Promise<string> {
      for (;;) {
        const found = words.exec(text);
        if (found !== null) return found[1] ?? '';
        const more = [child.stdout, child.stderr].map((stream) => once(stream, 'data'));
        const isOver = await Promise.race([
          ...more.map((each) => each.then(() => false)),
          closed.then(() => true),
        ]);
        if (isOver) throw new Error(`It ended without saying ${String(words)}: ${text}`);
      }
    },
    async stop() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      await closed;
    },
  };
}

async function freePort(): Promise<number> {
  const free = createServer().listen(0);
  await once(free, 'listening');
  // A server on a port has an address of this form.
  const { port } = free.address() as AddressInfo;
  free.close();
  await once(free, 'close');
  return port;
}

describeThorough('a new bot, with the package as it is installed', () => {
  it.each([
    ['TypeScript', 'en', [], 'hi', 'Hello!', /Chat with it at (\S+)/, / is taken: /],
    ['JavaScript', 'zh', ['--js'], '你好', '你好！', /打开页面和它聊天：(\S+)/, /端口已被占用/],
  ])('passes its spec, starts and answers: %s', async (kind, lang, more, says, answer, chat, taken) => {
    const name = `my bot ${kind}`;
    const project = join(folder, name);
    expect((await run(['init', name, '--lang', lang, ...more], { cwd: folder })).code).toBe(0);
    await execute(npm, ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball], project);
    expect(await execute(npm, ['test'], project)).toMatch(/pass 3\n.*fail 0\n/s);

    const port = await freePort();
    const bot = start(project, port);
    try {
      const page = await bot.until(chat);
      expect(bot.text()).toContain(`http://localhost:${port}/wechat`);
      expect((await fetch(page)).status).toBe(200);
      // The command line finds the Token where the bot does.
      const url = `http://localhost:${port}/wechat`;
      const pushed = await run(['push', '--url', url, '--text', says, '--json'], { cwd: project });
      expect(JSON.parse(pushed.out)).toMatchObject({ outcome: 'replied', reply: { Content: answer } });

      const second = start(project, port);
      await second.closed;
      expect(second.text()).toMatch(taken);
      expect(second.text()).not.toMatch(/\n\s+at /);
    } finally {
      await bot.stop();
    }
  });
});
