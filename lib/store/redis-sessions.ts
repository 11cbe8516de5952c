import { isYes } from './redis-answer';
import type { RunScript } from './redis-client';
import { keyName } from './redis-keys';
import { repeatable } from './redis-scripts';
import type { SessionStore } from './sessions';

/** ARGV: ttl. */
const READ_SESSION = repeatable(`
local text = redis.call('GET', KEYS[1])
if text then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return text`);

/** ARGV: text or nothing, ttl. */
const WRITE_SESSION = repeatable(`
if ARGV[1] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end`);

/** ARGV: text before or nothing, text after, ttl. Run twice, since an answer got lost, it says the same. */
const REPLACE_SESSION = repeatable(`
local text = redis.call('GET', KEYS[1]) or ''
if text ~= ARGV[1] then
  return text == ARGV[2] and 1 or 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`);

/** The sessions of all processes that share a Redis. */
export const redisSessions = (run: RunScript, prefix: string): SessionStore => ({
  isShared: true,
  read: async (key, ttl) => {
    const text = await run(READ_SESSION, [keyName(prefix, key, 's')], [String(ttl)]);
    return typeof text === 'string' ? text : undefined;
  },
  write: async (key, text = '', ttl) => {
    await run(WRITE_SESSION, [keyName(prefix, key, 's')], [text, String(ttl)]);
  },
  replace: async (key, before = '', after, ttl) =>
    isYes(await run(REPLACE_SESSION, [keyName(prefix, key, 's')], [before, after, String(ttl)])),
});
