import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to Redis on which every command takes longer. */
export interface SlowProxy {
  readonly port: number;
  close(): Promise<void>;
}

export async function startSlowProxy(target: number, delay: number): Promise<SlowProxy> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const redis = connect({ port: target, host: '127.0.0.1' });
    for (const socket of [client, redis]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
        client.destroy();
        redis.destroy();
      });
    }
    // Timers of one length go off in the order in which they were set.
    client.on('data', (chunk) => setTimeout(() => redis.write(chunk), delay));
    redis.on('data', (chunk) => client.write(chunk));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A TCP server that listens has an address object.
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
