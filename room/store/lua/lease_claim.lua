-- Claims a room that nobody holds, with an epoch greater than any before.
-- KEYS: owner, snapshot. ARGV: node, claim, ttl.
-- Answers {epoch}, or {0, node, milliseconds} of whoever holds it and for how long yet.
local left = tonumber(redis.call('HGET', KEYS[1], 'until') or 0) - clock()
if left > 0 then
  return {0, redis.call('HGET', KEYS[1], 'node'), left}
end
local epoch = math.max(epoch_of(KEYS[1]), epoch_of(KEYS[2])) + 1
grant(KEYS[1], ARGV[1], ARGV[2], epoch, ARGV[3])
return {epoch}
