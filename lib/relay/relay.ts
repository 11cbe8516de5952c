import type { Request, RequestHandler, Response } from 'express';
import type { Api } from '../api/client';
import { MAX_SKEW_MS } from '../api/relay/exchange';
import { relayKeys, type RelayKeys } from '../api/relay/keys';
import { knownClient } from '../api/relay/known-clients';
import { writeAnswer } from '../api/relay/relayed-answer';
import { readQuestion } from '../api/relay/relayed-request';
import { seal, unseal } from '../cipher';
import {
  hashOf,
  keysOfSignature,
  MAX_RELAYED_BYTES,
  readClaim,
  RELAY_HEADER,
  type RelayClaim,
} from '../api/relay/signature';
import { systemClock, type Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger, quietLog, type Logger } from '../logger';
import { own } from '../own';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { checkStore } from '../store/store-check';
import { checkNames } from '../unknown-name';
import { readAllow } from './allow';
import { createAnswering } from './answering';
import { readBody } from './body';
import { createNonces } from './nonces';
import { createRate } from './rate';

/** Settings of `relay`. */
export interface RelayOptions {
  /**
   * The same as for followers, 16 characters or more. Of several, all are accepted: to change it, add the new
   * one first.
   */
  readonly secret: string | readonly string[];
  /**
   * What followers may call: `'user.*'`, `'customerMessage.send'`, `'/cgi-bin/…'` for a path without a
   * function, `'*'` for all, `'read-only'`, and `'token'`, which hands out the access token itself, for
   * `follow()`. Default: `['read-only']`. Never: what gives credentials.
   */
  readonly allow?: readonly string[] | undefined;
  /** Most calls of one follower in a minute. Default 60. */
  readonly rate?: number | undefined;
  /**
   * Where requests are remembered for two minutes, so that none is taken twice; `redisStore(ioredis)` where
   * production has several processes. Default: `memoryStore()`.
   */
  readonly store?: Pick<Store, 'turns'> | undefined;
  /** Gets a line per call, as `info` where there is such a method, else as `warn`. Default: the console. */
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
}

const NAMES: Readonly<Record<keyof RelayOptions, true>> = {
  secret: true,
  allow: true,
  rate: true,
  store: true,
  logger: true,
  clock: true,
};

/** Milliseconds a body may take to arrive. */
const BODY_WITHIN_MS = 30_000;

/**
 * Lets programs elsewhere call WeChat through this one, which has the AppSecret and an address that WeChat
 * knows: `app.use('/wechat/relay', relay(wx.api, { secret, allow }))`. There:
 * `createApi({ appId, relay: { url, secret } })`. A request is believed when it was signed with the secret
 * within a minute, and has not been seen before; everything else gets the same 403.
 *
 * @throws {ConfigError} A setting is missing, unknown or out of its range.
 * @example
 * const secret = process.env.RELAY_SECRET!;
 * app.use('/wechat/relay', relay(wx.api, { secret, allow: ['read-only', 'customerMessage.send'] }));
 */
