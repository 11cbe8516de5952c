import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { TransportError } from '../errors';
import type { CheckedProxy } from './proxy';
import { TunnelAgent } from './tunnel';

/** Agents for both kinds of address; with a proxy, that for https goes through it. */
export function agents(
  connectTimeout: number,
  proxy: CheckedProxy | undefined,
): { http: HttpAgent; https: HttpsAgent } {
  // The peer closes idle connections at a time of its own; a call on one just then has an unknown outcome.
  const options: AgentOptions = { keepAlive: true, maxSockets: 50, maxFreeSockets: 10, timeout: 15_000 };

  const watch = (socket: Socket, established: string): void => {
    const failure = new TransportError(`No connection within ${connectTimeout} ms.`, {
      sent: false,
      reason: 'connect',
    });
    const timer = setTimeout(() => socket.destroy(failure), connectTimeout);
    socket.once(established, () => clearTimeout(timer));
    socket.once('close', () => clearTimeout(timer));
  };

  class PatientHttp extends HttpAgent {
    override createConnection(...args: Parameters<HttpAgent['createConnection']>) {
      const socket = super.createConnection(...args);
      watch(socket as Socket, 'connect');
      return socket;
    }
  }
  class PatientHttps extends HttpsAgent {
    override createConnection(...args: Parameters<HttpsAgent['createConnection']>) {
      const socket = super.createConnection(...args);
      watch(socket as Socket, 'secureConnect');
      return socket;
    }
  }
  return {
    http: new PatientHttp(options),
    https: proxy ? new TunnelAgent(proxy, connectTimeout, options) : new PatientHttps(options),
  };
}
