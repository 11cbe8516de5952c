// Looks at the package as those who install it will: packed, checked by publint and attw, installed into a CommonJS, an ES
// module and two TypeScript consumers, and used there.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'offiaccount-package-'));
const bin = (name) => join(root, 'node_modules', '.bin', name);
const run = (command, args, cwd = folder) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
const step = (text) => console.log(`\n— ${text}`);

const USE = `
const account = { appId: 'wx0123456789abcdef', token: 'token', encodingAESKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' };
const app = express();
app.use(wechat(account).text('hi', () => reply.text('hello')));
const wechatServer = simulate(app, { ...account, mode: 'safe' });
startSimulator({ ...account, url: 'http://localhost:1/' }).then(async ({ url, apiUrl, close }) => {
  const [page, script, api] = await Promise.all([url, url + 'main.js', apiUrl + '/cgi-bin/tags/get'].map((each) => fetch(each)));
  await close();
  if (!page.ok || !/javascript/.test(script.headers.get('content-type')) || !api.ok) throw new Error('The offline WeChat is not whole.');
  console.log('plays WeChat');
});
wechatServer.user('alice').says('hi').then(async (seen) => {
  await wechatServer.close();
  if (seen.outcome !== 'replied' || seen.reply.Content !== 'hello') throw new Error('The package does not answer: ' + JSON.stringify(seen));
  console.log('answers');
});
`;

/** The program, as npx runs it: it pushes to a bot, and plays WeChat for it. */
const PROGRAM = `
const { execFile, spawn } = require('node:child_process');
const { once } = require('node:events');
const { promisify } = require('node:util');
const express = require('express');
const { wechat } = require('offiaccount');

const env = { ...process.env, WECHAT_TOKEN: 'token' };
const npx = (...args) => promisify(execFile)('npx', ['--no-install', 'offiaccount', ...args], { env });
const server = express().use(wechat({ appId: 'wx', token: 'token' }).text('hi', () => 'hello')).listen(0, '127.0.0.1');

server.once('listening', async () => {
  const url = 'http://127.0.0.1:' + server.address().port;
  console.log((await npx('--version')).stdout.trim());
  const { outcome, reply } = JSON.parse((await npx('push', '--url', url, '--text', 'hi', '--json')).stdout);
  if (outcome !== 'replied' || reply.Content !== 'hello') throw new Error('push: ' + outcome);

  const simulator = spawn('node_modules/.bin/offiaccount', ['simulate', '--url', url, '--json'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const { page } = JSON.parse(String(await once(simulator.stdout, 'data')));
  const { status, headers } = await fetch(page);
  simulator.kill('SIGINT');
  const [code] = await once(simulator, 'exit');
  if (status !== 200 || !headers.get('content-type').startsWith('text/html') || code !== 0) throw new Error('simulate: ' + status + ', ' + code);
  console.log('pushes, and plays WeChat');
  server.close();
});
`;

const TYPES = `
import express from 'express';
import { createRouter, createServer, reply, wechat } from 'offiaccount';
import type { Handler, Message } from 'offiaccount';
import { startSimulator } from 'offiaccount/simulator';
import type { Command, State } from 'offiaccount/simulator';
import { fastify, fetchHandler, koa } from 'offiaccount/hosts';
import type { FetchHandler, KoaMiddleware } from 'offiaccount/hosts';
import { simulate } from 'offiaccount/testing';

declare module 'offiaccount' {
  interface EventMap {
    my_event: { readonly Mine: string };
  }
}

const log: Handler = async ({ message }, next) => (console.log(message.MsgType), next());
const wx = wechat({ appId: 'wx', token: 't' }).use(log);
wx.event('my_event', ({ message }) => message.Mine).event('SCAN', ({ message }) => message.EventKey);
wx.text(/a/, ({ match }) => reply.text(match[0])).use(createRouter().text(['a', 'b'], ({ match }) => match));
// @ts-expect-error a typo in an event name does not compile
wx.event('subcribe', () => 'x');
const app = express();
app.use('/wechat', wx);
createServer(app).close();
export const { GET, POST }: FetchHandler = fetchHandler(wx, { waitUntil: () => undefined });
export const receive: KoaMiddleware = koa(wx);
export const plugin = fastify(wechat({ appId: 'wx', trust: 'cloudrun' }));
export const id = (message: Message<'text'>): string => message.MsgId;
export const command: Command = { type: 'say', openid: 'alice', content: 'hi' };
export const usersOf = ({ users }: State) => users.map(({ name }) => name);
export const page: Promise<string> = startSimulator({ url: 'http://localhost:3000', token: 't' }).then(({ url }) => url);
export const alice = simulate(app, { token: 't' }).user('alice');
`;

