import type { UsageError } from './exit';

/** Turns an error that `read` throws into a user's mistake in a file or an argument. */
export function orUsage<T>(read: () => T, toUsage: (message: string) => UsageError): T {
  try {
    return read();
  } catch (error) {
    throw toUsage(error instanceof Error ? error.message : String(error));
  }
}
