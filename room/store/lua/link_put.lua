-- Gives a member a link, which takes the place of the one before.
-- KEYS: members, links. ARGV: person, record.
-- Answers the hash of the link before or '', and nil for somebody who isn't a member.
local member = redis.call('HGET', KEYS[1], ARGV[1])
if not member or cjson.decode(member).removed then
  return false
end
local before = redis.call('HGET', KEYS[2], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
if before then
  return cjson.decode(before).hash
end
return ''
