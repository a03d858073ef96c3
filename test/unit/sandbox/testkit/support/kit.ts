import type { TraceEvent } from '../../../../../src/core/run/trace';
import { randomStream } from '../../../../../src/sandbox/randomStream';
import type { KitPowers } from '../../../../../src/sandbox/testkit/kitPowers';
import { createSuiteClock, type SuiteClock } from '../../../../../src/sandbox/testkit/suiteClock';
import { VirtualClock } from '../../../../../src/sandbox/virtualClock';

export interface TestPowers extends KitPowers {
  readonly events: readonly TraceEvent[];
  readonly suiteClock: SuiteClock;
}

/** What the kit is made of, in plain Node: the real clock and the real stream, nothing hardened. */
export function kitPowers(seed = 1): TestPowers {
  const events: TraceEvent[] = [];
  const uncaught: unknown[] = [];
  const clock = new VirtualClock({
    settle: () => new Promise(resolve => setImmediate(resolve)),
    onThrow: thrown => uncaught.push(thrown),
    fail: message => new Error(message),
  });
  const powers: KitPowers = {
    clock,
    draw: randomStream(seed, 'network'),
    picture: event => void events.push(event),
    harden: value => value,
    requireStack: () => undefined,
    fail: message => new Error(message),
    hasFailed: () => uncaught.length > 0,
  };
  return { ...powers, events, suiteClock: createSuiteClock(powers) };
}
