-- Prolongs a lease.
-- KEYS: owner, snapshot. ARGV: node, run, claim, epoch, ttl.
-- Answers the number of the last operation that was saved under this lease, and nil if the lease is lost.
local epoch = tonumber(ARGV[4])
if not hold(KEYS[1], ARGV[1], ARGV[2], ARGV[3], epoch, ARGV[5]) then
  return false
end
if epoch_of(KEYS[2]) ~= epoch then
  return 0
end
return tonumber(redis.call('HGET', KEYS[2], 'op'))
