-- Says that the event of a key was handled.
--
-- KEYS: the key. ARGV: who handled it; milliseconds that is remembered.
redis.call('SET', KEYS[1], 'h:' .. ARGV[1], 'PX', ARGV[2])
return 1
