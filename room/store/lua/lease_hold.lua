-- What every script of a lease begins with. An owner's record stays when its lease has run out or was released, so
-- that the epoch only grows. Times are Redis' own, in milliseconds.
local function clock()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- epoch_of reads the epoch of an owner or of a snapshot: 0 if there is none.
local function epoch_of(key)
  return tonumber(redis.call('HGET', key, 'epoch') or 0)
end

local function grant(key, node, run, claim, epoch, ttl)
  redis.call('HSET', key, 'node', node, 'run', run, 'claim', claim, 'epoch', epoch, 'until', clock() + ttl)
end

-- hold prolongs a lease and says whether it could. One that ran out is prolonged too, if nobody has claimed the room
-- since. A Redis that has lost its newest writes knows an older epoch, or none: then the lease still stands, unless
-- somebody has claimed the room in the meantime.
local function hold(key, node, run, claim, epoch, ttl)
  local known = epoch_of(key)
  if known > epoch then
    return false
  end
  if known == epoch and redis.call('HGET', key, 'claim') ~= claim then
    return false
  end
  if known < epoch and tonumber(redis.call('HGET', key, 'until') or 0) > clock() then
    return false
  end
  grant(key, node, run, claim, epoch, ttl)
  return true
end
