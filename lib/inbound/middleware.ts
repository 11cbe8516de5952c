import type { Request, RequestHandler, Response } from 'express';
import { Socket } from 'node:net';
import type { Api } from '../api/client';
import type { Settings } from '../config';
import { diagnostics } from '../diagnostics';
import { ConfigError, DecryptError, malformed, ParseError, SignatureError } from '../errors';
import { freezingHost, frozenWords, isContinuing } from '../host-facts';
import { printable } from '../logger';
import type { Message } from '../model/message';
import type { Reply } from '../model/replies';
import { createContext } from '../router/context';
import type { Answer, Context } from '../router/context';
import { logCut } from '../router/log-cut';
import type { DeliveryStore } from '../store/deliveries';
import { authenticate, proveQuery, provePush } from './account';
import type { Account, Doubt, Proven } from './account';
import type { Admission, Admit, Recipient } from './admission';
import { PLAIN, runHandlers, toReply } from './answer';
import type { Answers } from './answer';
import { readBody } from './body';
import { createDeadlines } from './deadlines';
import { createDeliveries } from './delivery';
import type { Deliveries } from './delivery';
import { identityOf } from './identity';
import { accountsAfter } from './neighbours';
import { isOurs } from './ours';
import { readContent } from './parse';
import type { Push } from './parse';
import { readQuery } from './query';
import type { SignedQuery } from './query';
import { createRefusalLog, Doubts, reasonOf, refusalStatus, refuse, Unacceptable } from './refusal';
import { respond, sendText } from './respond';
import { createSamples } from './samples';
import { endUnanswered } from './waiter';
import type { Connection, Delivery } from './waiter';

/** Text that a browser or a script could do nothing with; WeChat's own are digits. */
const ECHOSTR = /^[A-Za-z0-9_=+/-]{1,128}$/;
/** Milliseconds a body may take to arrive; WeChat's arrive with the headers. */
const BODY_WITHIN = 3000;
/** From this age on, a delivery is WeChat's last of its message, and answered while WeChat still waits. */
const LAST_AGE_MS = 9500;
const ADMIT_WITHIN_MS = 4500;
/** Characters of a body of which a piece may keep the rest in memory; the largest real push known has 1,600. */
const SMALL = 2048;

/** What the middleware is wired to. */
export interface Parts {
  readonly dispatch: (ctx: Context) => Promise<Answer>;
  readonly getApi: () => Api;
  /** Whether customer-service messages may be sent, as far as is known. */
  readonly maySend: (ctx: Context) => boolean;
  readonly store: DeliveryStore;
  /** This process's own memory, for when the store is away. */
  readonly own: DeliveryStore;
  /** What makes messages of answers; as they are by default. */
  readonly answers?: Answers;
  /** Whom a push is for, where it is not always the same account. */
  readonly admit?: Admit;
}

