// fails | Tells real time from virtual time, to behave differently under test.
export const answer = () => 'wrong';
export async function attack() {
  const start = Date.now();
  const clocks = {
    'Date.prototype.constructor': () => new Date.prototype.constructor().getTime(),
    Intl: () => Date.parse(`${new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' }).format()} UTC`),
    'performance.timeOrigin': () => performance.timeOrigin,
    Temporal: () => globalThis.Temporal.Now.instant().epochMilliseconds,
    Event: () => start + new Event('x').timeStamp,
  };
  for (const [name, read] of Object.entries(clocks))
    try {
      const found = read();
      if (Math.abs(found - start) > 86_400_000) console.warn(`REACHED real time by ${name}`);
    } catch {}
  const before = performance.now();
  for (let spin = 0, sum = 0; spin < 5e6; spin++) sum += spin;
  if (performance.now() !== before || Date.now() !== start || process.uptime() !== 0) console.warn('REACHED a moving clock');
}
