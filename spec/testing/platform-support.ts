import express from 'express';
import { createApi, wechat } from 'offiaccount';
import type { Api, NoticeMessage } from 'offiaccount';
import { simulatePlatform } from 'offiaccount/testing';
import type { PlatformSimulator, SimulatedPlatform } from 'offiaccount/testing';

/*
 * A platform as one would write it by hand: the newest ticket, one token, and what each account has granted, in memory.
 */

export const componentAppId = 'wx9b27d3e05c8fa146';
const componentAppSecret = '0123456789abcdef0123456789abcdef';
export const settings = {
  componentAppId,
  componentAppSecret,
  token: 'sampleTok3n',
  encodingAESKey: 's4mpleKeyForDocsOnly0123456789ABCDEFGHIJKLM',
  eventsPath: '/wechat',
  messagesPath: '/wechat/$APPID$',
} as const;

const open: PlatformSimulator[] = [];

export const closeAll = async (): Promise<void> => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
};

export const track = <T extends PlatformSimulator>(simulator: T): T => {
  open.push(simulator);
  return simulator;
};

const logger = { warn: () => undefined, error: () => undefined };

export async function connect(over: Partial<SimulatedPlatform> = {}) {
  const app = express();
  const { token, encodingAESKey, componentAppId: own } = { ...settings, ...over };
  const simulator = track(simulatePlatform(app, { ...settings, ...over }));
  const { clock, api: fake } = simulator;
  const host = await fake.url();
  const current: { ticket?: string; token?: string } = {};
  const notices: NoticeMessage[] = [];
  const byName = new Map<string, { readonly appId: string; readonly api: Api }>();
  const client = { host, clock, logger };
  const api = createApi({
    appId: own,
    componentAppId: own,
    appSecret: componentAppSecret,
    componentAccessToken: () => Promise.resolve(current.token ?? 'none'),
    ...client,
  });
  const renew = async (ticket = current.ticket ?? ''): Promise<string> => {
    const answer = await api.component.getComponentAccessToken(ticket);
    return (current.token = answer.component_access_token);
  };
  /** Calls as the platform in place of an account. */
  const actingWith = (accessToken = '') =>
    createApi({ appId: 'wx0', accessToken: () => Promise.resolve(accessToken), ...client });

  async function exchange(code: string) {
    if (current.token === undefined) await renew();
    const { authorization_info: info } = await api.component.queryAuth(code);
    const acting = actingWith(info.authorizer_access_token);
    const { authorizer_info } = await api.component.getAuthorizerInfo(info.authorizer_appid);
    byName.set(authorizer_info.user_name, { appId: info.authorizer_appid, api: acting });
    return { info, acting, refreshToken: info.authorizer_refresh_token ?? '' };
  }

  const wx = wechat({ appId: own, token, encodingAESKey, clock, logger });
  wx.on('notice', ({ message }, next) => {
    notices.push(message);
    if (message.InfoType === 'component_verify_ticket') current.ticket = message.ComponentVerifyTicket;
    return next();
  });
  app.use('/wechat', wx);
  /** The errcode of a bare call. */
  const ask = async (path: string, body: object): Promise<number> => {
    const answer = await fetch(host + path, { method: 'POST', body: JSON.stringify(body) });
    return ((await answer.json()) as { errcode?: number }).errcode ?? 0;
  };
  return {
    app,
    wx,
    simulator,
    clock,
    fake,
    host,
    api,
    current,
    notices,
    byName,
    renew,
    actingWith,
    exchange,
    ask,
  };
}

export const refused = (errcode: number): unknown =>
  expect.objectContaining({ code: 'api', errcode }) as unknown;

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
