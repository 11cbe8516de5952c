import type { Api } from '../../lib/api/client';
import type { Transport } from '../../lib/api/transport';
import { maySend } from '../../lib/api/refused-now';
import { readConfig } from '../../lib/config';
import type { WeChatConfig } from '../../lib/config';
import { runHandlers } from '../../lib/inbound/answer';
import type { DeliveryStats } from '../../lib/inbound/delivery';
import { identityOf } from '../../lib/inbound/identity';
import { createMiddleware } from '../../lib/inbound/middleware';
import type { Outcome } from '../../lib/inbound/outcome';
import { createContext } from '../../lib/router/context';
import { memoryStore } from '../../lib/store/memory';
import type { Context, Handler, Message } from 'offiaccount';
import type { SeenMessage } from 'offiaccount/testing';
import { movedClock } from './clock';

const CUT = 5000;
const DELIVERIES = 3;
const CUSTOM_SEND = '/cgi-bin/message/custom/send';

/** A bot that is handed messages as they are after they were proven genuine and read. */
export interface DirectBot {
  deliver(
    message: Message,
    age: number,
    settle: (outcome: Outcome | undefined) => void,
    connection?: Connection,
  ): Connection;
  close(): Promise<void>;
  stats(): DeliveryStats;
}

/** A connection as far as a delivery knows of it. */
export class Connection {
  destroyed = false;
  destroy(): void {
    this.destroyed = true;
  }
}

/** What the middleware has between reading a message and writing its answer. */
export function directBot(handler: Handler, config: WeChatConfig): DirectBot {
  const settings = readConfig(config);
  const { clock, logger, store, onError, api } = settings;
  const getApi = (): Api => {
    if (api === undefined) throw new Error('This bot has no API.');
    return api;
  };
  const dispatch = async (ctx: Context) => handler(ctx, () => Promise.resolve(undefined));
  const { deliveries } = createMiddleware(settings, {
    dispatch,
    getApi,
    maySend,
    store: (store ?? memoryStore(clock)).deliveries,
    own: memoryStore(clock).deliveries,
  });
  return {
    deliver(message, age, settle, connection = new Connection()) {
      const delivery = {
        identity: identityOf(message),
        user: message.FromUserName,
        arrived: clock.monotonic(),
        age,
        connection,
        large: JSON.stringify(message).length > 2048,
      };
      deliveries.deliver(
        delivery,
        (run) => createContext(message, run, getApi, settings),
        (run) => runHandlers(dispatch, run.open(), logger, onError),
        settle,
      );
      return connection;
    },
    close: () => deliveries.close(10_000),
    stats: () => deliveries.stats(),
  };
}

/** WeChat in the same process, without a wire, on a clock that stands still until it is moved. */
export function directWeChat(deliver: DirectBot['deliver']) {
  const moved = movedClock();
  const clock = { ...moved, pause: () => () => undefined };
  const seen = new Map<string, SeenMessage[]>();
  const calls: { readonly path: string }[] = [];
  const failures = new Map<string, object>();
  const see = (openid: string, message: SeenMessage): void =>
    void seen.set(openid, [...(seen.get(openid) ?? []), message]);
  let count = 0;
  let lost = 0;

  /** Tells when WeChat has its answer, or has cut the connection. */
  const attempt = (message: Message): Promise<{ readonly outcome?: Outcome; readonly ms: number }> => {
    const began = moved.monotonic();
    return new Promise((resolve) => {
      const age = Math.floor(moved.now() / 1000) * 1000 - message.CreateTime * 1000;
      const end = (outcome?: Outcome): void =>
        resolve({ ...(outcome && { outcome }), ms: moved.monotonic() - began });
      const cut = moved.setTimeout(() => {
        connection.destroy();
        end();
      }, CUT);
      const connection = deliver(message, age, (outcome) => {
        if (outcome === undefined) return;
        moved.clearTimeout(cut);
        end(lost-- > 0 ? undefined : outcome);
      });
    });
  };

  async function push(openid: string, fields: object) {
    const now = Math.floor(moved.now() / 1000);
    const MsgId = String(2 ** 40 + count++);
    const header = { ToUserName: 'gh_3f1c9a7be204', FromUserName: openid, CreateTime: now, MsgId };
    // As the wire would bring it.
    const message = { ...header, MsgType: 'text', ...fields } as Message;
    const deliveries: { readonly ms: number; readonly cut: boolean; readonly status: number | undefined }[] =
      [];
    while (deliveries.length < DELIVERIES) {
      const { outcome, ms } = await attempt(message);
      deliveries.push({ ms, cut: outcome === undefined, status: outcome && 200 });
      if (outcome === undefined) continue;
      if (outcome.reply === undefined) return { outcome: 'silent', deliveries } as const;
      see(openid, outcome.reply);
      return { outcome: 'replied', reply: outcome.reply, deliveries } as const;
    }
    see(openid, { MsgType: 'system', Content: '该公众号提供的服务出现故障，请稍后再试' });
    return { outcome: 'service-unavailable', deliveries } as const;
  }

  /** Answers as WeChat's API does. */
  const transport: Transport = async ({ url, body }) => {
    const { pathname: path } = new URL(url);
    calls.push({ path });
    const failure = failures.get(path);
    if (failure === undefined && path === CUSTOM_SEND) {
      const { touser, text } = JSON.parse(String(body)) as { touser: string; text: { content: string } };
      see(touser, { MsgType: 'text', Content: text.content, via: 'customer-service' });
    }
    const token = path.endsWith('token') && { access_token: 'ACCESS_TOKEN', expires_in: 7200 };
    const answer = JSON.stringify(failure ?? (token || { errcode: 0, errmsg: 'ok' }));
    return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(answer) });
  };

  return {
    clock,
    transport,
    api: {
      calls,
      fail: (path: string, answer: object): void => void failures.set(path, answer),
    },
    disturb: (_fault: 'lost-answer', { times }: { readonly times: number }) => (lost = times),
    user: (openid: string) => ({
      says: (Content: string) => push(openid, { Content }),
      sends: (MsgType: string, fields: object) => push(openid, { MsgType, ...fields }),
      clicks: (EventKey: string) =>
        push(openid, { MsgType: 'event', Event: 'CLICK', EventKey, MsgId: undefined }),
      sees: () => seen.get(openid) ?? [],
    }),
    close: (): Promise<void> => Promise.resolve(),
  };
}
