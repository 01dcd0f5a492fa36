-- Saves a room's state and prolongs the lease that it is saved under. An operation that was carried out already, or
-- that a later one has overtaken, changes nothing: calls whose outcome is unknown may be repeated and may come late.
-- KEYS: owner, snapshot. ARGV: node, run, claim, epoch, ttl, operation, state.
-- Answers 1 if it wrote, 0 if it had been written before, and nil if the lease is lost.
local epoch, op = tonumber(ARGV[4]), tonumber(ARGV[6])
if not hold(KEYS[1], ARGV[1], ARGV[2], ARGV[3], epoch, ARGV[5]) then
  return false
end
local saved = epoch_of(KEYS[2])
if saved > epoch then
  return false
end
if saved == epoch and tonumber(redis.call('HGET', KEYS[2], 'op')) >= op then
  return 0
end
redis.call('HSET', KEYS[2], 'epoch', epoch, 'op', op, 'data', ARGV[7])
return 1
