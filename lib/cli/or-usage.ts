import type { UsageError } from './exit';

/** Makes a mistake of the user's, in a file or an argument, of what `read` throws. */
export function orUsage<T>(read: () => T, toUsage: (message: string) => UsageError): T {
  try {
    return read();
  } catch (error) {
    throw toUsage(error instanceof Error ? error.message : String(error));
  }
}
