import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Api } from '../api/client';
import type { Settings } from '../config';
import { ConfigError, ParseError } from '../errors';
import { createContext } from '../router/context';
import type { Answer, Context } from '../router/context';
import { runHandlers, toReply } from './answer';
import { authenticateQuery } from './authenticate';
import type { SignedParts } from './authenticate';
import { readBody } from './body';
import { createDeadlines } from './deadlines';
import { createDeliveries } from './delivery';
import type { Deliveries } from './delivery';
import { identityOf } from './identity';
import { parsePush } from './parse';
import { readQuery } from './query';
import type { SignedQuery } from './query';
import { createRefusalLog, refusalStatus, refuse, Unacceptable } from './refusal';
import { respond, sendText } from './respond';

/** Text that a browser or a script could do nothing with; WeChat's own are digits. */
const ECHOSTR = /^[A-Za-z0-9_=+/-]{1,128}$/;
/** Milliseconds a body may take to arrive; WeChat's arrive with the headers. */
const BODY_WITHIN = 3000;
/** Characters of a body of which a piece may keep the rest in memory; the largest real push known has 1,600. */
const SMALL = 2048;
const SIGNED = /[?&](?:msg_)?signature\b/;

/** The way of a request through the stages. */
export function createMiddleware(
  settings: Settings,
  dispatch: (ctx: Context) => Promise<Answer>,
  getApi: () => Api,
): { handle: RequestHandler; deliveries: Deliveries } {
  const { clock, logger, bodyLimit, appId, onError, onLate } = settings;
  const placeholder = placeholderOf(settings);
  const deadlines = createDeadlines(clock);
  const deliveries = createDeliveries({ clock, logger, deadlines, placeholder, onLate });
  const logRefusal = createRefusalLog(logger, clock);

  async function push(
    req: Request,
    res: Response,
    query: SignedQuery,
    parts: SignedParts,
    arrived: number,
  ): Promise<void> {
    const body = await readBody(req, { limit: bodyLimit, by: arrived + BODY_WITHIN, deadlines });
    const received = parsePush(body, query, parts, settings);
    const { message } = received;
    const delivery = {
      identity: identityOf(message),
      arrived,
      age: Number(parts.timestamp) * 1000 - message.CreateTime * 1000,
      connection: res,
      large: typeof body !== 'string' || body.length > SMALL,
    };
    const outcome = await deliveries.deliver(delivery, (run) => {
      run.context = createContext(message, run, getApi);
      return runHandlers(dispatch, run.context, logger, onError);
    });
    if (outcome === undefined) return;
    const options = { nonce: parts.nonce, appId, now: clock.now() };
    try {
      respond(res, received, outcome.reply, options);
    } catch (error) {
      // A handler in JavaScript may have built it by hand. The push was genuine all the same.
      logger.error({ event: 'reply-failed', err: error }, 'A reply could not be written.');
      respond(res, received, undefined, options);
    }
  }

  async function receive(req: Request, res: Response): Promise<void> {
    const arrived = clock.monotonic();
    const isPush = req.method === 'POST';
    if (!isPush && req.method !== 'GET' && req.method !== 'HEAD') throw new Unacceptable(405, 'method');
    const query = readQuery(req.url);
    const parts = authenticateQuery(query, settings);
    if (isPush) return push(req, res, query, parts, arrived);
    if (query.echostr === undefined || !ECHOSTR.test(query.echostr))
      throw new ParseError('The "echostr" is missing or malformed.');
    sendText(res, query.echostr);
  }

  const handle: RequestHandler = (req, res, next) => {
    if (!isOurs(req, next)) {
      next();
      return;
    }
    receive(req, res).catch((error: unknown) => {
      const status = refusalStatus(error);
      if (status === undefined) {
        next(error);
        return;
      }
      if (status !== 0 && error instanceof Error) logRefusal(error, status, req);
      refuse(res, status);
    });
  };
  return { handle, deliveries };
}

/** @throws {ConfigError} It is no reply. */
function placeholderOf({ placeholder }: Settings): ReturnType<typeof toReply> {
  try {
    return toReply(placeholder, { MsgType: 'text' });
  } catch (cause) {
    throw new ConfigError('"placeholder" must be text, or a reply that answers a message.', { cause });
  }
}

/**
 * What comes to the very path is ours. Below it only what is signed: so that an app with wechat() at its root keeps
 * its other pages. A route that called us hands us a `next` of its own; one that has ended is still on the request.
 */
const isOurs = (req: Request, next: NextFunction): boolean =>
  req.url === '/' ||
  req.url.startsWith('/?') ||
  (req.route !== undefined && req.next !== next) ||
  SIGNED.test(req.url);
