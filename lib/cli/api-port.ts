import { isNativeError } from 'node:util/types';

/**
 * The API's port unless an option names another. It is fixed, so that a bot can be started before the
 * simulator.
 */
export const USUAL_API_PORT = 8021;

/**
 * The codes of a port that cannot be used. Another program may have it, or the system keeps it (Windows
 * reserves ranges).
 */
const NOT_FREE: ReadonlySet<unknown> = new Set(['EADDRINUSE', 'EACCES']);

/** Starts a server with the API at its usual port, or at a free one (0) if the usual port cannot be used. */
export async function startAtUsualPort<T>(start: (apiPort: number) => Promise<T>): Promise<T> {
  try {
    return await start(USUAL_API_PORT);
  } catch (error) {
    if (isUsualPortTaken(error)) return start(0);
    throw error;
  }
}

/**
 * Node's error names the port, and may be the cause of another error. If any other port fails, the user must
 * choose.
 */
function isUsualPortTaken(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { code, port, cause }: NodeJS.ErrnoException & { readonly port?: number } = error;
  return (NOT_FREE.has(code) && port === USUAL_API_PORT) || isUsualPortTaken(cause);
}
