import type { ParsedQs } from 'qs';
import { property } from '../own';

/**
 * How a user became known: by the web authorisation, silently or with consent, by a message in the chat, or by a call that 微信云托管 has
 * brought (`callContainer`).
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
  /** A virtual user of the snapshot page (快照页): never an account, and gone within 5 minutes. */
  readonly isSnapshot: boolean;
  /** When the user signed in, in milliseconds since 1970. */
  readonly since: number;
}

/** What `res.locals` holds behind `require()`, by which TypeScript knows that `req.wechat` is there. */
export type SignedIn = { wechat: WebUser };

/* oxlint-disable typescript/no-namespace, typescript/no-explicit-any, typescript/no-unused-vars -- what Express declares, letter by letter, so that both merge */
declare global {
  namespace Express {
    interface Request {
      /** The user who has signed in; there behind `require()`, and behind `optional()` if somebody has. */
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
    /** The user who has signed in; there behind `require()`, and behind `optional()` if somebody has. */
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

/** The user in a value that somebody has kept, if there is one. */
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
    // One of the table.
    scope: scope as WebScope,
    ...(typeof nickname === 'string' && { nickname }),
    ...(typeof headimgurl === 'string' && { headimgurl }),
    isSnapshot: isSnapshot === true,
    since,
  };
}
