import express from 'express';
import type { RequestListener } from 'node:http';
import { wechat } from 'offiaccount';
import type { WeChat, WeChatConfig } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { RunningApp, SimulatedAccount, Simulator } from 'offiaccount/testing';
import { account } from './push';

const { appId, token, encodingAESKey } = account;

/** The settings of both sides, by mode. */
export const settings = {
  clear: { appId, token },
  compatible: { appId, token, encodingAESKey },
  safe: { appId, token, encodingAESKey },
} as const;

export const modes = ['clear', 'compatible', 'safe'] as const;
export const formats = ['xml', 'json'] as const;
export const modesAndFormats = modes.flatMap((mode) => formats.map((format) => ({ mode, format })));

const open: Simulator[] = [];

/** Ends all simulators that `play` and `playWith` started; for `afterEach`. */
export const closeAll = async (): Promise<void> => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
};

/** A simulator for any listener. */
export function play(app: RequestListener | RunningApp, over: Partial<SimulatedAccount> = {}): Simulator {
  const simulator = simulate(app, { ...settings[over.mode ?? 'clear'], ...over });
  open.push(simulator);
  return simulator;
}

/** An Express app with `wechat()` at its root, played with; silent. */
export function playWith(
  over: Partial<SimulatedAccount> = {},
  config: Partial<WeChatConfig> = {},
): { simulator: Simulator; wx: WeChat } {
  const app = express();
  const simulator = play(app, over);
  const logger = { warn: () => undefined, error: () => undefined };
  const wx = wechat({ ...settings[over.mode ?? 'clear'], logger, clock: simulator.clock, ...config });
  app.use(wx);
  return { simulator, wx };
}
