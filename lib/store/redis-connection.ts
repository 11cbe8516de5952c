import { consoleLogger } from '../logger';
import { toStoreError } from './redis-reason';
import type { StoreError } from './store';

/** What is needed of ioredis: its `Redis` and its `Cluster` both fit. */
export interface RedisClient {
  /** `ready`, `reconnecting`, `end`… */
  readonly status?: string;
  evalsha(sha: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(lua: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** Asked for `close`, `connect`, `ready` and `error`. */
  on?(event: string, listener: (error?: unknown) => void): unknown;
  listenerCount?(event: string): number;
}

/** What is told of a client's connection. */
export interface RedisConnection {
  /** Called once when it is lost, unless told to forget that. */
  onLost(listener: () => void): () => void;
  /** Called once when commands can be sent: now, if it stands. False: this client does not say. */
  onReady(listener: () => void): boolean;
  /**
   * Why there is no connection as its owner wants it, if the client has said so since the last one that
   * stood.
   */
  refusal(): StoreError | undefined;
}

const watched = new WeakMap<RedisClient, RedisConnection>();

/** Watches a client with one listener per event, however many stores and commands it has. */
export function connectionOf(client: RedisClient): RedisConnection {
  let connection = watched.get(client);
  if (connection === undefined) watched.set(client, (connection = watch(client)));
  return connection;
}

/**
 * V8 keeps the slots of a `Set` after a delete, until a full garbage collection. A listener holds a command
 * and its message, so the set holds an entry instead; only the emptied entry stays.
 */
interface ListenerEntry {
  listener: (() => void) | undefined;
}

function watch(client: RedisClient): RedisConnection {
  const lost = new Set<ListenerEntry>();
  const ready = new Set<ListenerEntry>();
  const call = (entries: Set<ListenerEntry>) => () => {
    const all = [...entries];
    entries.clear();
    for (const { listener } of all) listener?.();
  };
  client.on?.('close', call(lost));
  client.on?.('ready', call(ready));
  return {
    refusal: watchErrors(client),
    onLost: (listener) => {
      const entry: ListenerEntry = { listener };
      lost.add(entry);
      return () => {
        entry.listener = undefined;
        lost.delete(entry);
      };
    },
    onReady: (listener) => {
      if (client.status === undefined || client.status === 'ready') listener();
      else if (client.on === undefined || client.status === 'end') return false;
      else ready.add({ listener });
      return true;
    },
  };
}

/**
 * A client that is refused connects again and again, and only its event says why. A client on whose `error`
 * nobody listens writes each of them to the console; as we listen now, we write instead, once for each
 * reason.
 */
function watchErrors(client: RedisClient): () => StoreError | undefined {
  let refusal: StoreError | undefined;
  let told: string | undefined;
  client.on?.('error', (given) => {
    const error = toStoreError(given);
    refusal = error;
    if (client.listenerCount?.('error') !== 1 || told === error.message) return;
    told = error.message;
    const { misconfigured, message, reason } = error;
    consoleLogger[misconfigured ? 'error' : 'warn']({ event: 'redis-error', code: reason }, message);
  });
  client.on?.('connect', () => (refusal = undefined));
  client.on?.('ready', () => {
    // Without its database a client goes on with the first one.
    if (refusal?.reason === 'DB_INDEX') return;
    refusal = told = undefined;
  });
  return () => refusal;
}