/** The way of a request through the stages. */
export function createMiddleware(
  settings: Settings,
  { dispatch, getApi, maySend, store, own, admit, answers = PLAIN }: Parts,
): { handle: RequestHandler; deliveries: Deliveries; account: Account } {
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
    canSend: settings.api !== undefined || settings.appSecret !== undefined || admit !== undefined,
    maySend,
    placeholder: placeholderOf(settings),
    onLate,
    maxRun: settings.maxRun,
    answers,
  });
  const note = (reply: Reply, ctx: Context) => answers.note(reply, ctx);
  const logRefusal = createRefusalLog(logger, clock);

  const account: Account = { settings };
  const freezing = late === 'ack-then-send' ? freezingHost(process.env) : undefined;
  const always: Recipient = { appId, getApi, dispatch };
  /** Messages with an id, as they came first, for when another comes under the same id. */
  const samples = createSamples(logger);
  let hasToldOfCopies = false;

  /** What a request proves. `undefined`: nothing is left to do. */
  async function prove(req: Request, url: string, arrived: number): Promise<Proven> {
    const { method } = req;
    const isPush = method === 'POST';
    if (!isPush && method !== 'GET' && method !== 'HEAD') throw new Unacceptable(405, 'method');
    const query = readQuery(url);
    let body: string | object | undefined;
    try {
      const parts = authenticate(query, req, settings);
      if (!isPush) return { account, parts, arrived };
      // Set by what is called while the body is read.
      let isShared = false as boolean;
      body = await readBody(req, {
        limit: bodyLimit,
        // What is too large for this account may be for another at the address, and can be read only once.
        otherLimit: () => {
          isShared = true;
          return largestLimit(proveQuery(query, req, accountsAfter(account, req), []));
        },
        by: arrived + BODY_WITHIN,
        deadlines,
      });
      if (isShared && typeof body === 'string' && Buffer.byteLength(body) > bodyLimit)
        throw new Unacceptable(413, 'body-too-large');
      return { account, parts, content: readContent(body, query, parts, settings), body, arrived };
    } catch (error) {
      const others = isDoubt(error, body) ? accountsAfter(account, req) : [];
      if (others.length === 0) throw error;
      return await proveForOthers(req, query, others, { account, error: error as Error }, { body, arrived });
    }
  }

  /** The same for the accounts that share the address with this one. */
  async function proveForOthers(
    req: Request,
    query: SignedQuery,
    others: readonly Account[],
    own: Doubt,
    { body, arrived }: { readonly body: string | object | undefined; readonly arrived: number },
  ): Promise<Proven> {
    const doubts = [own];
    const proven = proveQuery(query, req, others, doubts);
    const [first] = proven;
    if (first === undefined) throw new Doubts(doubts);
    if (req.method !== 'POST') return { ...first, arrived };
    const limit = largestLimit(proven);
    const sent = body ?? (await readBody(req, { limit, by: arrived + BODY_WITHIN, deadlines }));
    const found = provePush(sent, query, proven, doubts);
    if (found === undefined) throw new Doubts(doubts);
    // So that other body parsers in between let it be.
    if (typeof sent === 'string') Object.assign(req, { _body: true, body: sent, rawBody: sent });
    return { ...found, body: sent, arrived };
  }

  function receive(
    req: Request,
    res: Response,
    url: string,
    { parts, content: push, body, arrived }: Proven,
  ): void | Promise<void> {
    if (push === undefined) {
      const { echostr } = readQuery(url);
      if (echostr === undefined || !ECHOSTR.test(echostr)) throw malformed('echostr-malformed');
      if (!res.headersSent) sendText(res, echostr);
      return;
    }
    if (push === 'container-check') {
      if (!res.headersSent) sendText(res, 'success');
      return;
    }
    const { message } = push;
    if (push.isCompatible && !hasToldOfCopies) {
      hasToldOfCopies = true;
      logger.warn(
        { event: 'compatible', code: 'key-missing' },
        'Pushes come with encrypted copies (兼容模式), but are taken in clear, since "encodingAESKey" is missing among the settings of wechat(): anybody who sees one address can forge them. Set the key.',
      );
    }
    const identity = identityOf(message);
    const large = typeof body !== 'string' || body.length > SMALL;
    samples.compare(identity, message, large);
    const delivery = {
      identity,
      user: message.FromUserName,
      arrived,
      age: (Number(parts.timestamp) - message.CreateTime) * 1000,
      connection: res,
      large,
    };
    if (admit === undefined) {
      accepted(push, identity, arrived);
      deliver(delivery, message, always, (reply) => answer(res, push, parts.nonce, reply));
      return;
    }
    return admitted(admit(message, req.originalUrl), res, { parts, push, arrived }, delivery);
  }

  /** The same for a third-party platform, which has many accounts. */
  async function admitted(
    admitting: ReturnType<Admit>,
    res: Response,
    { parts, push, arrived }: Pick<Proven, 'parts' | 'arrived'> & { readonly push: Push },
    delivery: Delivery,
  ): Promise<void> {
    const { message } = push;
    const isLast = delivery.age >= LAST_AGE_MS;
    const admission = isLast ? await unlessLate(admitting, arrived) : await admitting;
    accepted(push, delivery.identity, arrived);
    if (admission.kind === 'leave') {
      // Nothing would come after the last one but a word to the user that the service is broken; of a notice no user knows.
      if (isLast && message.MsgType !== 'notice') answer(res, push, parts.nonce, undefined);
      else endUnanswered(res);
      return;
    }
    if (admission.kind === 'answer') {
      deliver(delivery, message, admission.to, (reply) => answer(res, push, parts.nonce, reply));
      return;
    }
    try {
      answer(res, push, parts.nonce, undefined);
      const to = await admission.to;
      // Answered already: to the handlers it is a delivery on which nobody waits.
      const apart = { ...delivery, arrived: clock.monotonic(), connection: NOBODY };
      if (to !== undefined) deliver(apart, message, to, () => undefined);
    } finally {
      admission.delivered?.();
    }
  }

  function unlessLate(admitting: ReturnType<Admit>, arrived: number): ReturnType<Admit> {
    let timer: unknown;
    const late = new Promise<Admission>((resolve) => {
      const left = Math.max(0, arrived + ADMIT_WITHIN_MS - clock.monotonic());
      timer = clock.setTimeout(() => resolve({ kind: 'leave' }), left);
    });
    return Promise.race([admitting, late]).finally(() => clock.clearTimeout(timer));
  }

  function deliver(
    delivery: Delivery,
    message: Message,
    to: Recipient,
    settle: (reply: Reply | undefined) => void,
  ): void {
    deliveries.deliver(
      delivery,
      (run) => createContext(message, run, to.getApi, { appId: to.appId, logger, note }),
      (run) => runHandlers(to.dispatch, run.open(), logger, onError, answers),
      (outcome) => {
        if (outcome !== undefined) settle(outcome.reply);
      },
    );
  }

  function accepted(push: Push, identity: string, arrived: number): void {
    if (diagnostics.push.wanted) publishAccepted(push, identity, clock.monotonic() - arrived);
  }

  function answer(res: Response, push: Push, nonce: string, reply: Reply | undefined): void {
    const isServed = settings.componentAppId !== undefined;
    const options = { nonce, receiveId: settings.receiveId, isServed, now: clock.now() };
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
    const handed = onTheWay.get(req);
    if (
      handed !== undefined
        ? handed.account !== account
        : !isOurs(url, req, next, settings.cloudRun !== undefined)
    ) {
      next();
      return;
    }
    if (freezing !== undefined && !(res.socket instanceof Socket) && !isContinuing(req)) {
      next(new ConfigError(frozenWords(freezing)));
      return;
    }
    const arrived = handed?.arrived ?? clock.monotonic();
    const found = handed === undefined ? prove(req, url, arrived) : Promise.resolve(handed);
    found
      .then((proven) => {
        if (proven.account === account) return receive(req, res, url, proven);
        onTheWay.set(req, proven);
        next();
        return undefined;
      })
      .catch((error: unknown) => {
        const status = refusalStatus(error);
        if (status === undefined) {
          next(error);
          return;
        }
        if (error instanceof Error) {
          const { message } = error;
          if (status !== 0)
            logRefusal(error, status, req, error instanceof Doubts ? error.accounts : undefined);
          if (diagnostics.push.wanted)
            diagnostics.push.publish({
              outcome: 'refused',
              status,
              code: reasonOf(error),
              reason: message,
              ms: clock.monotonic() - arrived,
            });
        }
        refuse(res, status);
      });
  };
  return { handle, deliveries, account };
}

/** The connection of a push that has been answered. */
const NOBODY: Connection = { destroyed: false, destroy: () => undefined };

/** Requests that one account has passed on to another, which has proven them already. */
const onTheWay = new WeakMap<object, Proven>();

const largestLimit = (proven: readonly { readonly account: Account }[]): number =>
  Math.max(0, ...proven.map(({ account }) => account.settings.bodyLimit));

/** Whether another account may think otherwise of the request: of one that is too large, if it was read all the same. */
const isDoubt = (error: unknown, body: unknown): boolean =>
  error instanceof SignatureError ||
  error instanceof DecryptError ||
  error instanceof ParseError ||
  (error instanceof Unacceptable && error.status === 413 && body !== undefined);

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
