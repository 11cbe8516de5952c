import { isNativeError } from 'node:util/types';
import { UsageError } from './exit';

/** The address of a server, as the options set it. */
export interface Wanted {
  readonly host: string;
  readonly apiPort: number | undefined;
}

/** Node's error for a server that cannot listen. */
interface ListenError extends NodeJS.ErrnoException {
  readonly port?: number;
}

/** Turns the error of a server that cannot listen into a message. Any other error stays as it is. */
export function toListenFailure(error: unknown, { host, apiPort }: Wanted): unknown {
  const { code, port = 0 } = listenError(error) ?? {};
  const option = port === apiPort ? '--api-port' : '--port';
  switch (code) {
    case undefined:
      return error;
    case 'EADDRINUSE':
      return new UsageError('port-taken', { port, option });
    case 'EACCES':
    case 'EPERM':
      return new UsageError('port-forbidden', { port, option });
    default:
      return new UsageError('host-elsewhere', { host, code });
  }
}

/** Returns the error itself, or its cause. */
function listenError(error: unknown): ListenError | undefined {
  if (!isNativeError(error)) return undefined;
  const { syscall }: NodeJS.ErrnoException = error;
  return syscall === 'listen' || syscall === 'getaddrinfo' ? error : listenError(error.cause);
}
