import type { RequestHandler } from 'express';
import { ConfigError } from '../errors';
import { factsOf, freezingHost, frozenWords, mayContinue } from '../host-facts';
import { checkNames } from '../unknown-name';
import { FetchedResponse, readRequest } from './fetch-exchange';
import { whenIdle } from './idle';
import { checkReceiving, type Receiving } from './receiving';

/** Lets work continue after the response, as hosts of functions offer it. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Settings of `fetchHandler`. */
export interface FetchOptions {
  /**
   * The host's function: from `@vercel/functions`, or `(work) => after(() => work)` in Next.js. It lets late
   * answers and the work of `ctx.after` continue after the response. If the host passes it with each request,
   * give it to the handler instead: `POST(request, { waitUntil })`.
   */
  readonly waitUntil?: WaitUntil | undefined;
}

/** The second argument that a host passes, such as Cloudflare's execution context. */
export interface FetchContext {
  readonly waitUntil?: unknown;
}

/** Handles requests of fetch. */
export interface FetchHandler {
  readonly GET: (request: Request, context?: FetchContext) => Promise<Response>;
  readonly POST: (request: Request, context?: FetchContext) => Promise<Response>;
}

const NAMES: Readonly<Record<keyof FetchOptions, true>> = { waitUntil: true };

/**
 * The middleware for requests of fetch: route handlers of Next.js, Hono, Bun, Deno. `GET` answers the check
 * of the address, `POST` receives pushes; each accepts every method. Every request to the handler counts as a
 * request of WeChat.
 *
 * @throws {ConfigError} A setting is unknown, or the host stops programs after the response and `late` sends
 * something then.
 * @example
 * const wx = wechat({ appId: 'wx1', token: 'token' });
 * export const { GET, POST } = fetchHandler(wx);
 */
export function fetchHandler(wx: Receiving, options: FetchOptions = {}): FetchHandler {
  checkReceiving(wx, 'fetchHandler');
  checkNames('fetchHandler()', options, NAMES);
  const { waitUntil } = options;
  if (waitUntil !== undefined && typeof waitUntil !== 'function')
    throw new ConfigError('fetchHandler(): "waitUntil" must be a function.');
  const host = freezingHost(process.env);
  if (host !== undefined && waitUntil === undefined && factsOf(wx)?.late === 'ack-then-send')
    throw new ConfigError(frozenWords(host));

  const handle = (request: Request, context?: FetchContext): Promise<Response> => {
    const wait = waitUntil ?? waitUntilOf(context);
    const response = answer(wx, request, wait !== undefined);
    // Hosts accept this call only while the request is open.
    wait?.(response.then(() => whenIdle(wx)).catch(() => undefined));
    return response;
  };
  return { GET: handle, POST: handle };
}

function waitUntilOf(context: FetchContext | undefined): WaitUntil | undefined {
  const given = context?.waitUntil;
  // This is a method of the host and may need its own object as `this`.
  if (typeof given !== 'function') return undefined;
  const wait = given as WaitUntil;
  return (work) => {
    wait.call(context, work);
  };
}

async function answer(wx: Receiving, request: Request, goesOn: boolean): Promise<Response> {
  const req = await readRequest(request);
  if (req === undefined) return new Response('request timeout', { status: 408 });
  if (goesOn) mayContinue(req);
  return new Promise((resolve, reject) => {
    const res = new FetchedResponse(request, resolve);
    // The middleware uses nothing else of a request: spec/hosts.
    const [expressRequest, expressResponse] = [req, res] as unknown as Parameters<RequestHandler>;
    void wx(expressRequest, expressResponse, (error?: unknown) => {
      res.over();
      if (error === undefined) resolve(new Response(null, { status: 404 }));
      else reject(error instanceof Error ? error : new Error('The middleware failed.', { cause: error }));
    });
  });
}
