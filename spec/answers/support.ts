import express from 'express';
import { createApi, wechat } from 'offiaccount';
import type { Api, WeChat, WeChatConfig } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { SeenMessage, SimulatedAccount, Simulator } from 'offiaccount/testing';
import { keptLogger } from '../support/api';

const account = { appId: 'wx9f1d2c3b4a5e6f70', token: 'any' };

/** A bot that may send, beside an offline WeChat, on one clock. */
export function bot(
  config: Partial<WeChatConfig> = {},
  over: Partial<SimulatedAccount> = {},
): {
  readonly wx: WeChat;
  readonly wechat: Simulator;
  readonly api: Api;
  readonly logger: ReturnType<typeof keptLogger>;
} {
  const app = express();
  const simulator = simulate(app, { ...account, ...over });
  const { clock } = simulator;
  const logger = keptLogger();
  const { transport } = simulator.api;
  const api = createApi({ appId: account.appId, appSecret: 'an-app-secret', clock, transport, logger });
  const wx = wechat({ ...account, clock, logger, api, ...config });
  app.use(wx);
  bots.push({ close: () => Promise.all([wx.close(), simulator.close()]) });
  return { wx, wechat: simulator, api, logger };
}

const bots: { close(): Promise<unknown> }[] = [];

export const closeBots = async (): Promise<void> => {
  await Promise.all(bots.splice(0).map((each) => each.close()));
};

/** What somebody has read, customer-service messages marked. */
export const texts = (seen: readonly SeenMessage[]): string[] =>
  seen.map((message) => {
    const said = message.MsgType === 'text' ? message.Content : message.MsgType;
    return 'via' in message && message.via === 'customer-service' ? `+ ${said}` : said;
  });
