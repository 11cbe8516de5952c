import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { createApi, wechat } from 'offiaccount';
import type { WeChat } from 'offiaccount';
import type { Conversation } from 'offiaccount/simulator';
import {
  appId,
  appSecret,
  closeAll,
  encodingAESKey,
  files,
  listen,
  start,
  startWithBot,
  token,
} from './support';
import type { Played } from './support';
import { itThorough } from '../support/thorough';

afterEach(closeAll);

/** A bot that answers in most ways, and once more by a call. */
const talkative = (wx: WeChat) =>
  wx
    .text('later', ({ api, message: { FromUserName: touser } }) => {
      const send = () => api.customerMessage.send({ touser, msgtype: 'text', text: { content: '"Later."' } });
      setTimeout(() => void send(), 200);
      return 'Soon.';
    })
    .text('menu', async ({ api }) => {
      const button = [
        { type: 'click', name: 'Click', key: 'K' },
        { type: 'pic_weixin', name: 'Picture', key: 'P' },
        { type: 'view', name: 'View', url: 'https://example.com/' },
      ] as const;
      await api.menu.create({ button });
      return 'There.';
    })
    .text(({ message }) => `You said: ${message.Content}`)
    .image(({ message }) => ({ MsgType: 'image', Image: { MediaId: message.MediaId } }))
    .voice(({ message }) => ({ MsgType: 'voice', Voice: { MediaId: message.MediaId } }))
    .location(({ message }) => message.Label)
    .link(() => undefined)
    .event('subscribe', ({ message }) => `Welcome ${message.EventKey}`)
    .event(['SCAN', 'CLICK', 'VIEW'], ({ message }) => `${message.Event} ${message.EventKey}`);

/** Everything a user may do, one after the other. */
async function converse({ command, until, upload, openid }: Played): Promise<void> {
  const bob = (await command({ type: 'addUser', name: '小明' })).openid!;
  let pushes = 0;
  const act = async (given: object, count = 1) => {
    await command(given as never);
    pushes += count;
    await until(
      (state) => state.pushes.length === pushes && state.pushes.every(({ outcome }) => outcome !== undefined),
    );
  };
  await act({ type: 'follow', scene: 'door' });
  await act({ type: 'say', content: `it's "\`\${x}\\\u2028 你好 😀` });
  await act({ type: 'say', content: 'later' });
  await until(({ entries }) => entries.some(({ callId }) => callId !== undefined));
  await act({ type: 'send', kind: 'image', file: await upload('image', 'cat.png', files.png) });
  await act({ type: 'send', kind: 'voice', file: await upload('voice', 'a.mp3', files.mp3) });
  await act({ type: 'sendLocation', place: { latitude: 1.5, longitude: 2, label: 'Here' } });
  await act({ type: 'sendLink', title: 't', description: 'd', url: 'https://example.com/' });
  await act({ type: 'scan', scene: '5' });
  await act({ type: 'say', content: 'menu', openid: bob });
  await until(({ users }) => users.every(({ menu }) => menu !== undefined));
  await act({ type: 'tapMenu', path: [0] });
  await act({ type: 'tapMenu', path: [1], files: [await upload('image', 'dog.png', files.png)] }, 2);
  await act({ type: 'tapMenu', path: [2], openid: bob });
  await act({ type: 'tapMessageMenu', id: '1', content: 'Yes' });
  await act({ type: 'reportLocation', place: { latitude: 1, longitude: 2 } });
  await act({ type: 'trigger', event: 'my_own_event', fields: { A: 'b' } });
  await act({ type: 'unfollow', openid });
}

const savedOf = async ({ ask }: Played) => (await (await ask('save')).json()) as Conversation;

const nested = (depth: number): string => `${'{"value":'.repeat(depth)}0${'}'.repeat(depth)}`;

const replay = async ({ ask }: Played, conversation: unknown): Promise<{ status: number; body: unknown }> => {
  const answer = await ask('replay', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof conversation === 'string' ? conversation : JSON.stringify(conversation),
  });
  return { status: answer.status, body: await answer.json() };
};

it('a conversation is saved with what was done, what came of it and the files', async () => {
  const bot = await startWithBot({}, talkative);
  await converse(bot);
  const saved = await savedOf(bot);
  expect(saved).toMatchObject({
    format: 'offiaccount-conversation',
    version: 1,
    account: { mode: 'clear', format: 'xml', kind: 'service' },
    users: [{ openid: bot.openid, name: 'Alice' }, { name: '小明' }],
  });
  expect(saved.steps).toHaveLength(16);
  expect(saved.steps[0]).toMatchObject({
    command: { type: 'follow', scene: 'door', openid: bot.openid },
    after: 0,
    outcomes: ['replied'],
    saw: [{ MsgType: 'text', Content: 'Welcome qrscene_door' }],
  });
  expect(saved.steps[2]!.saw).toMatchObject([
    { Content: 'Soon.' },
    { Content: '"Later."', via: 'customer-service' },
  ]);
  expect(Object.values(saved.files)).toEqual([
    { filename: 'cat.png', base64: files.png.toString('base64') },
    { filename: 'a.mp3', base64: files.mp3.toString('base64') },
    { filename: 'dog.png', base64: files.png.toString('base64') },
  ]);
  const answer = await bot.ask('save');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename=conversation.json');
});

