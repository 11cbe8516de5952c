/**
 * Sets up WeChat's JS-SDK in a page: `import { configureJsSdk } from 'offiaccount/browser'`.
 *
 * @module offiaccount/browser
 */
/** Options of `configureJsSdk`. */
export interface ConfigureOptions {
  /** Where `jsSdkConfig()` is mounted: `/jssdk-config`. */
  readonly endpoint: string;
  /** Names of JS APIs; default: those of the server. */
  readonly jsApiList?: readonly string[];
  /** Names of open tags; default: those of the server. */
  readonly openTagList?: readonly string[];
  /** Shows what happens in dialogs. Default false. */
  readonly debug?: boolean;
  /** The object that `jweixin` creates; default `window.wx`. */
  readonly wx?: unknown;
}

/** The settings that `wx.config` was given. */
export interface UsedConfig {
  readonly appId: string;
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
  readonly url: string;
}

/**
 * Signs this page for the JS-SDK and waits until `wx` is ready. On iOS it signs the address with which the
 * web view was opened, elsewhere the current one; after `invalid signature` it tries the other one once. In a
 * single-page app, call it again after each change of the address.
 *
 * @example
 * await configureJsSdk({ endpoint: '/jssdk-config' });
 *
 * @throws {Error} With the words of `wx.error`, or of the server.
 */
export function configureJsSdk(options: ConfigureOptions): Promise<UsedConfig>;
