-- Gives out no slot for a time. A block that is there already is never shortened.
--
-- KEYS: the budget's own key. ARGV: microseconds.
local text = function(number) return string.format('%.0f', number) end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local blocked = tonumber(redis.call('HGET', KEYS[1], 'blocked') or '0')
local ends = math.max(blocked, now + tonumber(ARGV[1]))
redis.call('HSET', KEYS[1], 'blocked', text(ends))
local milliseconds = math.ceil((ends - now) / 1000) + 3600000
if redis.call('PTTL', KEYS[1]) < milliseconds then
  redis.call('PEXPIRE', KEYS[1], text(milliseconds))
end
return 1
