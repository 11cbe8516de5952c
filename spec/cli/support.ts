import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../lib/cli/main';
import { sign } from '../../lib/wire/signature';

/** What came of a run of the program. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly locale?: string;
  readonly input?: string | Buffer;
  readonly signal?: AbortSignal;
}

/** Runs the program in this process, without a terminal. */
export async function run(argv: readonly string[], world: World = {}): Promise<Ran> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(world.input ?? '');
  const signal = world.signal ?? new AbortController().signal;
  const { env = {}, cwd = process.cwd(), locale } = world;
  const io = { stdin, stdout, stderr, env, cwd, signal, ...(locale !== undefined && { locale }) };
  const code = main(argv, io).finally(() => {
    stdout.end();
    stderr.end();
  });
  const [exit, out, err] = await Promise.all([code, text(stdout), text(stderr)]);
  return { code: exit, out, err };
}

export const token = 'specToken';
export const appId = 'wx4f0c2b9d7e61a853';
export const appSecret = '0123456789abcdef0123456789abcdef';
export const aesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

/** Whether WeChat, or whoever knows the token, has signed a request. */
export function isSigned(url: string | undefined): boolean {
  const { searchParams } = new URL(url ?? '', 'http://bot');
  const [signature, timestamp, nonce] = ['signature', 'timestamp', 'nonce'].map(
    (name) => searchParams.get(name) ?? '',
  ) as [string, string, string]; // One for each name.
  return signature === sign(token, timestamp, nonce);
}

const servers: Server[] = [];

/** Serves on a free port of this machine; yields the origin. */
export async function serve(listener: RequestListener, server: Server = createServer(listener)) {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** Ends all servers; for `afterAll`. */
export async function closeServers(): Promise<void> {
  await Promise.all(
    servers.splice(0).map(async (server) => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    }),
  );
}
