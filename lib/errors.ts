/** What went wrong, as a word that stays the same between versions. */
export type WeChatErrorCode = 'config' | 'signature' | 'decrypt' | 'parse';

/** The base of all errors of this package. Switch on `code` and TypeScript narrows to the class. */
export abstract class WeChatError extends Error {
  abstract readonly code: WeChatErrorCode;
  /** The HTTP status that fits, should this error reach an HTTP client. */
  abstract readonly status: number;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A setting, a route or a reply is not right: the program must change. The message names what. */
export class ConfigError extends WeChatError {
  readonly code = 'config';
  readonly status = 500;
}

/** A push does not prove that it comes from WeChat. */
export class SignatureError extends WeChatError {
  readonly code = 'signature';
  readonly status = 403;
}

/** A push is signed, but cannot be decrypted, or was encrypted for somebody else. */
export class DecryptError extends WeChatError {
  readonly code = 'decrypt';
  readonly status = 403;
}

/** A body is not a WeChat push: not well-formed, too deep, or with a field of the wrong kind. */
export class ParseError extends WeChatError {
  readonly code = 'parse';
  readonly status = 400;
}

/** Every error this package throws; narrow by `code`. */
export type AnyWeChatError = ConfigError | SignatureError | DecryptError | ParseError;
