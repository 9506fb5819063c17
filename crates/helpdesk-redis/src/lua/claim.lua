-- Claims the key of an event. Gives 0 for the first who does, 1 while it is another's, 2 when the
-- event was handled.
--
-- KEYS: the key. ARGV: the claim; milliseconds it lasts.
local held = redis.call('GET', KEYS[1])
if not held or held == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 0
end
if string.sub(held, 1, 2) == 'h:' then return 2 end
return 1
