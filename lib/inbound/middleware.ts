import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Api } from '../api/client';
import type { Settings } from '../config';
import { diagnostics } from '../diagnostics';
import { ConfigError, ParseError } from '../errors';
import { printable } from '../logger';
import type { Reply } from '../model/replies';
import { createContext } from '../router/context';
import type { Answer, Context } from '../router/context';
import { logCut } from '../router/log-cut';
import type { DeliveryStore } from '../store/deliveries';
import { runHandlers, toReply } from './answer';
import { authenticateQuery } from './authenticate';
import { readBody } from './body';
import { createDeadlines } from './deadlines';
import { createDeliveries } from './delivery';
import type { Deliveries } from './delivery';
import { identityOf } from './identity';
import { parsePush } from './parse';
import type { Push } from './parse';
import { readQuery } from './query';
import { createRefusalLog, refusalStatus, refuse, Unacceptable } from './refusal';
import { respond, sendText } from './respond';

/** Text that a browser or a script could do nothing with; WeChat's own are digits. */
const ECHOSTR = /^[A-Za-z0-9_=+/-]{1,128}$/;
/** Milliseconds a body may take to arrive; WeChat's arrive with the headers. */
const BODY_WITHIN = 3000;
/** Characters of a body of which a piece may keep the rest in memory; the largest real push known has 1,600. */
const SMALL = 2048;
const SIGNED = /[?&](?:msg_)?signature\b/;

/** What the middleware is wired to. */
export interface Parts {
  readonly dispatch: (ctx: Context) => Promise<Answer>;
  readonly getApi: () => Api;
  readonly store: DeliveryStore;
  /** This process's own memory, for when the store is away. */
  readonly own: DeliveryStore;
}

/** The way of a request through the stages. */
export function createMiddleware(
  settings: Settings,
  { dispatch, getApi, store, own }: Parts,
): { handle: RequestHandler; deliveries: Deliveries } {
  const { clock, logger, bodyLimit, appId, late, onError, onLate } = settings;
  const deadlines = createDeadlines(clock);
  const deliveries = createDeliveries({
    account: appId,
    clock,
    logger,
    deadlines,
    store,
    own,
    late,
    canSend: settings.api !== undefined || settings.appSecret !== undefined,
    placeholder: placeholderOf(settings),
    onLate,
  });
  const logRefusal = createRefusalLog(logger, clock);

  async function receive(req: Request, res: Response, url: string, arrived: number): Promise<void> {
    const { method } = req;
    const isPush = method === 'POST';
    if (!isPush && method !== 'GET' && method !== 'HEAD') throw new Unacceptable(405, 'method');
    const query = readQuery(url);
    const parts = authenticateQuery(query, settings);
    if (!isPush) {
      if (query.echostr === undefined || !ECHOSTR.test(query.echostr))
        throw new ParseError('The "echostr" is missing or malformed.');
      if (!res.headersSent) sendText(res, query.echostr);
      return;
    }
    const body = await readBody(req, { limit: bodyLimit, by: arrived + BODY_WITHIN, deadlines });
    const push = parsePush(body, query, parts, settings);
    const { message } = push;
    const delivery = {
      identity: identityOf(message),
      arrived,
      age: (Number(parts.timestamp) - message.CreateTime) * 1000,
      connection: res,
      large: typeof body !== 'string' || body.length > SMALL,
    };
    if (diagnostics.push.wanted) publishAccepted(push, delivery.identity, clock.monotonic() - arrived);
    deliveries.deliver(
      delivery,
      (run) => createContext(message, run, getApi, settings),
      (run) => runHandlers(dispatch, run.open(), logger, onError),
      (outcome) => {
        if (outcome !== undefined) answer(res, push, parts.nonce, outcome.reply);
      },
    );
  }

  function answer(res: Response, push: Push, nonce: string, reply: Reply | undefined): void {
    const options = { nonce, appId, now: clock.now() };
    try {
      respond(res, push, reply, options);
    } catch (error) {
      // Something else has answered; Node refuses to do so twice.
      if (res.headersSent) return;
      // A handler in JavaScript may have built it by hand. The push was genuine all the same.
      logger.error({ event: 'reply-failed', err: error }, 'A reply could not be written.');
      respond(res, push, undefined, options);
    }
  }

  const handle: RequestHandler = (req, res, next) => {
    // Express makes every access to a request or response slow, so each is made once.
    const { url } = req;
    if (!isOurs(url, req, next)) {
      next();
      return;
    }
    const arrived = clock.monotonic();
    receive(req, res, url, arrived).catch((error: unknown) => {
      const status = refusalStatus(error);
      if (status === undefined) {
        next(error);
        return;
      }
      if (error instanceof Error) {
        if (status !== 0) logRefusal(error, status, req);
        if (diagnostics.push.wanted)
          diagnostics.push.publish({
            outcome: 'refused',
            status,
            reason: error.message,
            ms: clock.monotonic() - arrived,
          });
      }
      refuse(res, status);
    });
  };
  return { handle, deliveries };
}

function publishAccepted({ message, format, replyKeys }: Push, deliveryId: string, ms: number): void {
  const { MsgType } = message;
  diagnostics.push.publish({
    outcome: 'accepted',
    format,
    encrypted: replyKeys !== undefined,
    MsgType: printable(MsgType),
    ...(message.MsgType === 'event' && { Event: printable(message.Event) }),
    deliveryId,
    ms,
  });
}

/** @throws {ConfigError} It is no reply. */
function placeholderOf({ placeholder, logger }: Settings): ReturnType<typeof toReply> {
  try {
    const reply = toReply(placeholder, { MsgType: 'text' });
    logCut(logger, reply, { setting: 'placeholder' });
    return reply;
  } catch (cause) {
    const reason = cause instanceof ConfigError ? ` ${cause.message}` : '';
    throw new ConfigError(`"placeholder" must be text, or a reply that answers a message.${reason}`, {
      cause,
    });
  }
}

/**
 * What comes to the very path is ours. Below it only what is signed: so that an app with wechat() at its root keeps
 * its other pages. A route that called us hands us a `next` of its own; one that has ended is still on the request.
 */
const isOurs = (url: string, req: Request, next: NextFunction): boolean =>
  url === '/' || url.startsWith('/?') || (req.route !== undefined && req.next !== next) || SIGNED.test(url);
