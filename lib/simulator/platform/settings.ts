import { ConfigError } from '../../errors';
import type { MovableClock, PlatformSimulator, SimulatedPlatform } from '../../testing';
import { readServer } from '../settings';
import type { ServerOptions, ServerSettings } from '../settings';

/** What `startPlatformSimulator` takes. */
export interface PlatformSimulatorOptions extends ServerOptions {
  /** 授权事件接收 URL: where the app gets notices, `http://localhost:3000/wechat`. */
  readonly url: string;
  /** 消息与事件接收 URL: where it gets messages, with `$APPID$`. Default: `url` and `/$APPID$`. */
  readonly messagesUrl?: string | undefined;
  readonly componentAppId: string;
  /** Default: any is taken. */
  readonly componentAppSecret?: string | undefined;
  readonly token: string;
  readonly encodingAESKey: string;
  /** 授权发起页域名. Default: that of `redirect_uri`. */
  readonly domain?: string | undefined;
  /** Port of the API on loopback; default 0, a free one. */
  readonly apiPort?: number | undefined;
  /** A clock that the app has as well. Default: the app goes by real time. */
  readonly clock?: MovableClock | undefined;
}

/** The offline WeChat for a platform, running. */
export interface RunningPlatformSimulator {
  /** Address of the page; ends with `/`. */
  readonly url: string;
  /** Base URL of the fake API for apps on this machine. */
  readonly apiUrl: string;
  /** The same for apps on other machines; absent when the page listens on loopback. */
  readonly remoteApiUrl?: string;
  readonly simulator: PlatformSimulator;
  close(): Promise<void>;
}

/** The settings, checked. */
export interface PlatformPageSettings extends ServerSettings {
  readonly origin: string;
  readonly platform: SimulatedPlatform & { readonly eventsPath: string; readonly messagesPath: string };
}

/** Checks the settings. The message of an error never holds a secret. */
export function readPlatformOptions(options: PlatformSimulatorOptions): PlatformPageSettings {
  const { url, componentAppId, componentAppSecret, token, encodingAESKey, domain, apiPort, clock } = options;
  const { messagesUrl = `${url.replace(/\/$/, '')}/$APPID$` } = options;
  for (const [name, each] of Object.entries({ url, messagesUrl }))
    if (!URL.canParse(each) || !/^https?:$/.test(new URL(each).protocol))
      throw new ConfigError(`"${name}" must be a whole address: "http://localhost:3000/wechat".`);
  const [events, messages] = [new URL(url), new URL(messagesUrl)];
  if (events.origin !== messages.origin)
    throw new ConfigError('"url" and "messagesUrl" must be of one server.');
  return {
    ...readServer(options),
    origin: events.origin,
    platform: {
      ...{ componentAppId, componentAppSecret, token, encodingAESKey, domain, apiPort, clock },
      eventsPath: events.pathname + events.search,
      messagesPath: messages.pathname + messages.search,
    },
  };
}
