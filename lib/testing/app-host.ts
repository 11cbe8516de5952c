import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../errors';
import { overhear } from './handler-errors';

/** Is told how a request fares on the app's side. */
export interface RequestWatcher {
  /** The app has it. */
  arrived(): void;
  /** The app has answered it, or lost its connection. */
  left(): void;
  /** A handler of the app threw; told only where the app is served in this process. */
  failed(error: unknown): void;
}

/** Where the app under test is. */
export interface AppHost {
  /** The address pushes go to. */
  address(): Promise<URL>;
  /** Watches the next request for that path and query. */
  watch(path: string, watcher: RequestWatcher): void;
  close(): Promise<void>;
}

/**
 * Those who wait for requests, by the address of these; of one address, in the order in which they were sent.
 */
function createWatchers() {
  const waiting = new Map<string, RequestWatcher[]>();
  let size = 0;
  const drop = (path: string, index: number): RequestWatcher | undefined => {
    const all = waiting.get(path) ?? [];
    const [watcher] = index < 0 ? [] : all.splice(index, 1);
    if (all.length === 0) waiting.delete(path);
    if (watcher !== undefined) size--;
    return watcher;
  };
  const indexOf = (path: string, watcher: RequestWatcher): number =>
    waiting.get(path)?.indexOf(watcher) ?? -1;
  return {
    get size() {
      return size;
    },
    add(path: string, watcher: RequestWatcher): void {
      waiting.set(path, [...(waiting.get(path) ?? []), watcher]);
      size++;
    },
    has: (path: string, watcher: RequestWatcher): boolean => indexOf(path, watcher) >= 0,
    /** The first of an address, who waits no more. */
    take: (path: string): RequestWatcher | undefined => drop(path, 0),
    delete: (path: string, watcher: RequestWatcher): boolean =>
      drop(path, indexOf(path, watcher)) !== undefined,
  };
}

/** An app that is served in this process. */
export interface ServedApp extends AppHost {
  /** Ends all connections, as the end of a process does. */
  cut(): void;
}

/** Serves the app on a free loopback port, from the first request on. Does not keep the process alive. */
export function serve(app: RequestListener, path: string): ServedApp {
  const watchers = createWatchers();
  const server = createServer((req, res) => {
    const watcher = watchers.take(req.url ?? '');
    watcher?.arrived();
    res.once('close', () => watcher?.left());
    if (watcher === undefined) app(req, res);
    else
      overhear(
        (error) => watcher.failed(error),
        () => app(req, res),
      );
  });
  let listening: Promise<URL> | undefined;

  async function listen(): Promise<URL> {
    server.listen(0, '127.0.0.1').unref();
    await once(server, 'listening');
    // A server on a port has an address of this form.
    const { port } = server.address() as AddressInfo;
    return new URL(path, `http://127.0.0.1:${port}`);
  }

  return {
    address: () => (listening ??= listen()),
    watch: (target, watcher) => watchers.add(target, watcher),
    cut: () => server.closeAllConnections(),
    async close() {
      if (listening === undefined) return;
      await listening;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The app at another path. */
export const hostAt = (host: AppHost, path: string): AppHost => ({
  ...host,
  address: async () => new URL(path, await host.address()),
});

/** Real milliseconds in which a request is thought to reach a server that cannot be watched. */
const ON_THE_WAY_MS = 10;
/** No request takes longer to a server of this process. */
const MAX_ON_THE_WAY_MS = 1000;
/** Node tells here of each request to a server of this process. */
const ARRIVALS = 'http.server.request.start';

/** Where an app that runs on a server of its own is. */
export interface RunningApp {
  /**
   * Its address; or a function that is asked for each delivery, so that several processes of an app take
   * turns.
   */
  readonly url: string | (() => string);
}

/**
 * The app on a server of its own.
 *
 * @throws {ConfigError} The url is none.
 */
export function connectTo({ url }: RunningApp): AppHost {
  if (typeof url !== 'function') readUrl(url);
  const watchers = createWatchers();

  /** A server of this process has a request: as exact as where the app is served here. */
  function onRequest(published: unknown): void {
    // What Node publishes on this channel.
    const { request, response } = published as { request: IncomingMessage; response: ServerResponse };
    const watcher = watchers.take(request.url ?? '');
    if (watcher === undefined) return;
    if (watchers.size === 0) unsubscribe(ARRIVALS, onRequest);
    watcher.arrived();
    response.once('close', () => watcher.left());
  }

  function forget(path: string, watcher: RequestWatcher): void {
    if (watchers.delete(path, watcher) && watchers.size === 0) unsubscribe(ARRIVALS, onRequest);
  }

  return {
    // What the function throws, or that it gives no address, the one who asks gets to know.
    address: () => new Promise((resolve) => resolve(readUrl(typeof url === 'function' ? url() : url))),
    watch: (path, watcher) => {
      if (watchers.size === 0) subscribe(ARRIVALS, onRequest);
      watchers.add(path, watcher);
      setTimeout(() => {
        // Another process has it, or nobody, or this one is very busy.
        if (watchers.has(path, watcher)) watcher.arrived();
      }, ON_THE_WAY_MS);
      setTimeout(() => forget(path, watcher), MAX_ON_THE_WAY_MS).unref();
    },
    close: () => Promise.resolve(),
  };
}

function readUrl(url: string): URL {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
  throw new ConfigError('simulate({ url }) needs a whole address: "http://localhost:3000/wechat".');
}
