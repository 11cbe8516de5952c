import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Socket } from 'node:net';
import type { Api } from '../api/client';
import type { Settings } from '../config';
import { ConfigError } from '../errors';
import { freezingHost, frozenWords, isContinuing } from '../host-facts';
import type { Message } from '../model/message';
import { createContext } from '../router/context';
import type { Answer, Context } from '../router/context';
import { rememberFor } from '../store/deliveries';
import type { DeliveryStore } from '../store/deliveries';
import type { Account, Proven } from './account';
import type { Admit, Recipient } from './admission';
import { followAdmission } from './admitted';
import { PLAIN, runHandlers } from './answer';
import type { Answers } from './answer';
import { createDeadlines } from './deadlines';
import { createDeliveries } from './delivery';
import type { Deliveries } from './delivery';
import { echo } from './echo';
import { canLook, destroyIfLeft } from './left-connection';
import { isOurs } from './ours';
import type { Push } from './parse';
import { readPlaceholder } from './placeholder';
import { createProof } from './prove';
import { createReception } from './reception';
import { createRefuse } from './refuse';
import { answerCheck, createRespond } from './respond';
import { REPEATED_AGE } from './waiter';
import type { Delivery, Settle } from './waiter';

/** The parts of the middleware. */
export interface Parts {
  readonly dispatch: (ctx: Context) => Promise<Answer>;
  readonly getApi: () => Api;
  /** Tells whether customer-service messages may be sent, as far as is known. */
  readonly maySend: (ctx: Context) => boolean;
  readonly store: DeliveryStore;
  /** This process's own memory, for the time when the store is unreachable. */
  readonly own: DeliveryStore;
  /** Turns answers into messages. By default they stay unchanged. */
  readonly answers?: Answers;
  /** Finds the receiver of a push, if it is not always the same account. */
  readonly admit?: Admit;
}

/** Requests that one account has proven and passed on to another. */
const onTheWay = new WeakMap<object, Proven>();

/** Leads a request through the stages, one file each. */
export function createMiddleware(
  settings: Settings,
  { dispatch, getApi, maySend, store, own, admit, answers = PLAIN }: Parts,
): { handle: RequestHandler; deliveries: Deliveries; account: Account } {
  const { clock, logger, appId, onError, texts } = settings;
  const account: Account = { settings };
  const always: Recipient = { appId, getApi, dispatch };
  const deadlines = createDeadlines(clock);
  const deliveries = createDeliveries({
    ...{ account: appId, clock, logger, deadlines, store, own, maySend, answers },
    ...{ late: settings.late, onLate: settings.onLate, maxRun: settings.maxRun },
    remember: rememberFor(settings.maxAge),
    canSend: settings.api !== undefined || settings.appSecret !== undefined || admit !== undefined,
    placeholder: readPlaceholder(settings),
  });
  const prove = createProof(account, deadlines);
  const reception = createReception(settings);
  const respond = createRespond(settings);
  const refuse = createRefuse(settings);
  const freezing = settings.late === 'ack-then-send' ? freezingHost(process.env) : undefined;
  const note: Answers['note'] = (reply, ctx) => answers.note(reply, ctx);

  async function receive(req: Request, res: Response, next: NextFunction, url: string): Promise<void> {
    const handed = onTheWay.get(req);
    const arrived = handed?.arrived ?? clock.monotonic();
    try {
      const proven = handed ?? (await prove(req, url, arrived));
      if (proven.account !== account) {
        onTheWay.set(req, proven);
        next();
      } else if (proven.content === undefined) echo(res, url);
      else if (proven.content === 'container-check') answerCheck(res, 'success');
      else await answer(proven.content, proven, req, res);
    } catch (error) {
      refuse(error, arrived, req, res, next);
    }
  }

  function answer(push: Push, proven: Proven, { originalUrl }: Request, res: Response): void | Promise<void> {
    const { message } = push;
    const { nonce } = proven.parts;
    const delivery = reception.deliveryOf(push, proven, res);
    const settle: Settle = (outcome) => {
      if (outcome !== undefined) respond(res, push, nonce, outcome.reply);
    };
    const mayBeLeft = delivery.age >= REPEATED_AGE && canLook(delivery.connection);
    if (admit === undefined) {
      reception.accepted(push, delivery);
      if (mayBeLeft)
        return destroyIfLeft(delivery.connection).then(() => deliver(delivery, message, always, settle));
      deliver(delivery, message, always, settle);
      return;
    }
    const follow = (): Promise<void> =>
      followAdmission(admit(message, originalUrl), message, delivery, clock, {
        accepted: () => reception.accepted(push, delivery),
        deliver: (each, to) => deliver(each, message, to, settle),
        tell: (each, to) => deliver(each, message, to, () => undefined),
        acknowledge: () => respond(res, push, nonce, undefined),
      });
    return mayBeLeft ? destroyIfLeft(delivery.connection).then(follow) : follow();
  }

  function deliver(delivery: Delivery, message: Message, to: Recipient, settle: Settle): void {
    deliveries.deliver(
      delivery,
      (run) => createContext(message, run, to.getApi, { appId: to.appId, logger, texts, note }),
      (run) => runHandlers(to.dispatch, run.open(), logger, onError, answers),
      settle,
    );
  }

  const handle: RequestHandler = (req, res, next) => {
    // Every access to an Express request or response is slow, so each value is read once.
    const { url } = req;
    const handed = onTheWay.get(req);
    const isMine =
      handed === undefined
        ? isOurs(url, req, next, settings.cloudRun !== undefined)
        : handed.account === account;
    if (!isMine) next();
    else if (freezing !== undefined && !(res.socket instanceof Socket) && !isContinuing(req))
      next(new ConfigError(frozenWords(freezing)));
    else void receive(req, res, next, url);
  };
  return { handle, deliveries, account };
}
