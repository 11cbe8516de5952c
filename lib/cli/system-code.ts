import { isNativeError } from 'node:util/types';

/** A system's code for what went wrong, such as `ENOENT`: of an error, or of what caused it. */
export function systemCode(error: unknown): string | undefined {
  if (!isNativeError(error)) return undefined;
  const { code, cause }: NodeJS.ErrnoException = error;
  if (typeof code === 'string' && /^E[A-Z_\d]+$/.test(code)) return code;
  return cause === undefined ? undefined : systemCode(cause);
}
