import { KEEP_ANSWER, MAX_ATTEMPTS, REMEMBER_DELIVERY } from './deliveries';
import { repeatable } from './redis-scripts';

/** How much of the list of counted deliveries is kept, in characters: more than a repeat is ever late. */
const COUNTED = 200;

// KEYS[1] is the message's hash, KEYS[2] its answer. Fields: s(tate), o(wner), n (attempt), l(ease's end), c (deliveries), k (those
// counted last), f(irst), late ('owed' once WeChat was told not to ask again, 'sending' once its owner was told so). A hash
// without a state holds nothing but that. Each script may be run twice: the second time it says the same and changes nothing.
const COMMON = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local h = redis.call('HMGET', KEYS[1], 's', 'o', 'n', 'l', 'c', 'f', 'late', 'k')
local state, owner, attempt, lease, late = h[1], h[2], tonumber(h[3] or 0), tonumber(h[4] or 0), h[7]

local function set(...)
  redis.call('HSET', KEYS[1], ...)
  redis.call('PEXPIRE', KEYS[1], ${REMEMBER_DELIVERY})
end

local function at(ms)
  return string.format('%.0f', now + tonumber(ms))
end
`;

/** ARGV: owner, the delivery to count (with a comma) or nothing, lease. */
export const CLAIM_DELIVERY = repeatable(`${COMMON}
local counted = h[8] or ''
local deliveries = tonumber(h[5] or 0)
local first = tonumber(h[6] or now)
local function say(what, answer)
  return { what, attempt, deliveries, now - first, late and 1 or 0, answer or '' }
end
if ARGV[2] ~= '' and not string.find(counted, ARGV[2], 1, true) then
  deliveries = deliveries + 1
  counted = string.sub(counted .. ARGV[2], -${COUNTED})
  if state then
    redis.call('HSET', KEYS[1], 'c', deliveries, 'k', counted)
  end
end
if not state then
  if ARGV[2] == '' then
    return say('wait')
  end
  attempt = 1
  set('s', 'run', 'o', ARGV[1], 'n', 1, 'l', at(ARGV[3]), 'c', deliveries, 'k', counted, 'f', at(0))
  return say('run')
end
if state == 'done' then
  return late and say('late') or say('done', redis.call('GET', KEYS[2]))
end
if owner == ARGV[1] then
  return say('run')
end
if state == 'parked' then
  return say('parked')
end
if lease > now then
  return say('wait')
end
if attempt >= ${MAX_ATTEMPTS} then
  set('s', 'parked')
  return say('parked')
end
attempt = attempt + 1
set('o', ARGV[1], 'n', attempt, 'l', at(ARGV[3]))
return say('run')`);

/** ARGV: owner, attempt, lease. */
export const RENEW_DELIVERY = repeatable(`${COMMON}
if not state then
  set('s', 'run', 'o', ARGV[1], 'n', ARGV[2], 'l', at(ARGV[3]), 'f', h[6] or at(0))
  return 1
end
if owner ~= ARGV[1] or state == 'done' then
  return 0
end
set('s', 'run', 'l', at(ARGV[3]))
return 1`);

/** ARGV: owner, answer, whether it is owed whatever the hash says (or nothing). */
export const FINISH_DELIVERY = repeatable(`${COMMON}
if state and owner ~= ARGV[1] then
  return 'lost'
end
if late or ARGV[3] ~= '' then
  if late ~= 'sending' then
    set('s', 'done', 'o', ARGV[1], 'late', 'sending')
  end
  return 'send-late'
end
if state ~= 'done' then
  set('s', 'done', 'o', ARGV[1])
  if ARGV[2] ~= '' then
    redis.call('SET', KEYS[2], ARGV[2], 'PX', ${KEEP_ANSWER})
  end
end
return 'stored'`);

export const GIVE_UP_DELIVERY = repeatable(`${COMMON}
if state == 'done' then
  return late and { 'late' } or { 'answer', redis.call('GET', KEYS[2]) or '' }
end
if late ~= 'owed' then
  set('late', 'owed')
end
return { state == 'parked' and 'late' or 'owed' }`);
