import { isNativeError } from 'node:util/types';

/** Returns the system's code of an error or of its cause, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  if (!isNativeError(error)) return undefined;
  const { code, cause }: NodeJS.ErrnoException = error;
  if (typeof code === 'string' && /^E[A-Z_\d]+$/.test(code)) return code;
  return cause === undefined ? undefined : systemCode(cause);
}
