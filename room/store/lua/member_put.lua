-- Adds a person to a group or changes the membership. Its version grows with every change, and a tombstone hands
-- its version on, so that nothing that was made for an earlier membership is ever good again.
-- KEYS: group, members. ARGV: group id, person, record, the version that was read (0: any), channel.
-- Answers the new version, -1 without such a group, -2 if the membership has changed meanwhile.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return -1
end
local version = 0
local kept = redis.call('HGET', KEYS[2], ARGV[2])
if kept then
  version = cjson.decode(kept).version
end
local read = tonumber(ARGV[4])
if read ~= 0 and read ~= version then
  return -2
end
local record = cjson.decode(ARGV[3])
record.version = version + 1
redis.call('HSET', KEYS[2], ARGV[2], cjson.encode(record))
redis.call('PUBLISH', ARGV[5], cjson.encode({
  group = ARGV[1], person = ARGV[2], version = record.version, removed = false,
}))
return record.version
