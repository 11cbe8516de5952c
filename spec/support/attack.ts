import express5 from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import express4 from 'express4';
import { IncomingMessage, request, ServerResponse } from 'node:http';
import type { OutgoingHttpHeaders, Server } from 'node:http';
import { connect, Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { wechat } from 'offiaccount';
import type { Answer, Clock, Context, LogFields, Message, WeChat, WeChatConfig } from 'offiaccount';
import { systemClock } from '../../lib/clock';
import { account, push } from './push';
import type { PushParts } from './push';

/** The Express versions we promise to work on. */
export const expresses = [
  ['Express 5', express5],
  ['Express 4', express4],
] as const;

export const modes = ['clear', 'compatible', 'safe'] as const;
export type Mode = (typeof modes)[number];

/** The settings of an account in that mode. */
export const settingsFor = (mode: Mode): WeChatConfig => ({
  appId: account.appId,
  token: account.token,
  ...(mode !== 'clear' && { encodingAESKey: account.encodingAESKey }),
});

/** The clock of this machine, with a few things changed. */
export const clockWith = (changes: Partial<Clock>): Clock => ({ ...systemClock, ...changes });

/** A clock on which time goes by `factor` times as fast. */
export const fastClock = (factor: number): Clock =>
  clockWith({
    monotonic: () => systemClock.monotonic() * factor,
    setTimeout: (callback, ms) => systemClock.setTimeout(callback, ms / factor),
  });

export interface LogLine {
  readonly level: 'warn' | 'error';
  readonly fields: LogFields;
  readonly message: string;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  readonly ms: number;
}

export interface Request {
  method?: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** What is attacked. */
export interface TargetOptions {
  express?: typeof express5;
  mode?: Mode;
  config?: Partial<WeChatConfig>;
  queryParser?: 'simple' | 'extended';
  handler?: (ctx: Context) => Answer | Promise<Answer>;
  /** Puts `wx` into the app; default `app.use('/wechat', wx)`. */
  mount?: (app: Express, wx: WeChat, express: typeof express5) => void;
}

export interface Target {
  readonly port: number;
  readonly wx: WeChat;
  /** The messages that reached the handler. */
  readonly messages: readonly Message[];
  readonly lines: readonly LogLine[];
  /** The errors that reached the app. */
  readonly errors: readonly unknown[];
  send(request: Request): Promise<Response>;
  /** Posts a push to `/wechat`. */
  push(parts?: PushParts, request?: Request): Promise<Response>;
  /** Writes bytes to a connection; all that comes back until it is closed. */
  raw(...chunks: (string | Buffer | number)[]): Promise<string>;
}

const servers: Server[] = [];

/** Ends all targets; for `afterEach`. */
export async function closeTargets(): Promise<void> {
  for (const server of servers.splice(0)) {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}

/** Starts an app with `wechat()` in it, on a free port. */
export async function startTarget({
  express = express5,
  mode = 'clear',
  config,
  queryParser,
  handler = () => 'a reply',
  mount = (app, wx) => app.use('/wechat', wx),
}: TargetOptions = {}): Promise<Target> {
  const messages: Message[] = [];
  const lines: LogLine[] = [];
  const errors: unknown[] = [];
  const logger = {
    warn: (fields: LogFields, message: string) => lines.push({ level: 'warn', fields, message }),
    error: (fields: LogFields, message: string) => lines.push({ level: 'error', fields, message }),
  };
  const wx = wechat({ ...settingsFor(mode), logger, ...config }).use((ctx) => {
    messages.push(ctx.message);
    return handler(ctx);
  });
  const app = express();
  if (queryParser !== undefined) app.set('query parser', queryParser);
  mount(app, wx, express);
  app.use(((_req, res) => res.status(404).send('not found')) satisfies RequestHandler);
  // Express knows it by its four parameters.
  app.use(((error, _req, res, next) => {
    errors.push(error);
    if (res.headersSent) next();
    else res.status(500).send('error');
  }) satisfies ErrorRequestHandler);
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  const send = (sent: Request): Promise<Response> => sendTo(port, sent);
  return {
    port,
    wx,
    messages,
    lines,
    errors,
    send,
    push: (parts, over) => {
      const { query, body, headers } = push(parts);
      return send({ method: 'POST', path: `/wechat?${query}`, body, headers, ...over });
    },
    raw: (...chunks) => rawTo(port, chunks),
  };
}

function sendTo(port: number, { method = 'GET', path = '/', headers, body }: Request): Promise<Response> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers, agent: false, timeout: 8000 } as const;
    const req = request(options, (res) => {
      const chunks: Buffer[] = [];
      res
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: Buffer.concat(chunks).toString(),
            ms: performance.now() - started,
          }),
        );
    });
    req.on('timeout', () => req.destroy(new Error('No answer came.'))).on('error', reject);
    req.end(body);
  });
}

