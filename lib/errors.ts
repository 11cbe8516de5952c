import type { AccountKind } from './model/account-kinds';
import { REFUSALS } from './refusals';
import type { RefusalCode } from './refusals';

/** What went wrong, as a word that stays the same between versions. */
export type WeChatErrorCode = 'config' | 'signature' | 'decrypt' | 'parse' | 'api' | 'transport';

/**
 * What an error was caused by. Not the standard library's `ErrorOptions`, which targets before ES2022 do not
 * know.
 */
interface Cause {
  readonly cause?: unknown;
}

/** The base of all errors of this package. Switch on `code` and TypeScript narrows to the class. */
export abstract class WeChatError extends Error {
  abstract readonly code: WeChatErrorCode;
  /** The HTTP status that fits, should this error reach an HTTP client. */
  abstract readonly status: number;
  /** What led to this error, if something did. Declared here for targets before ES2022. */
  declare readonly cause?: unknown;

  constructor(message: string, options?: Cause) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A setting, a route or a reply is not right: the program must change. The message names what. */
export class ConfigError extends WeChatError {
  readonly code = 'config';
  readonly status = 500;
}

/** What an error of a push is made with, besides its message. */
interface RefusalCause extends Cause {
  readonly reason?: RefusalCode;
}

/** A push does not prove that it comes from WeChat. */
export class SignatureError extends WeChatError {
  readonly code = 'signature';
  readonly status = 403;
  /** Which proof is missing or wrong, as in the log. */
  readonly reason: RefusalCode;

