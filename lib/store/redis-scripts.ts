import { createHash } from 'node:crypto';
import { NEXT_CONDITION } from './credential-condition';
import { FORCE_LIMITS, PAUSES_MS, REFUSALS, REMEMBER_MS } from './store';

/** A Lua script and the name by which Redis knows it. */
export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
  /** Run twice, it does and says what it does when run once. */
  readonly repeatable: boolean;
}

/** Names a script. */
export const script = (lua: string): RedisScript => ({
  lua,
  sha: createHash('sha1').update(lua).digest('hex'),
  repeatable: false,
});

/** Names a script that may be run twice. */
export const repeatable = (lua: string): RedisScript => ({ ...script(lua), repeatable: true });

/** The table of conditions, in Lua. `happen` writes the one that follows, and says it. */
const CONDITIONS = `
local following = {
${Object.entries(NEXT_CONDITION)
  .map(
    ([from, by]) =>
      `  ${from} = { ${Object.entries(by)
        .map(([event, to]) => `${event} = '${to}'`)
        .join(', ')} }`,
  )
  .join(',\n')}
}

local function condition()
  local h = redis.call('HMGET', KEYS[1], 'condition', 'bad', 'refused', 'trial', 'value')
  -- Versions before the field 'condition' write these, and then they have had the last word.
  if h[2] == '1' then
    return h[3] == '1' and 'refused' or 'replaced'
  elseif h[2] then
    return h[4] == '1' and 'trial' or 'good'
  elseif h[1] then
    return following[h[1]] and h[1] or 'none'
  end
  return h[5] and 'good' or 'none'
end

local function happen(event)
  local after = following[condition()][event]
  redis.call('HDEL', KEYS[1], 'bad', 'refused', 'trial')
  redis.call('HSET', KEYS[1], 'condition', after)
  if after == 'good' and (event == 'stored' or event == 'worked') then
    redis.call('HDEL', KEYS[1], 'strikes')
  end
  return after
end`;

// KEYS[1] is the credential's hash, KEYS[2] its lock. Redis's own clock counts, since those of the processes
// differ.
const COMMON = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function left(at)
  return at and (tonumber(at) - now) or 0
end

${CONDITIONS}

local function state()
  local h = redis.call('HMGET', KEYS[1], 'value', 'expiresAt', 'refreshAt', 'generation', 'pausedUntil', 'strikes',
    'errcode', 'errmsg')
  return { h[1] or '', left(h[2]), left(h[3]), tonumber(h[4] or 0), condition(), left(h[5]), tonumber(h[6] or 0),
    h[7] or '', h[8] or '' }
end

local function at(ms)
  return string.format('%.0f', now + tonumber(ms))
end

local function pause(errcode, errmsg)
  local strikes = redis.call('HINCRBY', KEYS[1], 'strikes', 1)
  local pauses = { ${PAUSES_MS.join(', ')} }
  redis.call('HSET', KEYS[1], 'pausedUntil', at(pauses[math.min(strikes, #pauses)]), 'errcode', errcode,
    'errmsg', errmsg)
  redis.call('PEXPIRE', KEYS[1], ${REMEMBER_MS})
end
`;

/** Says what is stored. */
export const READ = repeatable(`${COMMON}
return state()`);

/** ARGV: owner, ms. Asked twice by the same owner, since an answer got lost, it says the same. */
export const CLAIM = repeatable(`${COMMON}
local mine = redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2])
if not mine then
  mine = redis.call('GET', KEYS[2]) == ARGV[1]
end
local all = state()
table.insert(all, 1, mine and 1 or 0)
return all`);

/**
 * ARGV: owner, kind, then for 'fresh' value, expiresIn, refreshIn, generation; for 'refused' errcode, errmsg.
 */
export const COMPLETE_CLAIM = script(`${COMMON}
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return ''
end
redis.call('DEL', KEYS[2])
if ARGV[2] == 'refused' then
  pause(ARGV[3], ARGV[4])
elseif ARGV[2] == 'fresh' then
  if tonumber(redis.call('HGET', KEYS[1], 'generation') or 0) ~= tonumber(ARGV[6]) then
    return ''
  end
  happen('stored')
  redis.call('HDEL', KEYS[1], 'pausedUntil', 'errcode', 'errmsg')
  redis.call('HINCRBY', KEYS[1], 'generation', 1)
  redis.call('HSET', KEYS[1], 'value', ARGV[3], 'expiresAt', at(ARGV[4]), 'refreshAt', at(ARGV[5]))
  redis.call('PEXPIRE', KEYS[1], math.floor(tonumber(ARGV[4])) + ${REMEMBER_MS})
end
return condition()`);

/**
 * ARGV: value, then, for a pause, errcode and errmsg. Says how many values were refused of late; -1: another
 * one is stored.
 */
export const INVALIDATE = script(`${COMMON}
if redis.call('HGET', KEYS[1], 'value') ~= ARGV[1] then
  return -1
end
local before = condition()
local refusals = {}
for each in string.gmatch(redis.call('HGET', KEYS[1], 'refusals') or '', '%d+') do
  if tonumber(each) > now - ${REFUSALS.within} then
    table.insert(refusals, each)
  end
end
if ARGV[2] and (before == 'good' or before == 'trial') then
  table.insert(refusals, at(0))
end
if #refusals > ${REFUSALS.most} then
  table.remove(refusals, 1)
end
redis.call('HSET', KEYS[1], 'refusals', table.concat(refusals, ','))
happen(ARGV[2] and 'refused' or 'replaced')
-- Many callers meet the same refusal; together they begin one pause.
if ARGV[2] and before == 'trial' then
  pause(ARGV[2], ARGV[3])
end
return #refusals`);

/** ARGV: value. */
export const MARK_USED = repeatable(`${COMMON}
if redis.call('HGET', KEYS[1], 'value') == ARGV[1] then
  happen('worked')
end
return 1`);

/** Counts a forced renewal if it is allowed. */
export const ALLOW_FORCE = script(`${COMMON}
local day = math.floor(now / ${FORCE_LIMITS.day})
local h = redis.call('HMGET', KEYS[1], 'forcedAt', 'forcedDay', 'forcedCount')
local count = tonumber(h[2] or -1) == day and tonumber(h[3]) or 0
if now - tonumber(h[1] or 0) < ${FORCE_LIMITS.apart} or count >= ${FORCE_LIMITS.perDay} then
  return 0
end
redis.call('HSET', KEYS[1], 'forcedAt', at(0), 'forcedDay', string.format('%.0f', day), 'forcedCount', count + 1)
redis.call('PEXPIRE', KEYS[1], ${REMEMBER_MS})
return 1`);
