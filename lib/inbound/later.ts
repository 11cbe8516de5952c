import type { Awaitable } from '../store/deliveries';

/** Whether it has to be waited for. */
export const isLater = <T>(value: Awaitable<T>): value is PromiseLike<T> =>
  typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function';
