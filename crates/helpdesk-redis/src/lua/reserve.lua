-- Looks for a slot in every window, and takes it when all of them have one.
--
-- KEYS: the budget's own key, then one for each window.
-- ARGV: take or look; slot; microseconds the slot is held unless settled; place in line;
--       microseconds of a block the caller knows of; generation the caller knows; a new generation;
--       then limit, length and slice of each window, both in microseconds; slice 0 counts one by one.
-- Gives: taken; microseconds until it is worth asking again; microseconds left of a block; generation.
--
-- A window counted one by one is a sorted set, slot to the time it is free again. One counted in
-- slices is a hash: h:SLOT to that time while under way, s:TIME to how many are free again then.
local text = function(number) return string.format('%.0f', number) end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local lease, nth = tonumber(ARGV[3]), tonumber(ARGV[4])

local longest = 0
for i = 2, #KEYS do
  longest = math.max(longest, tonumber(ARGV[9 + (i - 2) * 3]))
end

-- The answer to a first asking may have been lost.
local mine = false
if ARGV[1] == 'take' and #KEYS > 1 then
  if ARGV[10] == '0' then
    mine = redis.call('ZSCORE', KEYS[2], ARGV[2])
  else
    mine = redis.call('HGET', KEYS[2], 'h:' .. ARGV[2])
  end
end

local state = redis.call('HMGET', KEYS[1], 'generation', 'born', 'blocked')
local generation, born, blocked = state[1], tonumber(state[2] or 0), tonumber(state[3] or 0)
local told = tonumber(ARGV[5])
if told > 0 then blocked = math.max(blocked, now + told) end
if not generation then
  generation, born = ARGV[7], now
  redis.call('HSET', KEYS[1], 'generation', generation, 'born', text(born))
end
if ARGV[6] ~= '' and ARGV[6] ~= generation then
  -- The counts this caller knew are lost: nobody sends until the windows are surely empty.
  blocked = math.max(blocked, born + math.min(longest, 600000000))
end
if blocked > now then redis.call('HSET', KEYS[1], 'blocked', text(blocked)) end

local at, free = math.max(now, blocked), blocked <= now
for i = 2, #KEYS do
  local key, base = KEYS[i], 8 + (i - 2) * 3
  local limit, per, slice = tonumber(ARGV[base]), tonumber(ARGV[base + 1]), tonumber(ARGV[base + 2])
  local taken, entries = 0, {}
  if slice == 0 then
    redis.call('ZREMRANGEBYSCORE', key, '-inf', text(now))
    taken = redis.call('ZCARD', key)
  else
    local all = redis.call('HGETALL', key)
    for j = 1, #all, 2 do
      local field, when, count = all[j], nil, 1
      if string.sub(field, 1, 2) == 's:' then
        when, count = tonumber(string.sub(field, 3)), tonumber(all[j + 1])
      else
        when = tonumber(all[j + 1])
      end
      if when <= now then
        redis.call('HDEL', key, field)
      else
        taken = taken + count
        entries[#entries + 1] = { when, count }
      end
    end
  end
  local rounds, rest = math.floor((nth - 1) / limit) * per, (nth - 1) % limit
  local before = rest + taken - limit
  if before < 0 then
    at = math.max(at, now + rounds)
  else
    free = false
    -- A slot that is under way is free one window from now at the earliest.
    local when = now + per
    if slice == 0 then
      local entry = redis.call('ZRANGE', key, before, before, 'WITHSCORES')
      when = math.min(when, tonumber(entry[2]))
    else
      table.sort(entries, function(a, b) return a[1] < b[1] end)
      for _, entry in ipairs(entries) do
        if before < entry[2] then
          when = math.min(when, entry[1])
          break
        end
        before = before - entry[2]
      end
    end
    at = math.max(at, when + rounds)
  end
end

local keep = function(key, ends)
  local milliseconds = math.ceil((ends - now) / 1000) + 1000
  if redis.call('PTTL', key) < milliseconds then
    redis.call('PEXPIRE', key, text(milliseconds))
  end
end

local taken = 0
if mine then
  taken = 1
elseif free and at <= now and ARGV[1] == 'take' then
  taken = 1
  for i = 2, #KEYS do
    local base = 8 + (i - 2) * 3
    local when = now + lease + tonumber(ARGV[base + 1])
    if ARGV[base + 2] == '0' then
      redis.call('ZADD', KEYS[i], text(when), ARGV[2])
    else
      redis.call('HSET', KEYS[i], 'h:' .. ARGV[2], text(when))
    end
    keep(KEYS[i], when)
  end
end
keep(KEYS[1], math.max(now + lease + longest, blocked) + 3600000000)
return { taken, text(at - now), text(math.max(blocked - now, 0)), generation }
