-- Claims a room that nobody holds, or an earlier run of the same node, with an epoch greater than any before.
-- KEYS: owner, snapshot. ARGV: node, run, claim, ttl.
-- Answers {epoch}, or {0, node, milliseconds} of whoever holds it and for how long yet.
local owner = redis.call('HMGET', KEYS[1], 'until', 'node', 'run')
local left = tonumber(owner[1] or 0) - clock()
local earlier = owner[2] == ARGV[1] and tonumber(owner[3] or 0) < tonumber(ARGV[2])
if left > 0 and not earlier then
  return {0, owner[2], left}
end
local epoch = math.max(epoch_of(KEYS[1]), epoch_of(KEYS[2])) + 1
grant(KEYS[1], ARGV[1], ARGV[2], ARGV[3], epoch, ARGV[4])
return {epoch}
