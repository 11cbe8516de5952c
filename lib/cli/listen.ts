import { isNativeError } from 'node:util/types';
import { UsageError } from './exit';

/** Where a server was told to listen, by the options that say so. */
export interface Wanted {
  readonly host: string;
  readonly apiPort: number | undefined;
}

/** An error of Node's for a server that cannot listen. */
interface ListenError extends NodeJS.ErrnoException {
  readonly port?: number;
}

/** What is to be told of a server that cannot listen; any other error stays as it is. */
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

/** The error itself, or what caused it. */
function listenError(error: unknown): ListenError | undefined {
  if (!isNativeError(error)) return undefined;
  const { syscall }: NodeJS.ErrnoException = error;
  return syscall === 'listen' || syscall === 'getaddrinfo' ? error : listenError(error.cause);
}