  constructor(message: string, { reason = 'signature-wrong', ...options }: RefusalCause = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** A push is signed, but cannot be decrypted, or was encrypted for somebody else. */
export class DecryptError extends WeChatError {
  readonly code = 'decrypt';
  readonly status = 403;
  /** What is wrong with it, as in the log. */
  readonly reason: RefusalCode = 'decryption-failed';
}

/** A body is not a WeChat push: not well-formed, too deep, or with a field of the wrong kind. */
export class ParseError extends WeChatError {
  readonly code = 'parse';
  readonly status = 400;
  /** What is wrong with it, as in the log. */
  readonly reason: RefusalCode;

  constructor(message: string, { reason = 'body-malformed', ...options }: RefusalCause = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** A push is not proven; the message is that of the code. */
export const unproven = (reason: RefusalCode): SignatureError =>
  new SignatureError(REFUSALS[reason], { reason });

/** A request is not in order; the message is that of the code. */
export const malformed = (reason: RefusalCode): ParseError => new ParseError(REFUSALS[reason], { reason });

/**
 * The kind of credential that a call was made with.
 *
 * - `account`: the account's access token, which the client keeps; `function`: the one your function
 *   `accessToken()` gave
 * - `user`: a user's token of the web authorisation (`sns/…`)
 * - `component`: the token of a third-party platform; `authorizer`: an account's token that was passed to the
 *   call
 * - `app-secret`, `component-secret`: AppID and AppSecret of an account, of a third-party platform
 * - `cloudrun`: none of ours, since 微信云托管 adds one on the way
 */
export type ApiCredential =
  | 'account'
  | 'function'
  | 'user'
  | 'component'
  | 'authorizer'
  | 'app-secret'
  | 'component-secret'
  | 'cloudrun';

/** What WeChat said, for an `ApiError`. */
export interface ApiFailure {
  readonly errcode: number;
  readonly errmsg: string;
  /** Path of the call, such as `/cgi-bin/tags/create`. */
  readonly endpoint: string;
  /** With what the call was made, if that is known. */
  readonly credential?: ApiCredential | undefined;
  /** For an upload: the type that the file was sent as, such as `image`. */
  readonly mediaType?: string | undefined;
  readonly hint?: string | undefined;
  readonly retryAfter?: Date | undefined;
  /** When WeChat said so, if this call did not ask it again. */
  readonly since?: Date | undefined;
  /** The kind of account in the settings, where the call was not sent since such accounts do not have it. */
  readonly kind?: AccountKind | undefined;
  /** The call was not sent: what WeChat would answer is known. */
  readonly isForeseen?: boolean | undefined;
}

/** WeChat answered a call with an error of its own. `errcode` says which, `hint` often what to do. */
export class ApiError extends WeChatError {
  readonly code = 'api';
  readonly status = 502;
  /** WeChat's return code; 40001, for example, speaks of the access token or the AppSecret. */
  readonly errcode: number;
  /** WeChat's own words. */
  readonly errmsg: string;
  /** Number under which WeChat knows this answer; `openapi.getRidInfo` looks it up for 7 days. */
  readonly rid: string | undefined;
  /** Path of the call, such as `/cgi-bin/tags/create`. */
  readonly endpoint: string;
  /**
   * With what the call was made, if that is known: 40001 of the account's token is mended elsewhere than that
   * of a user's.
   */
  readonly credential: ApiCredential | undefined;
  /** For an upload: the type that the file was sent as, such as `image`. */
  readonly mediaType: string | undefined;
  /** When the call may work again, if that is known. */
  readonly retryAfter: Date | undefined;
  /** What usually helps, in English; `hintFor(error, 'zh')` says it in Chinese. */
  readonly hint: string | undefined;
  /** When WeChat said so, where this call was not sent: the answer would be the same until `retryAfter`. */
  readonly since: Date | undefined;
  /** The kind of account in the settings, where this call was not sent since such accounts do not have it. */
  readonly kind: AccountKind | undefined;

  constructor(
    {
      errcode,
      errmsg,
      endpoint,
      credential,
      mediaType,
      hint,
      retryAfter,
      since,
      kind,
      isForeseen,
    }: ApiFailure,
    options?: Cause,
  ) {
    const said =
      since !== undefined
        ? `WeChat was not asked: at ${since.toISOString()} ${endpoint} answered`
        : kind !== undefined || isForeseen === true
          ? `WeChat was not asked: ${endpoint} would answer`
          : `${endpoint} answered`;
    super(`${said} ${errcode}: ${errmsg}${hint === undefined ? '' : ` | ${hint}`}`, options);
    this.errcode = errcode;
    this.errmsg = errmsg;
    this.rid = /\brid:\s*([\w-]{8,64})/.exec(errmsg)?.[1];
    this.endpoint = endpoint;
    this.credential = credential;
    this.mediaType = mediaType;
    this.retryAfter = retryAfter;
    this.since = since;
    this.kind = kind;
    this.hint = hint;
  }
}

/**
 * Why a call got no answer: a word of ours, or a system's code such as `ECONNREFUSED`.
 *
 * - `timeout`, `aborted`: time was up, or the caller's signal aborted
 * - `connect`: no connection within its time
 * - `open`: the host failed so often that it is left alone for some seconds
 * - `status`: a server in trouble (5xx, 408, 429); `refused`: another status of failure
 * - `redirect`, `answer`, `too-large`: the answer is not one of WeChat's API
 * - `token`: there is no access token to be had in time
 * - `ticket`: a third-party platform got no component_verify_ticket in time, and so has no token
 * - `proxy`: the proxy found no way to WeChat; `proxy-refused`: it does not want to, or is none
 * - `relay-refused`: the relay of production does not know this program, or may not do this; `relay-rate`:
 *   not so often
 */
export type TransportReason =
  | 'timeout'
  | 'aborted'
  | 'connect'
  | 'open'
  | 'status'
  | 'refused'
  | 'redirect'
  | 'answer'
  | 'too-large'
  | 'token'
  | 'ticket'
  | 'proxy'
  | 'proxy-refused'
  | 'relay-refused'
  | 'relay-rate'
  | (string & {});

/** A call got no usable answer. `sent` tells whether WeChat may nevertheless have done what it was asked. */
export class TransportError extends WeChatError {
  readonly code = 'transport';
  readonly status = 504;
  /** True: the request left, its outcome is unknown. False: it never reached WeChat; repeating is safe. */
  readonly sent: boolean;
  readonly reason: TransportReason;
  /** Host and port of the connection that failed, where they are known: WeChat's, or the proxy's. */
  declare readonly address?: string;

  constructor(
    message: string,
    failure: { sent: boolean; reason: TransportReason; address?: string | undefined },
    options?: Cause,
  ) {
    super(message, options);
    this.sent = failure.sent;
    this.reason = failure.reason;
    if (failure.address !== undefined) this.address = failure.address;
  }
}

/** Every error this package throws; narrow by `code`. */
export type AnyWeChatError =
  ConfigError | SignatureError | DecryptError | ParseError | ApiError | TransportError;
