import type { Draw } from '../../../media/types/testkit';
import type { DrawnEvent } from '../../core/run/trace';
import type { VirtualClock } from '../virtualClock';

/** What the kit is made of. Handed in, so that all of it but the assembly runs without a hardened realm. */
export interface KitPowers {
  readonly clock: VirtualClock;
  /** For latencies and faults of links and servers: how often a learner's design asks must not change the traffic. */
  readonly draw: Draw;
  readonly picture: (event: DrawnEvent) => void;
  readonly harden: <T>(value: T) => T;
  /** Throws, and the check has failed, when there is next to no stack left. */
  readonly requireStack: () => void;
  /** The error of a failed check, on record even if it is swallowed. */
  readonly fail: (message: string) => Error;
  /** An assertion has failed: going on is of no use. */
  readonly hasFailed: () => boolean;
}

/** Once at a moment of `elapsed()`. The function it gives calls it off; it does nothing to another check's timers. */
export function schedule(clock: VirtualClock, moment: number, run: () => void): () => void {
  const { generation } = clock;
  const id = clock.at(moment, run);
  return () => {
    if (clock.generation === generation) clock.clear(id);
  };
}

/** Whole milliseconds, so that `Date.now()` stays whole. */
export const soon = (clock: VirtualClock, ms: number): number => clock.elapsed() + Math.round(ms);