/** Each map leads to a source that is in the package, and holds no second copy of it. */
function checkMaps(installed) {
  const maps = readdirSync(installed, { recursive: true }).filter((file) => file.endsWith('.map'));
  const wrong = maps.filter((file) => {
    const { sources, sourcesContent } = JSON.parse(readFileSync(join(installed, file), 'utf8'));
    return (
      sourcesContent !== undefined ||
      sources.some((source) => !existsSync(join(installed, dirname(file), source)))
    );
  });
  if (maps.length === 0 || wrong.length > 0)
    throw new Error(`Maps without sources, or with two: ${wrong.join(', ')}`);
  console.log(`${maps.length} maps, each with its source`);
}

try {
  step('pack');
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], root);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const tarball = join(folder, `offiaccount-${version}.tgz`);

  step('publint');
  run(bin('publint'), ['--strict', tarball]);
  step('attw');
  // What browsers load is an ES module alone.
  run(bin('attw'), [tarball, '--exclude-entrypoints', './browser']);

  step('install it');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const packages = ['express', '@types/express', '@types/node'].map((name) => {
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    return `${name}@${version}`;
  });
  run('npm', [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--silent',
    tarball,
    ...packages,
  ]);

  step('look at its source maps');
  checkMaps(join(folder, 'node_modules', 'offiaccount'));

  step('use it from CommonJS');
  writeFileSync(
    join(folder, 'use.cjs'),
    `const express = require('express');\nconst { reply, wechat } = require('offiaccount');\nconst { startSimulator } = require('offiaccount/simulator');\nconst { simulate } = require('offiaccount/testing');\n${USE}`,
  );
  run(process.execPath, ['use.cjs']);

  step('use it from an ES module');
  writeFileSync(
    join(folder, 'use.mjs'),
    `import express from 'express';\nimport { reply, wechat } from 'offiaccount';\nimport { startSimulator } from 'offiaccount/simulator';\nimport { simulate } from 'offiaccount/testing';\n${USE}`,
  );
  run(process.execPath, ['use.mjs']);

  step('run the program');
  writeFileSync(join(folder, 'program.cjs'), PROGRAM);
  run(process.execPath, ['program.cjs']);

  for (const { name, typescript, ...options } of [
    { name: 'nodenext', typescript: 'typescript', module: 'nodenext', moduleResolution: 'nodenext' },
    { name: 'bundler', typescript: 'typescript', module: 'esnext', moduleResolution: 'bundler' },
    // The oldest that is looked after: finds folders by name, and knows no `ErrorOptions`.
    {
      name: 'node10, ES2021, TypeScript 5',
      typescript: 'typescript-5',
      module: 'commonjs',
      moduleResolution: 'node',
      target: 'es2021',
      esModuleInterop: true,
    },
  ]) {
    step(`compile against it (${name})`);
    const consumer = join(folder, name.split(',', 1)[0]);
    mkdirSync(consumer);
    const type = options.module === 'commonjs' ? 'commonjs' : 'module';
    writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, type }));
    writeFileSync(join(consumer, 'index.ts'), TYPES);
    // The package's own declarations are checked too.
    const compilerOptions = {
      target: 'es2023',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
      ...options,
    };
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    run(process.execPath, [join(root, 'node_modules', typescript, 'bin', 'tsc'), '-p', consumer]);
  }
  console.log('\nThe package is fine.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
