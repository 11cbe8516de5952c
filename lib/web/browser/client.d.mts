/**
 * Sets up WeChat's JS-SDK in a page: `import { configureJsSdk } from 'offiaccount/browser'`.
 *
 * @module offiaccount/browser
 */
/** What `configureJsSdk` takes. */
export interface ConfigureOptions {
  /** Where `jsSdkConfig()` is mounted: `/jssdk-config`. */
  readonly endpoint: string;
  /** Names of JS APIs; default: those of the server. */
  readonly jsApiList?: readonly string[];
  /** Names of open tags; default: those of the server. */
  readonly openTagList?: readonly string[];
  /** Shows what happens in dialogs. Default false. */
  readonly debug?: boolean;
  /** The object of `jweixin`; default `window.wx`. */
  readonly wx?: unknown;
}

/** What was given to `wx.config`. */
export interface UsedConfig {
  readonly appId: string;
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
  readonly url: string;
}

/**
 * Signs this page for the JS-SDK and waits until `wx` is ready. iOS is given the address with which the web view was opened, others the
 * current one; after `invalid signature` the other is tried once. Call it again after each change of the address in a
 * single-page app.
 *
 * @throws {Error} With the words of `wx.error`, or of the server.
 */
export function configureJsSdk(options: ConfigureOptions): Promise<UsedConfig>;