it('a saved conversation is replayed with another simulator, and goes as it went', async () => {
  const bot = await startWithBot({}, talkative);
  await converse(bot);
  const saved = await savedOf(bot);
  await closeAll();
  const again = await startWithBot({}, talkative);
  expect(await replay(again, saved)).toEqual({ status: 200, body: { ok: true } });
  expect(await replay(again, saved)).toMatchObject({ status: 429, body: { code: 'busy' } });
  const { replay: end, users } = await again.until((state) => state.replay?.running === false);
  expect(end).toEqual({ running: false, done: 16, total: 16, differences: [] });
  expect(users.map(({ name }) => name)).toEqual(['Alice', 'Alice', '小明']);
  // The files went with it.
  const [picture] = again.received.flatMap((message) => (message.MsgType === 'image' ? message.MediaId : []));
  const { data } = (await again.wx.api.media.get(picture!)) as { data: Buffer };
  expect(data.equals(files.png)).toBe(true);
});

it('what goes otherwise than it went is named', async () => {
  const bot = await startWithBot({}, (wx) => wx.text(() => 'One.'));
  await bot.command({ type: 'say', content: 'a' });
  await bot.until(({ entries }) => entries.length === 2);
  await bot.command({ type: 'say', content: 'b' });
  await bot.until(({ entries }) => entries.length === 4);
  const saved = await savedOf(bot);
  await closeAll();
  const again = await startWithBot({}, (wx) => wx.text('a', () => 'Two.').text(() => undefined));
  await replay(again, {
    ...saved,
    steps: [
      ...saved.steps,
      { ...saved.steps[0], command: { type: 'tapMenu', openid: bot.openid, path: [0] } },
    ],
  });
  const { replay: end } = await again.until((state) => state.replay?.running === false);
  expect(end!.differences).toMatchObject([
    { step: 1, what: expect.stringContaining('Two.') as unknown },
    { step: 2, what: 'The outcome was replied, and is silent now.' },
    { step: 3, what: 'The menu has no such button.' },
  ]);
});

it('a replay can be stopped', async () => {
  const bot = await start({ url: await listen(() => undefined) });
  const step = { command: { type: 'say', openid: 'alice', content: 'hi' }, after: 0, outcomes: [], saw: [] };
  const conversation = {
    format: 'offiaccount-conversation',
    version: 1,
    account: { mode: 'clear', format: 'json', kind: 'test' },
    users: [{ openid: 'alice', name: 'Alice' }],
    files: {},
    steps: [step, step],
  };
  await replay(bot, conversation);
  const { account } = await bot.until(({ pushes }) => pushes.length === 1);
  expect(account.switches).toMatchObject({ format: 'json', kind: 'test' });
  await bot.command({ type: 'stopReplay' });
  const { replay: end } = await bot.until((state) => state.replay?.running === false);
  expect(end).toMatchObject({ done: 0, total: 2 });
  await bot.command({ type: 'stopReplay' });
  expect(await replay(bot, { ...conversation, steps: [] })).toMatchObject({ status: 200 });
  await bot.until((state) => state.replay?.running === false && state.replay.total === 0);
});

describe('what is no conversation', () => {
  const good = {
    format: 'offiaccount-conversation',
    version: 1,
    account: { mode: 'clear', format: 'xml', kind: 'service' },
    users: [{ openid: 'a', name: 'A' }],
    files: {},
    steps: [
      { command: { type: 'say', openid: 'a', content: 'hi' }, after: 0, outcomes: ['silent'], saw: [] },
    ],
  };

  it.each([
    [{}, /"format" is missing/],
    [{ ...good, version: 2 }, /version 2; 1 can be read/],
    [{ ...good, steps: 5 }, /"steps" must be a list/],
    [{ ...good, steps: [{ ...good.steps[0], command: { type: 'clear' } }] }, /no command "clear"/],
    [
      { ...good, steps: [{ ...good.steps[0], command: { type: 'say', openid: 'b', content: 'x' } }] },
      /steps\[0\] is of a user/,
    ],
    [{ ...good, steps: [{ ...good.steps[0], saw: [{}] }] }, /MsgType/],
    [{ ...good, files: { x: 'y' } }, /files.x/],
    [{ ...good, files: { x: { filename: 'a.exe', base64: 'AAAA' } } }, /no image/],
    [{ ...good, account: { ...good.account, mode: 'safe' } }, /EncodingAESKey/],
    [
      { ...good, users: Array.from({ length: 51 }, (_, i) => ({ openid: `u${i}`, name: 'x' })) },
      /At most 50 users/,
    ],
    [{ ...good, steps: Array.from({ length: 501 }, () => good.steps[0]) }, /500 steps/],
    [JSON.stringify({ ...good, more: 0 }).replace('"more":0', `"more":${nested(40)}`), /nested too deep/],
    [nested(5_000), /nested too deep/],
    [`[${nested(1_000_000)}]`, /nested too deep/],
  ])('is not replayed: %#', async (conversation, message) => {
    const bot = await start({ url: await listen((_req, res) => res.end('success')) });
    const { status, body } = await replay(bot, conversation);
    expect([400, 413]).toContain(status);
    expect(body).toMatchObject({ ok: false, message: expect.stringMatching(message) as unknown });
    expect(await bot.state()).not.toHaveProperty('replay');
  });

  it('is not saved either', async () => {
    const bot = await start({ url: await listen((_req, res) => res.end('success')) });
    expect((await bot.ask('save')).status).toBe(400);
    await bot.command({ type: 'say', content: 'x' });
    expect((await bot.ask('save?as=pdf')).status).toBe(400);
  });
});

