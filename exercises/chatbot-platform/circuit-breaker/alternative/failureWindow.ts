interface Slice {
  readonly from: number;
  calls: number;
  failures: number;
}

/**
 * A log of what happened, oldest first, in which outcomes less than a tenth of the window apart share one line. A line
 * goes when its first outcome is as old as the window. At most eleven lines; O(1) a call.
 */
export function createWindow(windowMs: number) {
  let log: Slice[] = [];

  const prune = (now: number): void => {
    if (log[0] && now - log[0].from >= windowMs) log = log.filter(slice => now - slice.from < windowMs);
  };

  return {
    add(failures: 0 | 1): void {
      const now = performance.now();
      prune(now);
      let last = log.at(-1);
      if (!last || now - last.from >= windowMs / 10) {
        last = { from: now, calls: 0, failures: 0 };
        log.push(last);
      }
      last.calls += 1;
      last.failures += failures;
    },
    total(): { calls: number; failures: number } {
      prune(performance.now());
      let [calls, failures] = [0, 0];
      for (const slice of log) {
        calls += slice.calls;
        failures += slice.failures;
      }
      return { calls, failures };
    },
  };
}
