-- Forgets a key, unless it is another's.
--
-- KEYS: the key. ARGV: who asks.
local held = redis.call('GET', KEYS[1])
if held and (held == 'h:' .. ARGV[1] or string.sub(held, 1, #ARGV[1] + 3) == 'c:' .. ARGV[1] .. ':') then
  return redis.call('DEL', KEYS[1])
end
return 0
