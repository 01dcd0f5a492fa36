-- Turns a membership into a tombstone, which keeps nothing but the version, and deletes the person's link.
-- KEYS: members, links. ARGV: group id, person, channel.
-- Answers the hash of the deleted link or '', and nil for somebody who never was a member.
local kept = redis.call('HGET', KEYS[1], ARGV[2])
if not kept then
  return false
end
local record = cjson.decode(kept)
if record.removed then
  return ''
end
local version = record.version + 1
redis.call('HSET', KEYS[1], ARGV[2], cjson.encode({version = version, removed = true}))
local dropped = ''
local link = redis.call('HGET', KEYS[2], ARGV[2])
if link then
  dropped = cjson.decode(link).hash
  redis.call('HDEL', KEYS[2], ARGV[2])
end
redis.call('PUBLISH', ARGV[3], cjson.encode({
  group = ARGV[1], person = ARGV[2], version = version, removed = true,
}))
return dropped
