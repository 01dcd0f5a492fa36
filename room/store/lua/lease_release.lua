-- Ends a lease at once. Only its epoch stays, so that a late renewal finds nothing to prolong.
-- KEYS: owner. ARGV: claim, epoch.
if epoch_of(KEYS[1]) == tonumber(ARGV[2]) and redis.call('HGET', KEYS[1], 'claim') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'node', 'run', 'claim', 'until')
end
return 1
