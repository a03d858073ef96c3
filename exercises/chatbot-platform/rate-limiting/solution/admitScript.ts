/**
 * A sliding log as a list of the moments of admission, oldest first. Redis runs it alone, so no other server comes
 * between counting and writing, and by its own clock, which is the only one that five servers have in common.
 *
 * KEYS[1] the list; ARGV[1] the limit, ARGV[2] the window in milliseconds. Gives {1, remaining, 0} or {0, 0, wait}.
 * O(1) for each request on average: a moment is added once and taken off once.
 */
export const admitScript = `
  local log, limit, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
  local clock = redis.call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

  local oldest = redis.call('LINDEX', log, 0)
  while oldest and tonumber(oldest) <= now - window do
    redis.call('LPOP', log)
    oldest = redis.call('LINDEX', log, 0)
  end

  -- Not simply the oldest: after the limit has been lowered there may be more of them than it allows.
  local blocking = redis.call('LINDEX', log, -limit)
  if blocking then return {0, 0, tonumber(blocking) + window - now} end

  local counted = redis.call('RPUSH', log, now)
  -- The script is one step: the entry cannot be left without an end to its life.
  redis.call('PEXPIRE', log, window)
  return {1, limit - counted, 0}
`;
