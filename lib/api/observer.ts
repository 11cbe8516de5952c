import type { ApiRequest } from './request';

/** Is told of the calls of a client, such as what `createLedger` makes. */
export interface CallObserver {
  /**
   * Makes the call by `send`, or throws instead. It answers as `send` does, and costs 200 ms at most besides.
   */
  observe<T>(request: ApiRequest, send: () => Promise<T>): Promise<T>;
}
