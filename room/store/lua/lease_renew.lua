-- Prolongs a lease.
-- KEYS: owner, snapshot. ARGV: node, claim, epoch, ttl.
-- Answers the number of the last operation that was saved under this lease, and nil if the lease is lost.
local epoch = tonumber(ARGV[3])
if not hold(KEYS[1], ARGV[1], ARGV[2], epoch, ARGV[4]) then
  return false
end
if epoch_of(KEYS[2]) ~= epoch then
  return 0
end
return tonumber(redis.call('HGET', KEYS[2], 'op'))
