import { otherKind } from './redis-answer';
import type { RunScript } from './redis-client';
import { keyName } from './redis-keys';
import { repeatable } from './redis-scripts';
import type { Turn, TurnRequest, TurnStore } from './turns';

// KEYS[1] is a hash: for each ticket in line its place, the end of its lease, and its owner; and `next`, the
// last place given. The owner of one that replaces others, or whose user has unsubscribed, begins with one of
// these marks, which no random id has.
const MARKS = { replaced: '!', unsubscribed: '~' } as const;
const TURNS: Readonly<Record<Turn, true>> = {
  ...{ mine: true, replaced: true, unsubscribed: true, wait: true, full: true },
};
const PLACE = `'^(%d+) (%d+) (.*)$'`;

/** ARGV: ticket, owner, most, lease. */
const ASK = repeatable(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local line = redis.call('HGETALL', KEYS[1])
local place, first, replaced, left
local others = 0
for i = 1, #line, 2 do
  local number, lease, owner = string.match(line[i + 1], ${PLACE})
  if line[i] == ARGV[1] then
    place = tonumber(number)
  elseif number and tonumber(lease) <= now then
    redis.call('HDEL', KEYS[1], line[i])
  elseif number then
    others = others + 1
    first = math.min(first or tonumber(number), tonumber(number))
    replaced = replaced or string.sub(owner, 1, 1) == '${MARKS.replaced}'
    left = left or string.sub(owner, 1, 1) == '${MARKS.unsubscribed}'
  end
end
if not place then
  if others > tonumber(ARGV[3]) then
    return 'full'
  end
  place = redis.call('HINCRBY', KEYS[1], 'next', 1)
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %.0f %s', place, now + ARGV[4], ARGV[2]))
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
if first and first < place then
  return 'wait'
end
return left and 'unsubscribed' or replaced and 'replaced' or 'mine'`);

/** ARGV: ticket, owner. */
const LEAVE = repeatable(`
local _, _, owner = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', ${PLACE})
if owner == ARGV[2] then
  redis.call('HDEL', KEYS[1], ARGV[1])
  if redis.call('HLEN', KEYS[1]) <= 1 then
    redis.call('DEL', KEYS[1])
  end
end`);

/** The lines of all processes that share a Redis. */
export const redisTurns = (run: RunScript, prefix: string): TurnStore => ({
  ask: async (key, ticket, most, lease) => {
    const values = [ticket.id, ownerOf(ticket), String(most), String(lease)];
    const turn = await run(ASK, [keyName(prefix, key, 't')], values);
    if (!isTurn(turn)) throw otherKind();
    return turn;
  },
  leave: async (key, ticket) => {
    await run(LEAVE, [keyName(prefix, key, 't')], [ticket.id, ownerOf(ticket)]);
  },
});

const isTurn = (answer: unknown): answer is Turn =>
  typeof answer === 'string' && Object.hasOwn(TURNS, answer);

const ownerOf = ({ owner, replaces }: TurnRequest): string =>
  replaces === undefined ? owner : MARKS[replaces] + owner;
