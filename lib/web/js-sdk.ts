import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler, Response } from 'express';
import type { Api, SignedPage } from '../api/client';
import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError, WeChatError } from '../errors';
import { consoleLogger, quietLog } from '../logger';
import type { Logger } from '../logger';
import { own } from '../own';
import { checkNames, checkOrigin } from './settings';

/** Settings of `jsSdkConfig`. */
export interface JsSdkConfigOptions {
  /** The client of the account: `wx.api`, `createApi(…)`, or `platform.account(appId).api`. */
  readonly api: Pick<Api, 'ticket'>;
  /** The origins of the pages that may be signed: `['https://shop.example.com']`. */
  readonly origins: readonly string[];
  /** Names of JS APIs, as `wx.config` takes them. Default: none. */
  readonly jsApiList?: readonly string[] | undefined;
  /** Names of open tags (开放标签), such as `wx-open-launch-weapp`. Default: none. */
  readonly openTagList?: readonly string[] | undefined;
  /** Where errors go; default: the console. */
  readonly logger?: Logger | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

/** The settings for `wx.config`, and the address that was signed. */
export interface JsSdkConfig extends SignedPage {
  readonly jsApiList: readonly string[];
  readonly openTagList: readonly string[];
  /** The address that was signed: the page's address without `#…`. */
  readonly url: string;
}

const NAMES: Readonly<Record<keyof JsSdkConfigOptions, true>> = {
  api: true,
  origins: true,
  jsApiList: true,
  openTagList: true,
  logger: true,
  clock: true,
};

const MAX_URL = 2048;
const KEPT_MS = 10_000;
const MAX_KEPT = 1000;

type Refusal = { readonly status: 400 | 403; readonly error: string };

/**
 * Answers pages with the settings for `wx.config`: `GET /jssdk-config?url=` and the address of the page,
 * encoded by `encodeURIComponent`. Pages of other origins get 403. Below its path, at `client.js`, it serves
 * the script for pages: the script requests the settings, and tries the entry address of the web view on iOS.
 *
 * WeChat's page: 微信网页开发 / JS-SDK.
 *
 * @example
 * const origins = ['https://shop.example.com'];
 * app.use('/jssdk-config', jsSdkConfig({ api: wx.api, origins, jsApiList: ['updateAppMessageShareData'] }));
 *
 * @throws {ConfigError} A setting is missing, unknown or not possible.
 */
export function jsSdkConfig(given: JsSdkConfigOptions): RequestHandler {
  checkNames(given, NAMES, 'jsSdkConfig()');
  const {
    api,
    jsApiList = [],
    openTagList = [],
    logger = consoleLogger,
    clock = systemClock,
    ...rest
  } = own(given);
  // JavaScript callers may pass any value.
  if (typeof (api as Partial<Api> | undefined)?.ticket?.sign !== 'function')
    throw new ConfigError('jsSdkConfig() needs "api": wx.api, or createApi({ appId, appSecret }).');
  if (!Array.isArray(rest.origins) || rest.origins.length === 0)
    throw new ConfigError('jsSdkConfig() needs "origins": a list such as [\'https://shop.example.com\'].');
  const origins = rest.origins.map((each) => checkOrigin(each, 'jsSdkConfig(): "origins"').origin);
  const log = quietLog(logger, clock);
  const kept = new Map<string, { readonly config: JsSdkConfig; readonly until: number }>();

  async function configFor(url: string): Promise<JsSdkConfig> {
    const now = clock.monotonic();
    for (const [oldest, { until }] of kept) {
      if (until > now && kept.size < MAX_KEPT) break;
      kept.delete(oldest);
    }
    const found = kept.get(url);
    if (found !== undefined && found.until > now) return found.config;
    const config = { ...(await api.ticket.sign(url)), jsApiList, openTagList, url };
    kept.set(url, { config, until: now + KEPT_MS });
    return config;
  }

  async function answer(target: string, res: Response): Promise<void> {
    const url = readPage(target, origins);
    if (typeof url !== 'string') {
      res.status(url.status).json({ error: url.error });
      return;
    }
    try {
      res.status(200).json(await configFor(url));
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      log('error', { event: 'js-sdk-failed', err: error }, 'A page could not be signed for the JS-SDK.');
      res.status(502).json({ error: 'WeChat gives no ticket just now. Try again in a minute.' });
    }
  }

  return (req, res, next) => {
    if (req.path !== '/' && req.path !== '/client.js') {
      next();
      return;
    }
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.status(405).set('Allow', 'GET, HEAD').end();
      return;
    }
    res.setHeader('X-Content-Type-Options', 'nosniff');
    res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    if (req.path === '/client.js') {
      res.setHeader('Content-Type', 'text/javascript; charset=utf-8');
      res.setHeader('Cache-Control', 'public, max-age=3600');
      res.send(clientScript());
      return;
    }
    res.setHeader('Cache-Control', 'no-store');
    answer(req.originalUrl, res).catch(next);
  };
}

let script: string | undefined;
const clientScript = (): string =>
  (script ??= readFileSync(join(__dirname, 'browser', 'client.mjs'), 'utf8'));

/**
 * Returns the address of a page that may be signed, exactly as the client sees it: not one byte is changed.
 */
function readPage(target: string, origins: readonly string[]): string | Refusal {
  const at = target.indexOf('?');
  const query = new URLSearchParams(at === -1 ? '' : target.slice(at));
  const urls = query.getAll('url');
  const [given = ''] = urls;
  if (urls.length !== 1 || given === '')
    return {
      status: 400,
      error: 'Give the address of the page: ?url= and encodeURIComponent(location.href).',
    };
  if (query.size > 1)
    return {
      status: 400,
      error:
        'There are other parameters than "url": write encodeURIComponent(location.href), or a part of the address is lost.',
    };
  const [page = ''] = given.split('#', 1);
  const origin = origins.find(
    (each) => page.startsWith(each) && /^[/?]/.test(`${page.slice(each.length)}/`.slice(0, 1)),
  );
  const isPlain = /^[\x21-\x7e]+$/.test(page) && !page.includes('\\');
  if (
    page.length > MAX_URL ||
    !isPlain ||
    origin === undefined ||
    !URL.canParse(page) ||
    new URL(page).origin !== origin
  )
    return { status: 403, error: 'This page is not one of those that are signed here.' };
  return page;
}