describe('saved as a jest spec', () => {
  /** Runs a spec with jest in a process of its own, as its user would. */
  async function runJest(
    text: string,
    name: string,
    env: Record<string, string>,
  ): Promise<{ passed: boolean; output: string }> {
    const root = join(__dirname, '..', '..');
    const folder = mkdtempSync(join(tmpdir(), 'offiaccount-saved-'));
    writeFileSync(join(folder, name), text);
    const config = {
      rootDir: folder,
      testMatch: ['**/*.spec.*'],
      // The spec's own types are checked where it has any; those of lib are by `npm run types`.
      transform: {
        '^.+[.](ts|js)$': [
          join(root, 'node_modules/ts-jest'),
          {
            tsconfig: join(folder, 'tsconfig.json'),
            diagnostics: name.endsWith('.ts') && { exclude: ['**/lib/**'] },
          },
        ],
      },
      moduleNameMapper: { '^offiaccount/testing$': join(root, 'lib/testing/index.ts') },
    };
    writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(config));
    const compilerOptions = {
      target: 'es2023',
      module: 'commonjs',
      strict: true,
      allowJs: true,
      esModuleInterop: true,
      skipLibCheck: true,
      exactOptionalPropertyTypes: true,
      isolatedModules: name.endsWith('.js'),
      ignoreDeprecations: '6.0',
      types: ['node', 'jest'],
      typeRoots: [join(root, 'node_modules/@types')],
      paths: { 'offiaccount/testing': [join(root, 'lib/testing/index.ts')] },
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    try {
      return await new Promise((resolve) =>
        execFile(
          process.execPath,
          [join(root, 'node_modules/jest/bin/jest.js'), '-c', join(folder, 'jest.config.json'), '--no-cache'],
          { cwd: folder, env: { ...process.env, ...env, CI: 'true' } },
          (error, stdout, stderr) => resolve({ passed: error === null, output: stdout + stderr }),
        ),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** The same bot on real time, as a program of its own would be, at the API on that port. */
  async function serveBot(port: string, isChanged = false): Promise<string> {
    const app = express();
    const api = createApi({ appId, appSecret, host: `http://127.0.0.1:${port}` });
    const wx = wechat({ appId, token, encodingAESKey, allowPlaintext: true, api });
    if (isChanged) wx.text('later', () => 'Never.');
    app.use('/wechat', talkative(wx));
    return `${await listen(app)}/wechat`;
  }

  async function saved(mode: 'clear' | 'safe'): Promise<{ text: string; port: string }> {
    const bot = await startWithBot({ mode, encodingAESKey }, talkative);
    await converse(bot);
    const answer = await bot.ask('save?as=jest');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=conversation.spec.ts');
    const text = await answer.text();
    await closeAll();
    return { text, port: new URL(bot.simulator.apiUrl).port };
  }

  const env = { WECHAT_TOKEN: token, WECHAT_ENCODING_AES_KEY: encodingAESKey };

  itThorough(
    'it runs as TypeScript and passes with the same bot',
    async () => {
      const { text, port } = await saved('safe');
      const { passed, output } = await runJest(text, 'saved.spec.ts', {
        ...env,
        BOT_URL: await serveBot(port),
      });
      expect(output).toMatch(/Tests:\s+16 passed, 16 total/);
      expect(passed).toBe(true);
    },
    180_000,
  );

  it('it runs as JavaScript, and fails with a bot that answers otherwise', async () => {
    const { text, port } = await saved('clear');
    const url = await serveBot(port, true);
    const { passed, output } = await runJest(text, 'saved.spec.js', { ...env, BOT_URL: url });
    expect(passed).toBe(false);
    expect(output).toMatch(/"Never\."/);
    expect(output).toMatch(/Tests:\s+1 failed, 15 passed, 16 total/);
  }, 180_000);

  it('what is not over yet is done again, and expected to be nothing special', async () => {
    const bot = await start({ url: await listen(() => undefined) });
    await bot.command({ type: 'say', content: 'hi' });
    await bot.until(({ pushes }) => pushes.length === 1);
    await wait(10);
    const text = await (await bot.ask('save?as=jest')).text();
    expect(text).toContain('  await userAlice.says("hi");');
    expect(text).not.toContain('apiPort');
  });
});
