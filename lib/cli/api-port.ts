import { isNativeError } from 'node:util/types';

/** Where the API is unless it is told otherwise: fixed, so that a bot can be started before the simulator. */
export const USUAL_API_PORT = 8021;

/** What systems say of a port that another program has, or that they keep for themselves, as Windows does with ranges of them. */
const NOT_FREE: ReadonlySet<unknown> = new Set(['EADDRINUSE', 'EACCES']);

/** Starts something with the API at its usual port; at 0, a free one, where that is not to be had. */
export async function startAtUsualPort<T>(start: (apiPort: number) => Promise<T>): Promise<T> {
  try {
    return await start(USUAL_API_PORT);
  } catch (error) {
    if (isUsualPortTaken(error)) return start(0);
    throw error;
  }
}

/** Node's error names the port, and may be the cause of another one. Any other port is for the user to choose. */
function isUsualPortTaken(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { code, port, cause }: NodeJS.ErrnoException & { readonly port?: number } = error;
  return (NOT_FREE.has(code) && port === USUAL_API_PORT) || isUsualPortTaken(cause);
}
