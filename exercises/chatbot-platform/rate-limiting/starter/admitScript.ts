/**
 * What Redis is to run for one request, in Lua 5.1. KEYS holds the keys it may touch and ARGV the arguments, as strings;
 * `redis.call('TIME')` gives seconds and microseconds. A number that is returned is cut to a whole one, `false` and `nil`
 * arrive as null, and a table as a list up to its first nil.
 *
 * A suggestion: a decision can also be built from transactions. What it cannot be built from is commands one by one.
 */
export const admitScript = `
  local clock = redis.call('TIME')
  return {0, 0, 1}
`;
