import '../realm';
import type * as TestkitModule from '../../../media/types/testkit';
import { record } from '../checkRecord';
import { failAssertion } from '../failures';
import type { RandomStream } from '../randomStream';
import { requireStack } from '../stackRoom';
import { virtualClock } from '../time';
import { epoch } from '../virtualClock';
import { createRandom } from './chance';
import { faults } from './faults';
import { createDeferred, createSpy, standing } from './handover';
import { createKeys } from './keys';
import type { KitPowers } from './kitPowers';
import { createLatencies } from './latencies';
import { createLink } from './link';
import { picture } from './picture';
import { playArrivals, playLoop } from './play';
import { retainedBytes } from './retainedBytes';
import { createServers } from './servers';
import { createSharedStore } from './sharedStore';
import { createSuiteClock } from './suiteClock';
import { createTrace } from './tracing';
import { createTraffic } from './traffic';

type Testkit = typeof TestkitModule;

/** The streams of the check that runs now. */
export interface KitStreams {
  /** What the suite draws. */
  readonly suite: RandomStream;
  /** What links, servers and clients draw. */
  readonly network: RandomStream;
}

let streams: KitStreams;
const draw = (): number => streams.suite();

/** Said before each check: suites defined ahead share the kit with jobs that ran since. */
export function drawFrom(current: KitStreams): void {
  streams = current;
}

const powers: KitPowers = {
  clock: virtualClock,
  draw: () => streams.network(),
  picture,
  harden,
  requireStack,
  fail: failAssertion,
  hasFailed: () => record().failedAssertion !== null,
};
const clock = createSuiteClock(powers);

/**
 * Made and hardened while the child waits for its job: that takes longer than a small suite. Functions in it are those
 * of other files: the bundler gives its names to functions of this one only when they are frozen already.
 */
const kit: Omit<Testkit, 'seed'> = harden({
  clock,
  random: createRandom(draw),
  latency: createLatencies(draw),
  keys: createKeys(draw),
  traffic: createTraffic({ draw, now: () => clock.now() }),
  play: (arrivals, send, options) => playArrivals(powers, arrivals, send, options),
  playClients: (loop, send, options) => playLoop(powers, loop, send, options),
  faults,
  link: (work, options) => createLink(powers, work, options),
  servers: (count, start, options) => createServers(powers, clock, count, start, options),
  sharedStore: options => createSharedStore(powers, epoch, options),
  trace: createTrace(powers, record),
  spy: implementation => createSpy(powers, implementation),
  harden,
  deferred: <T = void>() => createDeferred<T>(harden),
  settled: promise => standing(powers, promise),
  retainedBytes,
} satisfies Omit<Testkit, 'seed'>);

/** What `#testkit` gives to a job. */
export function createTestkit(seed: number): Testkit {
  return harden({ __esModule: true, ...kit, seed });
}
