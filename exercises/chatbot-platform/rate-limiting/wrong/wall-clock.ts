/** The clock that everybody uses. */
export function createSteadyClock(): () => number {
  return () => Date.now();
}
