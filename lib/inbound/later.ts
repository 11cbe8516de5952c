import type { Awaitable } from '../store/deliveries';

/** Tells whether a value is a promise. */
export const isLater = <T>(value: Awaitable<T>): value is PromiseLike<T> =>
  typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function';
