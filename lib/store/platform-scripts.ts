import { CODE_MS, MAX_TICKETS, TICKET_MS } from './platforms';
import { repeatable } from './redis-scripts';

// All keys of a platform have its AppID as their hash tag. Redis's own clock counts.
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** KEYS: accounts. ARGV: appId. */
export const READ_ACCOUNT = repeatable(`return redis.call('HGET', KEYS[1], ARGV[1])`);

/** KEYS: names. ARGV: userName. */
export const READ_NAME = READ_ACCOUNT;

/** What Redis removes when its memory is full; nothing where the user of the connection may not ask. */
export const READ_EVICTION = repeatable(`
local info = redis.pcall('INFO', 'memory')
return type(info) == 'string' and string.match(info, 'maxmemory_policy:(%S+)') or false`);

/**
 * KEYS: accounts, names, ids. ARGV: appId, expected generation, record as JSON, userName. Asked twice, since
 * an answer got lost, it finds its own record, and says the same.
 */
export const SAVE_ACCOUNT = repeatable(`
local text = redis.call('HGET', KEYS[1], ARGV[1])
local old = text and cjson.decode(text) or {}
if (old.generation or 0) ~= tonumber(ARGV[2]) then
  return text == ARGV[3] and 1 or 0
end
if old.userName and old.userName ~= ARGV[4] and redis.call('HGET', KEYS[2], old.userName) == ARGV[1] then
  redis.call('HDEL', KEYS[2], old.userName)
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('ZADD', KEYS[3], 0, ARGV[1])
if ARGV[4] ~= '' then
  redis.call('HSET', KEYS[2], ARGV[4], ARGV[1])
end
return 1`);

/** KEYS: accounts, ids. ARGV: after, count. */
export const LIST_ACCOUNTS = repeatable(`
local from = ARGV[1] == '' and '-' or '(' .. ARGV[1]
local ids = redis.call('ZRANGEBYLEX', KEYS[2], from, '+', 'LIMIT', 0, ARGV[2])
return #ids == 0 and {} or redis.call('HMGET', KEYS[1], unpack(ids))`);

// KEYS: tickets, a hash of each with the second of its push and the end of its time here.
const TICKETS = `${NOW}
local values, seconds = {}, {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local created, ends = string.match(all[i + 1], '^(%d+) (%d+)$')
  if ends and tonumber(ends) > now then
    table.insert(values, all[i])
    seconds[all[i]] = tonumber(created)
  end
end
table.sort(values, function(a, b) return seconds[a] > seconds[b] end)
`;

/** Each ticket and its second. */
export const READ_TICKETS = repeatable(`${TICKETS}
local told = {}
for _, value in ipairs(values) do
  table.insert(told, value)
  table.insert(told, seconds[value])
end
return told`);

/** ARGV: ticket, second. */
export const ADD_TICKET = repeatable(`${TICKETS}
if seconds[ARGV[1]] then
  return
end
local oldest = values[${MAX_TICKETS}]
if oldest and seconds[oldest] >= tonumber(ARGV[2]) then
  return
end
for i = 1, #all, 2 do
  if not seconds[all[i]] or all[i] == oldest then
    redis.call('HDEL', KEYS[1], all[i])
  end
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %.0f', ARGV[2], now + ${TICKET_MS}))
redis.call('PEXPIRE', KEYS[1], ${TICKET_MS})`);

/** ARGV: tickets. */
export const DROP_TICKETS = repeatable(`redis.call('HDEL', KEYS[1], unpack(ARGV))`);

// KEYS: one code, a hash.
const CODE = `
local function told()
  local h = redis.call('HMGET', KEYS[1], 'appId', 'status')
  return { h[1] or '', h[2] or 'new' }
end

local function remember(...)
  redis.call('HSET', KEYS[1], ...)
  if redis.call('PTTL', KEYS[1]) < 0 then
    redis.call('PEXPIRE', KEYS[1], ${CODE_MS})
  end
end
`;

/** What is known of a code. */
export const READ_CODE = repeatable(`${CODE}
return told()`);

/**
 * ARGV: appId, status, owner; each may be empty. What was exchanged stays so, whatever somebody says who is
 * late.
 */
export const NOTE_CODE = repeatable(`${CODE}
if ARGV[1] ~= '' then
  remember('appId', ARGV[1])
end
if ARGV[2] ~= '' and told()[2] ~= 'exchanged' then
  remember('status', ARGV[2])
end
if ARGV[3] ~= '' and redis.call('HGET', KEYS[1], 'owner') == ARGV[3] then
  redis.call('HDEL', KEYS[1], 'owner', 'until')
end`);

/** ARGV: owner, ms. Asked twice by the same owner, since an answer got lost, it says the same. */
export const CLAIM_CODE = repeatable(`${NOW}${CODE}
local h = redis.call('HMGET', KEYS[1], 'owner', 'until')
local mine = h[1] == ARGV[1]
if not h[1] or tonumber(h[2]) <= now then
  remember('owner', ARGV[1], 'until', string.format('%.0f', now + ARGV[2]))
  mine = true
end
local all = told()
table.insert(all, 1, mine and 1 or 0)
return all`);
