import type { Request, RequestHandler } from 'express';
import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { readCloudRun } from '../cloud-run';
import { ConfigError } from '../errors';
import { consoleLogger, quietLog } from '../logger';
import type { Logger } from '../logger';
import { own } from '../own';
import { REFUSALS } from '../refusals';
import { hideFromOthers } from './page';
import { pass } from './pass';
import { checkShape } from '../setting-shape';
import { checkNames } from './settings';
import type { WebUser } from './user';
import type { SignedInHandler } from './web-auth';

/** Settings of `cloudRunAuth`. */
export interface CloudRunAuthOptions {
  /** The AppID of the account (公众号 or 小程序) whose users call. Users of other accounts are not accepted. */
  readonly appId: string;
  /**
   * Says that 公网访问 (public access) is switched off for the service. Then headers of gateways, such as
   * `x-forwarded-for`, are no reason to distrust a request. Default false.
   */
  readonly internalOnly?: boolean | undefined;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

/** Express middleware that knows which user calls through 微信云托管. */
export interface CloudRunAuth extends RequestHandler {
  /**
   * Lets a request through if 微信云托管 names its user; others get 401. Behind this handler `req.wechat` is
   * always set.
   */
  require(): SignedInHandler;
  /** Lets every request through. */
  optional(): RequestHandler;
}

const NAMES: Readonly<Record<keyof CloudRunAuthOptions, true>> = {
  appId: true,
  internalOnly: true,
  logger: true,
  clock: true,
};

/**
 * Sets `req.wechat` for calls of mini programs and pages by `wx.cloud.callContainer`. 微信云托管 names the user in
 * headers, so nobody needs to sign in. A request that came through a public gateway has no user, whatever its
 * headers say.
 *
 * WeChat's page: 微信云托管 / 容器内变量信息.
 *
 * @example
 * const users = cloudRunAuth({ appId: 'wx1' });
 * app.get('/api/me', users.require(), (req, res) => res.json({ openid: req.wechat.openid }));
 *
 * @throws {ConfigError} A setting is missing or unknown.
 */
export function cloudRunAuth(given: CloudRunAuthOptions): CloudRunAuth {
  checkNames(given, NAMES, 'cloudRunAuth()');
  const { appId, internalOnly = false, logger = consoleLogger, clock = systemClock } = own(given);
  // JavaScript callers may pass any value.
  if (typeof (appId as unknown) !== 'string' || !/^[\x21-\x7e]+$/.test(appId))
    throw new ConfigError('cloudRunAuth() needs "appId".');
  checkShape('appId', appId, { caller: 'cloudRunAuth()' });
  if (typeof (internalOnly as unknown) !== 'boolean')
    throw new ConfigError('"internalOnly" must be true or false.');
  const log = quietLog(logger, clock);

  function userOf({ headers }: Request): WebUser | undefined {
    const found = readCloudRun(headers, appId, { internalOnly });
    if (typeof found === 'string') {
      // A request without this header is ordinary traffic, so it needs no warning.
      if (found !== 'cloudrun-source')
        log('warn', { event: 'cloudrun-user', code: found }, `A user is not believed: ${REFUSALS[found]}`);
      return undefined;
    }
    const { openid, unionid } = found;
    if (openid === undefined) return undefined;
    return {
      openid,
      ...(unionid !== undefined && { unionid }),
      scope: 'cloudrun',
      isSnapshot: false,
      since: Math.floor(clock.now()),
    };
  }

  const welcome: RequestHandler = (req, res, next) => {
    pass(req, res, userOf(req));
    next();
  };
  const guard: RequestHandler = (req, res, next) => {
    const user = userOf(req);
    if (user === undefined) {
      hideFromOthers(res);
      res.status(401).json({ error: 'unauthorized' });
      return;
    }
    pass(req, res, user);
    next();
  };
  return Object.assign(welcome, {
    // The guard lets no request through without a user.
    require: () => guard as SignedInHandler,
    optional: () => welcome,
  });
}
