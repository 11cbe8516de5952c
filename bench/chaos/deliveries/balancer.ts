import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { moment } from './journal';

/** Sends each connection to a worker at random. */
export interface Balancer {
  readonly port: number;
  /** How long the bot kept connections that nobody cut, in milliseconds. */
  readonly held: readonly number[];
  close(): Promise<void>;
}

/**
 * Starts a balancer. `choose` names the port of a worker. A connection that a worker refuses or resets is an answer that does
 * not come: WeChat, which waits on the other side, hears nothing. When WeChat cuts, the worker's connection is cut too, but
 * for a share `deaf` of them: as behind a proxy that does not notice.
 */
export async function startBalancer(
  choose: () => number | undefined,
  deaf: () => boolean,
): Promise<Balancer> {
  const open = new Set<Socket>();
  const held: number[] = [];

  const track = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
  };

  const server = createServer((wechat) => {
    track(wechat);
    const port = choose();
    if (port === undefined) return;
    const began = moment();
    const isDeaf = deaf();
    const worker = connect({ port, host: '127.0.0.1' });
    track(worker);
    let answered = false;
    wechat.on('data', (chunk) => worker.write(chunk));
    worker.on('data', (chunk) => {
      answered = true;
      wechat.write(chunk);
    });
    worker.once('close', () => {
      if (isDeaf) held.push(moment() - began);
      if (answered) wechat.end();
    });
    wechat.once('close', () => {
      if (!isDeaf) worker.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A TCP server that listens has an address object.
    port: (server.address() as AddressInfo).port,
    held,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
