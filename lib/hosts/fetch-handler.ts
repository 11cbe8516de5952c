import type { RequestHandler } from 'express';
import { ConfigError } from '../errors';
import { factsOf, freezingHost, frozenWords, mayContinue } from '../host-facts';
import { checkNames } from '../unknown-name';
import { FetchedResponse, readRequest } from './fetch-exchange';
import { whenIdle } from './idle';
import { checkReceiving, type Receiving } from './receiving';

/** Lets work go on after the answer, as hosts of functions offer it. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Settings of `fetchHandler`. */
export interface FetchOptions {
  /**
   * The host's own: of `@vercel/functions`, or `(work) => after(() => work)` of Next.js. Late answers and what `ctx.after` began then
   * go on after the answer. Where it comes with each request, give it to the handler instead: `POST(request, { waitUntil })`.
   */
  readonly waitUntil?: WaitUntil | undefined;
}

/** What a host passes along with a request; Cloudflare's execution context, for example. */
export interface FetchContext {
  readonly waitUntil?: unknown;
}

/** Answers requests of fetch. */
export interface FetchHandler {
  readonly GET: (request: Request, context?: FetchContext) => Promise<Response>;
  readonly POST: (request: Request, context?: FetchContext) => Promise<Response>;
}

const NAMES: Readonly<Record<keyof FetchOptions, true>> = { waitUntil: true };

/**
 * The middleware for requests of fetch: route handlers of Next.js, Hono, Bun, Deno. `GET` answers the check of the address, `POST`
 * receives pushes; each takes every method. All that comes to the handler is taken for WeChat's.
 *
 * @throws {ConfigError} A setting is unknown, or the host stops programs once they have answered and `late` says that something is sent then.
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
    // Told while the request is there: later, hosts take no more.
    wait?.(response.then(() => whenIdle(wx)).catch(() => undefined));
    return response;
  };
  return { GET: handle, POST: handle };
}

function waitUntilOf(context: FetchContext | undefined): WaitUntil | undefined {
  const given = context?.waitUntil;
  // A method of the host's, which may want its own object.
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
    const res = new FetchedResponse(resolve);
    const { signal } = request;
    const gone = () => void res.destroy();
    signal.addEventListener('abort', gone, { once: true });
    res.once('close', () => signal.removeEventListener('abort', gone));
    if (signal.aborted) gone();
    // The middleware uses nothing else of a request: spec/hosts.
    const [expressRequest, expressResponse] = [req, res] as unknown as Parameters<RequestHandler>;
    void wx(expressRequest, expressResponse, (error?: unknown) => {
      if (error === undefined) resolve(new Response(null, { status: 404 }));
      else reject(error instanceof Error ? error : new Error('The middleware failed.', { cause: error }));
    });
  });
}
