import { KEEP_ANSWER_MS } from './deliveries';
import { MAX_SEEN, MAX_STARTS } from './facts';
import { repeatable } from './redis-scripts';

/**
 * The rule of `sync` in Redis. KEYS[1] is the message's hash, KEYS[2] its answer. Fields: s(een), f(irst),
 * r<owner> (until when its run is alive), a(cknowledged by), v (whose answer it is), l(ate, by whom),
 * k(nows), t(aken). ARGV: me, what is wished (f: to run first, r: to run again, a, s), lease, grace,
 * milliseconds since the first delivery (or nothing); then as they are told: seen, runs (owner=milliseconds
 * left), ack, answer, late, knows, taken; the answer itself; for how many milliseconds it is remembered.
 * Lists are of names of one length, each with a comma behind it.
 */
export const SYNC_DELIVERY = repeatable(`
local me, wish, lease, grace = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local h, changes = {}, {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  h[all[i]] = all[i + 1]
end
local function set(field, value)
  if h[field] ~= value then
    h[field] = value
    changes[#changes + 1] = field
    changes[#changes + 1] = value
  end
end
local function once(field, value)
  if value ~= '' and not h[field] then
    set(field, value)
  end
end
local function add(field, names)
  local list = h[field] or ''
  for name in string.gmatch(names, '[^,]+,') do
    if not string.find(list, name, 1, true) then
      list = string.sub(list .. name, -${MAX_SEEN} * #name)
    end
  end
  if list ~= '' then
    set(field, list)
  end
end
local function left(owner)
  return owner and h['r' .. owner] and tonumber(h['r' .. owner]) - now or -math.huge
end
local function at(ms)
  return string.format('%.0f', now + ms)
end

if ARGV[5] ~= '' then
  local first = now - tonumber(ARGV[5])
  if first < tonumber(h.f or math.huge) then
    set('f', string.format('%.0f', first))
  end
end
add('s', ARGV[6])
for owner, ms in string.gmatch(ARGV[7], '([^,=]+)=(-?%d+),') do
  ms = tonumber(ms)
  if owner == me then
    set('r' .. me, at(ms))
  elseif not h['r' .. owner] then
    set('r' .. owner, at(math.max(ms, lease)))
  end
end
once('a', ARGV[8])
if ARGV[9] ~= '' and not h.v then
  set('v', ARGV[9])
  if ARGV[13] ~= '' then
    redis.call('SET', KEYS[2], ARGV[13], 'PX', ${KEEP_ANSWER_MS})
  end
end
once('l', ARGV[10])
add('k', ARGV[11])
-- Where the teller has gone by itself, what it has handed in is another answer.
if ARGV[9] == '' or h.v == ARGV[9] then
  once('t', ARGV[12])
end

local starts, alive, runs = 0, false, {}
for field in pairs(h) do
  if string.sub(field, 1, 1) == 'r' then
    starts = starts + 1
    alive = alive or left(string.sub(field, 2)) > 0
  end
end
if not h.v then
  if string.find(wish, 'a') then
    once('a', me)
  end
  local most = string.find(wish, 'r') and ${MAX_STARTS} or string.find(wish, 'f') and 1 or 0
  if most > 0 and not alive and (starts < most or h['r' .. me]) then
    set('r' .. me, at(lease))
  end
elseif string.find(wish, 's') and h.a then
  local gone = left(h.v) <= 0
  local mine
  if h.a == me then
    mine = h['r' .. me] or gone
  else
    mine = left(h.a) <= -grace and (h.v == me or gone)
  end
  if mine and not h.l then
    set('l', me)
    if h.v ~= me then
      set('t', '1')
    end
  end
end
if #changes > 0 then
  redis.call('HSET', KEYS[1], unpack(changes))
  redis.call('PEXPIRE', KEYS[1], ARGV[14])
end

for field in pairs(h) do
  if string.sub(field, 1, 1) == 'r' then
    runs[#runs + 1] = string.sub(field, 2) .. '=' .. string.format('%.0f', left(string.sub(field, 2))) .. ','
  end
end
return { h.f and string.format('%.0f', now - h.f) or '', h.s or '', table.concat(runs), h.a or '', h.v or '', h.l or '',
  h.k or '', h.t or '', h.v and h.v ~= me and redis.call('GET', KEYS[2]) or '' }`);
