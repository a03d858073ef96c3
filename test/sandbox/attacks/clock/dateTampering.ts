// fails, judged by timers | Changes what a date, a duration and a moment are.
export async function attack() {
  for (const change of [
    () => (Date.now = () => 0),
    () => (globalThis.Date = class { static now() { return 8; } }),
    () => (Date.prototype.getTime = () => 0),
    () => Object.defineProperty(performance, 'now', { value: () => 8 }),
    () => (performance.timeOrigin = 0),
    () => (process.hrtime.bigint = () => 0n),
    () => Object.setPrototypeOf(performance, { now: () => 8 }),
    () => (Number.prototype.valueOf = () => 8),
    () => new Date().constructor.setSystemTime(1),
    () => (Intl.DateTimeFormat = class {}),
  ])
    try {
      change();
    } catch {}
}
