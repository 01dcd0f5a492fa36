-- Says whether a person's link is the one with this hash, and burns it if it is good for one use only.
-- KEYS: links. ARGV: person, hash.
-- Answers 1 if it was burnt, 0 if it stays, and nil if there is no such link.
local kept = redis.call('HGET', KEYS[1], ARGV[1])
if not kept then
  return false
end
local link = cjson.decode(kept)
if link.hash ~= ARGV[2] then
  return false
end
if not link.single_use then
  return 0
end
redis.call('HDEL', KEYS[1], ARGV[1])
return 1
