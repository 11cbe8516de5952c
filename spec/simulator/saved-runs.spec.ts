import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageOf, siteOf, startDemo } from '../support/demo';
import { itThorough } from '../support/thorough';

jest.setTimeout(180_000);

const root = join(__dirname, '../..');
const modules = join(root, 'node_modules');

/** The demo's bot as a module of its own, as a user has one; it listens nowhere. */
const appAt = (origin: string): string => `
import express from 'express';
import { createApi, createRouter, mailbox, memoryStore, wechat } from 'offiaccount';
import { createBot } from '${root}/demo-app/bot';
const store = memoryStore();
const { WECHAT_TOKEN: token = '', WECHAT_ENCODING_AES_KEY: encodingAESKey = '', WECHAT_API_HOST: host = '' } = process.env;
const appId = 'wx0123456789abcdef';
const api = createApi({ appId, appSecret: 'any', store, host });
const bot = createBot({ store, box: mailbox({ store }), login: createRouter(), origin: '${origin}' });
export const app = express().use('/wechat', wechat({ appId, token, encodingAESKey, store, api }).use(bot));
`;

const secrets = {
  WECHAT_TOKEN: 'demoToken',
  WECHAT_ENCODING_AES_KEY: 'demoKeyForTheSimulatorOnly0123456789ABCDEFG',
};

let folder: string;
let saved: Readonly<Record<'jest' | 'vitest' | 'node-test', string>>;

beforeAll(async () => {
  const demo = startDemo(['--quiet']);
  const page = await pageOf(demo);
  const { command, until, ask } = page;
  // Somebody else of that name, and a menu that was there before the first step that is saved.
  const { openid: other = '' } = await command({ type: 'addUser', name: 'Alice' });
  let pushes = 0;
  const does = async (given: object) => {
    await command(given as never);
    pushes++;
    await until(
      (state) =>
        state.pushes.filter(({ from, outcome }) => from === 'user' && outcome !== undefined).length ===
        pushes,
    );
  };
  await does({ type: 'say', content: '/menu', openid: other });
  await until(({ entries }) => entries.some(({ message }) => message !== undefined));
  await command({ type: 'clear' });
  pushes = 0;
  await does({ type: 'follow', scene: 'campaign_spring' });
  await does({ type: 'say', content: 'help' });
  await does({ type: 'say', content: 'echo 你好，<世界> & 😀' });
  await does({ type: 'send', kind: 'image' });
  await does({ type: 'sendLocation', place: { latitude: 30.274085, longitude: 120.15507, label: '西湖' } });
  await does({ type: 'tapMenu', path: [0] });
  await does({ type: 'say', content: 'echo the other', openid: other });
  await does({ type: 'say', content: '/order' });
  await until(({ entries }) => entries.some(({ message }) => message?.MsgType === 'template'));
  await does({ type: 'say', content: 'transfer' });
  await does({ type: 'unfollow' });
  const text = async (as: string) => (await ask(`save?as=${as}`)).text();
  saved = { jest: await text('jest'), vitest: await text('vitest'), 'node-test': await text('node-test') };
  const origin = await siteOf(demo);
  await demo.end();

  folder = mkdtempSync(join(tmpdir(), 'offiaccount-saved-'));
  writeFileSync(join(folder, 'app.ts'), appAt(origin));
  writeFileSync(join(folder, 'vitest.js'), 'Object.assign(exports, { afterAll, beforeAll, expect, it });');
  const compilerOptions = {
    target: 'es2023',
    module: 'commonjs',
    strict: true,
    allowJs: true,
    esModuleInterop: true,
    isolatedModules: true,
    ignoreDeprecations: '6.0',
    paths: {
      offiaccount: [join(root, 'lib/index.ts')],
      'offiaccount/testing': [join(root, 'lib/testing/index.ts')],
      express: [join(modules, 'express')],
    },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ passed: boolean; output: string }>((resolve) => {
    const options = {
      cwd: folder,
      env: { ...process.env, ...secrets, ...env, CI: 'true', NODE_OPTIONS: '' },
    };
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      resolve({ passed: error === null, output: stdout + stderr }),
    );
  });
}

/** Runs a spec with jest, which has what vitest has under the name of its own. */
async function runJest(text: string) {
  writeFileSync(join(folder, 'conversation.spec.ts'), text);
  const config = {
    rootDir: folder,
    cache: false,
    testMatch: ['**/*.spec.ts'],
    transform: {
      '^.+[.](ts|js)$': [
        join(modules, 'ts-jest'),
        { tsconfig: join(folder, 'tsconfig.json'), diagnostics: false },
      ],
    },
    moduleNameMapper: {
      '^offiaccount$': join(root, 'lib/index.ts'),
      '^offiaccount/testing$': join(root, 'lib/testing/index.ts'),
      '^vitest$': join(folder, 'vitest.js'),
      '^express$': join(modules, 'express'),
    },
  };
  writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(config));
  // Without arguments, which the demo would take for its own.
  return run([join(modules, 'jest/bin/jest.js')]);
}

function runNode(text: string) {
  writeFileSync(join(folder, 'conversation.test.mjs'), text);
  const loader = join(modules, 'tsx/dist/loader.mjs');
  return run(['--import', loader, '--test', '--test-reporter=tap', 'conversation.test.mjs'], {
    BOT_APP: './app.ts',
    TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json'),
  });
}

describe('a conversation with the demo that was saved', () => {
  it('says on top how to run it, in both languages, and holds no secret', () => {
    for (const text of Object.values(saved)) {
      expect(text).toMatch(/^\/\*\n \* 一段保存下来的对话/);
      expect(text).toContain('A conversation as it went');
      for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    }
    expect(saved.jest).toContain('npx jest conversation');
    expect(saved.vitest).toContain('npx vitest run conversation');
    expect(saved['node-test']).toContain('node --test conversation.test.mjs');
  });

  it('begins with what the account had, and tells two users of one name apart', () => {
    expect(saved.jest).toMatch(/snapshot: \{[^]*templates: \[[^]*menu: \{/);
    expect(saved.jest).toMatch(/const userAlice = .*\nconst userAlice2 = /);
  });

  itThorough.each(['jest', 'vitest'] as const)(
    'passes as it is with %s, in the process of the app',
    async (runner) => {
      const { passed, output } = await runJest(saved[runner]);
      expect(output).toMatch(/Tests:\s+10 passed, 10 total/);
      expect(passed).toBe(true);
    },
  );

  it('passes as it is with node:test', async () => {
    const { passed, output } = await runNode(saved['node-test']);
    expect(output).toMatch(/# pass 10\n# fail 0/);
    expect(passed).toBe(true);
  });

  it('fails with node:test where the bot says something else', async () => {
    const { passed, output } = await runNode(
      saved['node-test'].replace('Content: "the other"', 'Content: "another"'),
    );
    expect(passed).toBe(false);
    expect(output).toMatch(/# pass 9\n# fail 1/);
  });
});
