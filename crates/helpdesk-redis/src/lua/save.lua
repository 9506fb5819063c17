-- Keeps tokens, unless somebody else has kept newer ones since they were read. Gives whether they
-- are kept, and the version there is now. Saying it twice does no harm.
--
-- KEYS: the tokens. ARGV: the version they follow; the tokens.
local kept = redis.call('HMGET', KEYS[1], 'version', 'tokens')
local version = kept[1] or '0'
if kept[2] == ARGV[2] then
  return { 1, version }
end
if ARGV[1] ~= version then
  return { 0, version }
end
version = string.format('%.0f', tonumber(version) + 1)
redis.call('HSET', KEYS[1], 'version', version, 'tokens', ARGV[2])
return { 1, version }
