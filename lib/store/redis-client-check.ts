import { ConfigError } from '../errors';

const EXAMPLE = 'redisStore(new Redis(process.env.REDIS_URL))';

/**
 * Checks that somebody gave a client of ioredis. Messages show nothing of what was given, since an address
 * holds the password.
 *
 * @throws {ConfigError} It is something else.
 */
export function checkClient(given: unknown): void {
  const wrong = whatIsWrong(given);
  if (wrong !== undefined) throw new ConfigError(`redisStore() takes a client of ioredis, ${wrong}`);
}

function whatIsWrong(given: unknown): string | undefined {
  if (given === undefined || given === null) return `and got none: ${EXAMPLE}.`;
  if (typeof given === 'string' || given instanceof URL) return `not an address: ${EXAMPLE}.`;
  if (typeof given === 'function') return `not a class or a function: ${EXAMPLE}.`;
  if (Array.isArray(given)) return 'not a list of nodes: redisStore(new Cluster(nodes)).';
  if (typeof given !== 'object') return `not a ${typeof given}: ${EXAMPLE}.`;
  // The pipelines of ioredis have the methods of a client, and more.
  const has = (name: string): boolean =>
    typeof (given as Readonly<Record<string, unknown>>)[name] === 'function';
  if ('isPipeline' in given) return 'not a pipeline or a transaction: give it the client itself.';
  if (has('evalSha') || has('internal_send_command'))
    return `not one of the package "redis", whose commands are others: npm install ioredis, then ${EXAMPLE}.`;
  if (has('evalsha') && has('eval')) return undefined;
  if (has('then')) return 'not a promise of one: await it first.';
  if (has('get') && has('set')) return `and this one has no evalsha and eval: ${EXAMPLE}.`;
  return `not its settings: redisStore(new Redis({ host, port, password })), or ${EXAMPLE}.`;
}
