// #region imports
import { createApi } from 'offiaccount';
import type { Api, Store } from 'offiaccount';
// #endregion

// #region several
/** Processes that are given the same store share one access token. */
export const shared = (appId: string, appSecret: string, store: Store, host?: string): Api =>
  createApi({ appId, appSecret, store, ...(host !== undefined && { host }) });
// #endregion

// #region other
/** Another program keeps the token of the account: ask that program. */
export const tokenOf = (appId: string, ask: () => Promise<string>, host?: string): Api =>
  createApi({ appId, accessToken: ask, ...(host !== undefined && { host }) });
// #endregion
