/**
 * The limit in sixty slices of a window instead of one entry per request: a hash from the number of a slice to its
 * count. What Redis holds of a user does not grow with the limit, and a request may be held against the user for one
 * slice longer than it should.
 *
 * KEYS[1] the hash; ARGV[1] the limit, ARGV[2] the window, ARGV[3] the width of a slice, in milliseconds. O(60).
 */
export const admitScript = `
local limit, window, width = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- A slice counts as a whole until its last moment has left the window.
local function leaves_at(slice) return (slice + 1) * width + window end

local slices, used = {}, 0
local held = redis.call('HGETALL', KEYS[1])
for i = 1, #held, 2 do
  local slice = { at = tonumber(held[i]), count = tonumber(held[i + 1]) }
  if leaves_at(slice.at) <= now then
    redis.call('HDEL', KEYS[1], held[i])
  else
    slices[#slices + 1] = slice
    used = used + slice.count
  end
end

if used >= limit then
  table.sort(slices, function(a, b) return a.at < b.at end)
  for _, slice in ipairs(slices) do
    used = used - slice.count
    if used < limit then return { 'wait', leaves_at(slice.at) - now } end
  end
end

redis.call('HINCRBY', KEYS[1], math.floor(now / width), 1)
redis.call('PEXPIRE', KEYS[1], window + width)
return { 'go', limit - used - 1 }
`;
