/**
 * A sliding log as a sorted set, as in most articles: score and member are the moment of admission.
 */
export const admitScript = `
  local log, limit, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
  local clock = redis.call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

  redis.call('ZREMRANGEBYSCORE', log, '-inf', now - window)
  local blocking = redis.call('ZRANGE', log, -limit, -limit)[1]
  if blocking then return {0, 0, tonumber(blocking) + window - now} end

  redis.call('ZADD', log, now, now)
  redis.call('PEXPIRE', log, window)
  return {1, limit - redis.call('ZCARD', log), 0}
`;
