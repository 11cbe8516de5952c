import express from 'express';
import type { RequestHandler } from 'express';
import { wechat } from 'offiaccount';
import type { Store, WeChat } from 'offiaccount';
import type { MovableClock } from 'offiaccount/testing';
import { play, settings } from './accounts';

const logger = { warn: () => undefined, error: () => undefined };

/** Bots of two processes behind one address, with one store; `build` adds the handlers, `own` is the store as that process has it. */
export function startProcesses(
  store: Store,
  clock: MovableClock,
  build: (wx: WeChat, n: number, own: Store) => void,
) {
  const app = express();
  const simulator = play(app, { clock });
  const isDead = [false, false];
  /** The process and the attempt of each start of the handlers. */
  const starts: string[] = [];
  let at = 0;

  const processes = isDead.map((_, n): RequestHandler => {
    // What a dead process asks is never answered.
    const mortal = <T extends object>(port: T): T =>
      new Proxy(port, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return (...all: unknown[]): unknown =>
            isDead[n] === true ? new Promise(() => undefined) : (method.apply(target, all) as unknown);
        },
      });
    const { deliveries, sessions, turns } = store;
    const own = {
      ...store,
      deliveries: mortal(deliveries),
      sessions: mortal(sessions),
      turns: mortal(turns),
    };
    const wx = wechat({ ...settings.clear, logger, clock, store: own });
    wx.use((ctx, next) => {
      starts.push(`${n}:${ctx.attempt}`);
      return next();
    });
    build(wx, n, own);
    return wx;
  });
  app.use((req, res, next) => void processes[at]!(req, res, next));

  return {
    ...{ simulator, clock, starts, alice: simulator.user('alice') },
    /** Which process gets what comes from now on. */
    route: (n: number) => void (at = n),
    /** Ends a process, as far as others can see. */
    crash: (n: number) => void (isDead[n] = true),
  };
}
