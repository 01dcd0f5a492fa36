-- Says whether a person's link is the one with this hash and opens for a browser. That of one of the staff is bound to
-- the first browser that uses it, and opens for no other.
-- KEYS: members, links. ARGV: person, hash, the browser's hash, staff roles...
-- Answers 1 if it is the browser's own, 0 if it belongs to none, -1 if it belongs to another, and nil if there is no
-- such link.
local kept, member = redis.call('HGET', KEYS[2], ARGV[1]), redis.call('HGET', KEYS[1], ARGV[1])
if not kept or not member then
  return false
end
local link = cjson.decode(kept)
if link.hash ~= ARGV[2] then
  return false
end
local role, bound = cjson.decode(member).role, false
for i = 4, #ARGV do
  bound = bound or ARGV[i] == role
end
if not bound then
  return 0
end
if link.browser then
  return link.browser == ARGV[3] and 1 or -1
end
link.browser = ARGV[3]
redis.call('HSET', KEYS[2], ARGV[1], cjson.encode(link))
return 1
