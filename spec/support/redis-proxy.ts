import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { clientOptions } from './redis';

/** Stands between a client and Redis, and makes trouble. */
export interface RedisProxy {
  readonly port: number;
  /** A client by way of the proxy, with the settings we recommend and others on top; closed together with the proxy. */
  connect(options?: object): Redis;
  /** Lets everything through again: at first, and after any trouble but `cut`. */
  pass(): void;
  /** Each way takes so much longer. */
  delay(ms: number): void;
  /** Redis hears and answers, but its answers are lost. */
  dropReplies(): void;
  /** Nothing arrives any more, and nobody is told: a half-open connection. */
  swallow(): void;
  /** Cuts all connections now. */
  cut(): void;
  /** Cuts the connection on which Redis answers next, in place of the answer. How often it did so by itself is counted. */
  cutBeforeReply(times?: number): void;
  readonly cuts: number;
  /** Bytes that came from clients. */
  readonly received: number;
  close(): Promise<void>;
}

export async function startRedisProxy(target: number): Promise<RedisProxy> {
  let wait = 0;
  let deaf = false;
  let mute = false;
  let toCut = 0;
  let cuts = 0;
  let received = 0;
  const sockets = new Set<Socket>();
  const clients: Redis[] = [];

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Cut sockets say so; nobody here needs to know.
    socket.on('error', () => undefined);
  };
  const pass = (to: Socket, chunk: Buffer) => {
    // Timers of one length fire in the order in which they were set.
    if (wait === 0) to.write(chunk);
    else setTimeout(() => to.write(chunk), wait);
  };

  const server = createServer((client) => {
    const redis = connect(target, '127.0.0.1');
    keep(client);
    keep(redis);
    client.on('data', (chunk) => {
      received += chunk.length;
      if (!deaf) pass(redis, chunk);
    });
    redis.on('data', (chunk) => {
      if (toCut > 0) {
        toCut--;
        cuts++;
        client.destroy();
      } else if (!mute) pass(client, chunk);
    });
    client.on('close', () => redis.destroy());
    redis.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address object.
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    port,
    connect: (options = {}) => {
      // With a connection that is gone, `disconnect()` waits for so long.
      const client = new Redis({ ...clientOptions(port), disconnectTimeout: 100, ...options });
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    pass: () => {
      wait = toCut = 0;
      deaf = mute = false;
    },
    delay: (ms) => void (wait = ms),
    dropReplies: () => void (mute = true),
    swallow: () => void (deaf = mute = true),
    cut,
    cutBeforeReply: (times = 1) => void (toCut = times),
    get cuts() {
      return cuts;
    },
    get received() {
      return received;
    },
    close: async () => {
      for (const client of clients) client.disconnect();
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
