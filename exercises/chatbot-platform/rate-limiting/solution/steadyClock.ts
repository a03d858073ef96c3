/**
 * Gives a clock that reads epoch milliseconds and cannot be set. It looks at the wall clock once, now, and counts
 * elapsed time from there: `performance.now()` does not know that NTP or an operator has corrected the time.
 *
 * The price: after a correction it keeps the old alignment until the process is restarted.
 */
export function createSteadyClock(): () => number {
  const offset = Date.now() - performance.now();
  return () => offset + performance.now();
}