export function relay(api: Api, options: RelayOptions): RequestHandler {
  const settings = readOptions(api, options);
  const { keys, clock, logger, permission } = settings;
  const rate = createRate(settings.rate, clock);
  const known = knownClient(api);
  const nonces = createNonces(settings.store.turns, known?.appId ?? 'relay', clock);
  const answerTo = createAnswering({ api, known, permission, rate, clock, logger });
  const logQuietly = quietLog(logger, clock);

  async function prove(req: Request): Promise<Proven> {
    const signed = readClaim(req.headers[RELAY_HEADER], {
      method: req.method,
      path: pathOf(req.originalUrl),
      bodyLength: req.headers['content-length'] ?? '',
    });
    if (signed === undefined) throw new DistrustError('no-claim', 'it is not one of a follower');
    const { claim, signature } = signed;
    const found = keysOfSignature(claim, signature, keys);
    if (found === undefined)
      throw new DistrustError(
        'signature',
        'its signature is not one by "secret" for this address, method and length',
      );
    const { follower } = claim;
    const skew = clock.now() - Number(claim.timestamp);
    if (Math.abs(skew) > MAX_SKEW_MS)
      throw new DistrustError(
        'stale',
        `its time differs by ${Math.round(Math.abs(skew) / 1000)} s from ours`,
        follower,
      );
    if (Number(claim.bodyLength) > MAX_RELAYED_BYTES)
      throw new DistrustError('too-large', 'its body is too large', follower);
    const body = await readBody(req, Number(claim.bodyLength), clock, BODY_WITHIN_MS);
    if (body === undefined || hashOf(body) !== claim.bodyHash)
      throw new DistrustError('body', 'its body is not the one that was signed', follower);
    if (!(await nonces.isFirst(claim.nonce, Number(claim.timestamp))))
      throw new DistrustError('replayed', 'it has been here before, or may have been', follower);
    return { claim, keys: found, body };
  }

  async function handle(req: Request, res: Response): Promise<void> {
    const { claim, keys, body } = await prove(req);
    const opened = unseal(keys.request, claim.nonce, body);
    const question = opened && readQuestion(opened);
    if (question === undefined) throw new DistrustError('body', 'its body cannot be read', claim.follower);
    const gone = new AbortController();
    res.on('close', () => gone.abort(new Error('The follower waits no more.')));
    const answer = await answerTo(question, claim.follower, gone.signal);
    send(res, seal(keys.answer, claim.nonce, writeAnswer(answer)));
  }

  return (req, res, next) => {
    if (pathOf(req.url) !== '/') {
      next();
      return;
    }
    handle(req, res).catch((error: unknown) => {
      if (error instanceof ConfigError) {
        next(error);
        return;
      }
      const distrust =
        error instanceof DistrustError
          ? error
          : new DistrustError('store', 'the store cannot say whether it is new');
      const { code, follower, message } = distrust;
      // Anybody can cause these lines.
      logQuietly(
        'warn',
        { event: 'relay-refused', code, follower },
        `The relay refused a request: ${message}.`,
      );
      refuse(res, clock);
    });
  };
}

interface Proven {
  readonly claim: RelayClaim;
  readonly keys: RelayKeys;
  readonly body: Buffer;
}

/** Why a request is not believed. The requester is not told. */
class DistrustError extends Error {
  constructor(
    readonly code: 'no-claim' | 'signature' | 'stale' | 'too-large' | 'body' | 'replayed' | 'store',
    message: string,
    readonly follower?: string,
  ) {
    super(message);
    this.name = 'DistrustError';
  }
}

function readOptions(api: Api, given: RelayOptions) {
  if (typeof (api as Partial<Api> | undefined)?.request !== 'function')
    throw new ConfigError('relay() needs the API of an account: relay(wx.api, { secret }).');
  if (typeof (given as unknown) !== 'object' || !(given as unknown))
    throw new ConfigError('relay() needs an object of settings: relay(wx.api, { secret }).');
  checkNames('relay()', given, NAMES);
  const { secret, allow, rate = 60, clock = systemClock, logger = consoleLogger, store } = own(given);
  checkStore(store, 'turns');
  if (!Number.isInteger(rate) || rate < 1)
    throw new ConfigError('relay(): "rate" is a whole number of 1 or more.');
  return {
    keys: relayKeys(secret, 'relay()'),
    permission: readAllow(allow),
    rate,
    clock,
    logger,
    store: store ?? memoryStore(clock),
  };
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

function send(res: Response, body: Buffer): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  res.end(body);
}

/** The same for every reason. The date lets a follower see that its clock is wrong. */
function refuse(res: Response, clock: Clock): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(403, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': 9,
    Date: new Date(clock.now()).toUTCString(),
  });
  res.end('Forbidden');
}
