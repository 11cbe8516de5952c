import Anthropic from '@anthropic-ai/sdk';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import OpenAI from 'openai';
import { reply } from 'offiaccount';
import type { StreamSource } from 'offiaccount';
import { bot, closeBots } from './support';

const written = (name: string) =>
  readFileSync(join(__dirname, '..', 'fixtures', 'streams', `${name}.sse`), 'utf8');

/**
 * What the server plays next: events written by hand in the shapes that the vendors document, in pieces that end anywhere; `isEndless` goes
 * on until it is left.
 */
let plays: { readonly name: string; readonly isEndless?: boolean } = { name: 'chat' };
let left = 0;
let server: Server;
let origin = '';

beforeAll(async () => {
  server = createServer((req, res) => {
    req.resume();
    if (plays.name === 'status 500') {
      res.writeHead(500, { 'Content-Type': 'application/json' });
      res.end('{"error":{"message":"The server is overloaded.","type":"server_error"}}');
      return;
    }
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const body = Buffer.from(written(plays.name));
    if (plays.isEndless === true) {
      const [event = ''] = written('chat').split('\n\n').slice(1);
      const timer = setInterval(() => res.write(`${event}\n\n`), 1);
      res.on('close', () => {
        clearInterval(timer);
        left++;
      });
      return;
    }
    // Borders of characters and of events are elsewhere.
    for (let at = 0; at < body.length; at += 37) res.write(body.subarray(at, at + 37));
    res.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // A server on a port has an address of this form.
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(closeBots);
afterAll(
  () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
);

const openai = () => new OpenAI({ apiKey: 'any', baseURL: origin, maxRetries: 0 });
const anthropic = () => new Anthropic({ apiKey: 'any', baseURL: origin, maxRetries: 0 });
const messages = [{ role: 'user' as const, content: '你好' }];
const given = { model: 'm', max_tokens: 100, messages };

/** The ways to ask a model, by the package that asks. */
const ask: Readonly<Record<string, (abortSignal: AbortSignal) => StreamSource | Promise<StreamSource>>> = {
  ai: (abortSignal) => {
    const provider = createOpenAICompatible({ name: 'any', baseURL: origin });
    return streamText({
      model: provider('m'),
      prompt: '你好',
      abortSignal,
      maxRetries: 0,
      onError: () => undefined,
    });
  },
  'openai, chat': () => openai().chat.completions.create({ ...given, stream: true }),
  'openai, responses': () => openai().responses.create({ model: 'm', input: '你好', stream: true }),
  '@anthropic-ai/sdk, create': () => anthropic().messages.create({ ...given, stream: true }),
  '@anthropic-ai/sdk, stream': () => anthropic().messages.stream(given),
  fetch: () => fetch(origin, { method: 'POST', body: '{}' }),
};

/** What the user reads. */
async function answered(how: string): Promise<unknown> {
  const { wx, wechat } = bot({ onError: (error) => `onError: ${String(error)}` });
  wx.text(async ({ signal }) => reply.stream(await ask[how]!(signal)));
  const seen = await wechat.user('alice').says('你好');
  return seen.reply?.MsgType === 'text' ? seen.reply.Content : seen.reply;
}

describe('reply.stream', () => {
  it.each([
    ['ai', 'chat'],
    ['ai', 'chat-reasoning'],
    ['ai', 'chat-thoughts'],
    ['openai, chat', 'chat'],
    ['openai, chat', 'chat-reasoning'],
    ['openai, chat', 'chat-thoughts'],
    ['openai, responses', 'responses'],
    ['@anthropic-ai/sdk, create', 'messages'],
    ['@anthropic-ai/sdk, stream', 'messages'],
    ['fetch', 'chat'],
    ['fetch', 'chat-reasoning'],
    ['fetch', 'responses'],
    ['fetch', 'messages'],
    ['fetch', 'dify'],
  ])('says what %s streams: %s', async (how, name) => {
    plays = { name };
    expect(await answered(how)).toBe('你好，世界。');
  });

  it.each([
    ['ai', 'status 500'],
    ['ai', 'chat-empty'],
    ['openai, chat', 'status 500'],
    ['openai, chat', 'chat-empty'],
    ['openai, responses', 'responses-error'],
    ['@anthropic-ai/sdk, create', 'messages-error'],
    ['@anthropic-ai/sdk, stream', 'messages-error'],
    ['fetch', 'status 500'],
    ['fetch', 'chat-empty'],
    ['fetch', 'responses-error'],
    ['fetch', 'messages-error'],
    ['fetch', 'dify-error'],
  ])('lets onError answer when %s fails: %s', async (how, name) => {
    plays = { name };
    expect(await answered(how)).toMatch(/^onError: /);
  });

  it.each(['ai', 'openai, chat', 'fetch'])('says that an answer of %s broke off', async (how) => {
    plays = { name: 'chat-error' };
    expect(await answered(how)).toBe('你好\n\n（回答中断）');
  });

  it.each(['ai', 'openai, chat', 'fetch'])(
    'ends what %s streams when nobody can receive more',
    async (how) => {
      plays = { name: 'chat', isEndless: true };
      const before = left;
      const { wx, wechat } = bot({ kind: 'personal', api: undefined });
      wx.text(async ({ signal }) => reply.stream(await ask[how]!(signal)));
      const { reply: seen } = await wechat.user('alice').says('你好');
      expect(seen).toMatchObject({ MsgType: 'text' });
      const until = performance.now() + 10_000;
      while (left === before && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 10));
      expect(left).toBe(before + 1);
    },
    20_000,
  );
});
