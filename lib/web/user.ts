import type { ParsedQs } from 'qs';
import { property } from '../own';

/**
 * How a user became known: by the web authorisation, silently or with consent, by a message in the chat, or
 * by a call through 微信云托管 (`callContainer`).
 */
export type WebScope = 'snsapi_base' | 'snsapi_userinfo' | 'chat' | 'cloudrun';

/** A user who has signed in to web pages, as `req.wechat`. Plain JSON, so that any session can keep it. */
export interface WebUser {
  readonly openid: string;
  /** Only when the account is bound to an open-platform account. */
  readonly unionid?: string;
  readonly scope: WebScope;
  /** Only with `require({ profile: true })`. */
  readonly nickname?: string;
  /** Address of the picture; only with `require({ profile: true })`. */
  readonly headimgurl?: string;
  /** A virtual user of the snapshot page (快照页). It is never a real account, and is gone within 5 minutes. */
  readonly isSnapshot: boolean;
  /** When the user signed in, in milliseconds since 1970. */
  readonly since: number;
}

/** The type of `res.locals` behind `require()`. From it TypeScript knows that `req.wechat` is set. */
export type SignedIn = { wechat: WebUser };

// These declarations must equal those of Express, so that TypeScript merges both.
/* oxlint-disable typescript/no-namespace, typescript/no-explicit-any, typescript/no-unused-vars */
declare global {
  namespace Express {
    interface Request {
      /**
       * The user who has signed in. Always set behind `require()`; set behind `optional()` if somebody has
       * signed in.
       */
      readonly wechat?: WebUser | undefined;
    }
  }
}

declare module 'express-serve-static-core' {
  interface Request<
    P = ParamsDictionary,
    ResBody = any,
    ReqBody = any,
    ReqQuery = ParsedQs,
    LocalsObj extends Record<string, any> = Record<string, any>,
  > {
    /**
     * The user who has signed in. Always set behind `require()`; set behind `optional()` if somebody has
     * signed in.
     */
    readonly wechat: LocalsObj extends SignedIn ? WebUser : WebUser | undefined;
  }
}
/* oxlint-enable typescript/no-namespace, typescript/no-explicit-any, typescript/no-unused-vars */

const SCOPES: readonly unknown[] = [
  'snsapi_base',
  'snsapi_userinfo',
  'chat',
  'cloudrun',
] satisfies WebScope[];

/** Returns the user from a stored value, if it contains one. */
export function userIn(value: unknown): WebUser | undefined {
  const [openid, unionid, scope, nickname, headimgurl, isSnapshot, since] = [
    'openid',
    'unionid',
    'scope',
    'nickname',
    'headimgurl',
    'isSnapshot',
    'since',
  ].map((name) => property(value, name));
  if (typeof openid !== 'string' || openid === '' || !SCOPES.includes(scope)) return undefined;
  if (typeof since !== 'number') return undefined;
  return {
    openid,
    ...(typeof unionid === 'string' && { unionid }),
    // The check above found the scope in the table.
    scope: scope as WebScope,
    ...(typeof nickname === 'string' && { nickname }),
    ...(typeof headimgurl === 'string' && { headimgurl }),
    isSnapshot: isSnapshot === true,
    since,
  };
}
