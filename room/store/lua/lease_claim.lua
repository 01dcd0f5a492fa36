-- Claims a room that nobody holds, or an earlier run of the same node, with an epoch greater than any before. A claim
-- that is sent again because its answer was lost is the same claim.
-- KEYS: owner, snapshot. ARGV: node, run, claim, ttl.
-- Answers {epoch}, or {0, node, milliseconds} of whoever holds it and for how long yet.
local left = tonumber(redis.call('HGET', KEYS[1], 'until') or 0) - clock()
local node, run = redis.call('HGET', KEYS[1], 'node'), tonumber(redis.call('HGET', KEYS[1], 'run') or 0)
if redis.call('HGET', KEYS[1], 'claim') == ARGV[3] then
  local epoch = epoch_of(KEYS[1])
  grant(KEYS[1], ARGV[1], ARGV[2], ARGV[3], epoch, ARGV[4])
  return {epoch}
end
if left > 0 and not (node == ARGV[1] and run < tonumber(ARGV[2])) then
  return {0, node, left}
end
local epoch = math.max(epoch_of(KEYS[1]), epoch_of(KEYS[2])) + 1
grant(KEYS[1], ARGV[1], ARGV[2], ARGV[3], epoch, ARGV[4])
return {epoch}
