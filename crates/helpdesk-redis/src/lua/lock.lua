-- Takes a lock, or takes it again. Gives 0, or how many milliseconds it is another's at most.
--
-- KEYS: the lock. ARGV: who asks; milliseconds it lasts.
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then
  return math.max(redis.call('PTTL', KEYS[1]), 1)
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 0
