-- Says what became of a slot. Saying it twice does no harm.
--
-- KEYS: one for each window.
-- ARGV: slot; microseconds from now at which its request is over, or -1 when there was none;
--       then length and slice of each window.
local text = function(number) return string.format('%.0f', number) end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local over = tonumber(ARGV[2])
for i = 1, #KEYS do
  local key, base = KEYS[i], 3 + (i - 1) * 2
  local per, slice = tonumber(ARGV[base]), tonumber(ARGV[base + 1])
  if over < 0 then
    if slice == 0 then
      redis.call('ZREM', key, ARGV[1])
    else
      redis.call('HDEL', key, 'h:' .. ARGV[1])
    end
  else
    local when = now + over + per
    if slice == 0 then
      redis.call('ZADD', key, text(when), ARGV[1])
    else
      when = math.ceil((now + over) / slice) * slice + per
      redis.call('HDEL', key, 'h:' .. ARGV[1])
      redis.call('HINCRBY', key, 's:' .. text(when), 1)
    end
    local milliseconds = math.ceil((when - now) / 1000) + 1000
    if redis.call('PTTL', key) < milliseconds then
      redis.call('PEXPIRE', key, text(milliseconds))
    end
  end
end
return 1