function rawTo(port: number, chunks: readonly (string | Buffer | number)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => void writeAll());
    const writeAll = async () => {
      for (const chunk of chunks) {
        // A number is a pause, in milliseconds.
        if (typeof chunk === 'number') await sleep(chunk);
        else if (!socket.destroyed) socket.write(chunk);
      }
    };
    socket
      .on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
      // The other side may close while we still write.
      .on('error', () => undefined)
      .on('close', () => resolve(answer))
      .setTimeout(8000, () => {
        socket.destroy();
        reject(new Error(`The connection was not closed. So far: ${answer.slice(0, 200)}`));
      });
  });
}

/** A whole HTTP response without the one header that changes by itself. */
export const withoutDate = (response: string): string => response.replace(/^Date: .*\r\n/m, '');

const BODIES: Readonly<Record<number, string>> = {
  400: 'bad request',
  403: 'forbidden',
  405: 'method not allowed',
  408: 'request timeout',
  413: 'payload too large',
  415: 'unsupported media type',
};

/** Expects a refusal that says nothing of its cause, and a log line that does, without a secret. */
export function expectRefused(target: Target, response: Response, status: number): void {
  expect({ status: response.status, body: response.body }).toEqual({ status, body: BODIES[status] });
  expect(response.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-length': String(BODIES[status]?.length),
  });
  expect(Object.keys(response.headers).filter((name) => !PLAIN.has(name))).toEqual(
    status === 405 ? ['allow'] : [],
  );
  expect(target.messages).toEqual([]);
  expect(target.errors).toEqual([]);
  expect(target.lines).toEqual([
    {
      level: 'warn',
      fields: {
        event: 'refused',
        status,
        code: expect.stringMatching(/^[a-z_-]+$/) as string,
        reason: expect.any(String) as string,
        path: expect.any(String) as string,
        ip: expect.any(String) as string,
      },
      message: expect.stringMatching(/^A request was refused: /) as string,
    },
  ]);
  expectNoSecrets(target.lines);
}

const PLAIN = new Set([
  'x-powered-by',
  'content-type',
  'x-content-type-options',
  'content-length',
  'connection',
  'keep-alive',
  'date',
]);

/** Expects that no line holds a secret, a whole signature or encrypted text, a control character, or a long value. */
export function expectNoSecrets(lines: readonly LogLine[]): void {
  const all = JSON.stringify(lines);
  expect(all).not.toContain(account.token);
  expect(all).not.toContain(account.encodingAESKey);
  for (const { fields, message } of lines) {
    for (const told of [message, fields.reason])
      expect(String(told)).not.toMatch(/[0-9a-f]{40}|[A-Za-z0-9+/]{44}/);

    for (const value of [message, ...Object.values(fields)]) expect(String(value)).not.toMatch(/\p{Cc}/u);
    for (const name of ['path', 'ip', 'openid', 'MsgType'])
      expect(String(fields[name]).length).toBeLessThanOrEqual(65);
  }
}

/** Sends a request to the middleware without a network: the same objects, on a socket that leads nowhere. */
export function sendInProcess(
  handler: RequestHandler,
  { method = 'POST', path = '/', headers = {}, body = '', parsed }: Request & { parsed?: object },
): Promise<{ status: number; body: string; error?: unknown }> {
  return new Promise((resolve) => {
    const req = new IncomingMessage(new Socket());
    Object.assign(req, { method, url: path, originalUrl: path, headers });
    Object.assign(req, { rawBody: undefined, body: parsed });
    req.push(body === '' ? null : body);
    if (body !== '') req.push(null);
    if (parsed !== undefined) req.resume();
    class Captured extends ServerResponse {
      override end(chunk?: unknown): this {
        resolve({ status: this.statusCode, body: String(chunk) });
        return this;
      }
    }
    const answer = new Captured(req);
    // What Express adds to the two is not used by the middleware, and not here.
    const call = (): unknown =>
      handler(
        req as Parameters<RequestHandler>[0],
        answer as unknown as Parameters<RequestHandler>[1],
        (error?: unknown) => resolve({ status: 0, body: '', error }),
      );
    if (parsed === undefined) call();
    else req.on('end', call);
  });
}
