import { isNativeError } from 'node:util/types';
import { property } from '../own';
import { inWords, systemWords } from '../system-codes';
import { StoreError } from './store';

/** Why a Redis does not do what it is asked, and what to do. */
interface Reason {
  /** Waiting does not help: somebody must set it up otherwise. */
  readonly misconfigured: boolean;
  readonly why: string;
  /** Where Redis, or the client, has no code of its own for it. */
  readonly text?: RegExp;
}

const wrong = (why: string, text?: RegExp): Reason => ({ misconfigured: true, why, ...(text && { text }) });
const passing = (why: string, text?: RegExp): Reason => ({
  misconfigured: false,
  why,
  ...(text && { text }),
});

const REASONS = {
  UNKNOWN_COMMAND: wrong(
    'it does not know EVAL and EVALSHA, or a command in our scripts. A proxy in front of it, or its "rename-command", may have taken them away: allow scripts, or use another Redis',
    /unknown (?:redis )?command/i,
  ),
  OLD_REDIS: wrong('it is older than Redis 5: use a newer one', /after non deterministic commands/i),
  NOPERM: wrong(
    'its user lacks a right. Allow that user scripts and the keys of the store, in Redis: ACL SETUSER <user> ~wx:* +@scripting +@read +@write +time, where wx: is the "prefix"',
    /can't run this command or subcommand|ACL failure in script/i,
  ),
  DB_INDEX: wrong(
    'there is no database of the number that the client asks for, and a cluster has only number 0: mend "db", or the end of the address',
    /DB index is out of range|SELECT is not allowed|invalid DB index/i,
  ),
  CLUSTER_DISABLED: wrong(
    'it is no cluster: give redisStore() a new Redis(…) of ioredis in place of a Cluster',
    /cluster support disabled/i,
  ),
  SUBSCRIBER_MODE: wrong(
    'the client subscribes or monitors, and can do nothing else: give redisStore() a client of its own, such as client.duplicate()',
    /in (?:subscriber|monitoring|monitor) mode/i,
  ),
  NOT_REDIS: wrong(
    'what answers is not Redis: look at host and port, and at whether it wants TLS (rediss://)',
    /protocol error/i,
  ),
  PROTECTED_MODE: wrong(
    'it takes connections from its own machine only: give it a password, or set its "bind" and "protected-mode"',
    /protected mode/i,
  ),
  MAX_CLIENTS: passing(
    'it has as many connections as its "maxclients" allows: raise it, or close some',
    /max number of clients/i,
  ),
  COMMAND_TIMEOUT: passing('the "commandTimeout" of the client was over', /^Command timed out$/),
  NOAUTH: wrong('it wants a password: give the client "password", or redis://:password@host'),
  WRONGPASS: wrong('user or password are wrong: compare those of the client with those in Redis'),
  WRONGTYPE: wrong(
    'another program uses keys of these names: choose another "prefix" for redisStore(), or another database',
  ),
  MOVED: wrong(
    'it is a node of a cluster: give redisStore() a new Cluster(…) of ioredis in place of a Redis',
  ),
  ASK: wrong('it is a node of a cluster: give redisStore() a new Cluster(…) of ioredis in place of a Redis'),
  CROSSSLOT: wrong(
    'it keeps keys of one hash tag, the part in braces, at different places. A proxy in front of a cluster, or the "keyPrefix" of the client, may do so: connect to the cluster itself with a new Cluster(…) of ioredis, and leave braces out of "keyPrefix"',
  ),
  READONLY: passing(
    'it is a replica, which takes no writes. If that is no failover, connect to the master, or to Sentinel',
  ),
  MISCONF: passing(
    'it cannot write its snapshot, and therefore takes no writes: look at its disk and at its log',
  ),
  OOM: passing(
    'its memory is full: raise "maxmemory", or let it drop keys of others ("maxmemory-policy" volatile-ttl)',
  ),
  LOADING: passing('it reads its data after a start, and will answer soon'),
  CLUSTERDOWN: passing(
    'its cluster has no node for these keys: look at redis-cli --cluster check, and whether all slots are assigned',
  ),
  MASTERDOWN: passing(
    'it is a replica that has lost its master. If that is no failover, connect to the master',
  ),
  NOREPLICAS: passing('it has fewer replicas than its "min-replicas-to-write" wants'),
  TRYAGAIN: passing('its cluster moves these keys to another node just now'),
  BUSY: passing("it runs somebody's slow script: look at SLOWLOG, and end that with SCRIPT KILL"),
} satisfies Readonly<Record<string, Reason>>;

const known: readonly (readonly [string, Reason])[] = Object.entries(REASONS);
/** Redis's own codes are the first word, or behind the words of a script. */
const WORD = new RegExp(`\\b(${known.map(([code]) => code).join('|')})\\b`);
/** Those of the system, also in the words of a library. */
const SYSTEM = /\b(ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST[A-Z]+|ENET[A-Z]+|EPIPE|EPROTO)\b/;

/**
 * Our own error for one of Redis or of its client. Nothing of their text goes into it, since that may quote a
 * command, and with it a value: only the code, why that is, and what to do.
 */
export function toStoreError(given: unknown): StoreError {
  // A Cluster that finds no node says of the last one why.
  const error = property(given, 'lastNodeError') ?? given;
  if (error instanceof StoreError) return error;
  const text = textOf(error);
  const word = WORD.exec(text)?.[1];
  const found = known.find(([, reason]) => reason.text?.test(text)) ?? known.find(([code]) => code === word);
  if (found) {
    const [code, { misconfigured, why }] = found;
    const what = misconfigured ? 'Redis cannot be used' : 'Redis is not available';
    return new StoreError(`${what} (${code}): ${why}.`, misconfigured, code);
  }
  const own = property(error, 'code');
  const code = typeof own === 'string' && systemWords(own, '') !== undefined ? own : SYSTEM.exec(text)?.[1];
  if (code === undefined) return new StoreError('Redis is not available.');
  return new StoreError(`Redis is not available. ${inWords(code, addressOf(error))}.`, false, code);
}

/** The words of whatever was thrown. */
export const textOf = (error: unknown): string => (isNativeError(error) ? error.message : String(error));

/** Where it was tried, as the system says. */
function addressOf(error: unknown): string {
  const [address, port, name] = ['address', 'port', 'hostname'].map((key) => property(error, key));
  if (typeof address === 'string' && typeof port === 'number')
    return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return typeof name === 'string' && /^[\w.-]{1,253}$/.test(name) ? name : 'its address';
}
