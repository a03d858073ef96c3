import type { Clock } from '../../../media/types/testkit';
import { numberIn, positive } from './arguments';
import { schedule, type KitPowers } from './kitPowers';

/** The virtual clock as a suite sees it. */
export type SuiteClock = Clock;

export function createSuiteClock({ clock, fail }: Pick<KitPowers, 'clock' | 'fail'>): SuiteClock {
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    advance: ms => clock.advance(ms),
    advanceTo: async moment => {
      const ms = momentOf(moment) - clock.now();
      if (ms < 0)
        throw new RangeError(`${moment} has passed already; use setWallClock to turn the clock back.`);
      await clock.advance(ms);
    },
    tick: ms => clock.tick(ms),
    setWallClock: moment => clock.setWallClock(momentOf(moment)),
    jumpWallClock: ms => clock.jumpWallClock(ms),
    setUptime: ms => clock.setUptime(ms),
    settle: () => clock.advance(0),
    until: async <T>(promise: PromiseLike<T> | T, limitMs = 60_000): Promise<T> => {
      numberIn('clock.until: limitMs', limitMs);
      let isSettled = false;
      // One adoption: a learner's thenable may answer differently each time.
      const adopted = (async () => promise)();
      const settle = (): void => {
        isSettled = true;
      };
      adopted.then(settle, settle);
      const began = clock.elapsed();
      if (await clock.runUntil(() => isSettled, began + limitMs)) return adopted;
      throw fail(
        clock.pending() > 0
          ? `There was still no answer after ${limitMs} ms of virtual time.`
          : `There will never be an answer: nothing is left to run at virtual t=${clock.elapsed()} ms.`,
      );
    },
    at: (moment, work) => schedule(clock, numberIn('clock.at: moment', moment), work),
    every: (ms, work) => {
      positive('clock.every: ms', ms);
      let stop = (): void => undefined;
      const next = (): void => {
        stop = schedule(clock, clock.elapsed() + ms, next);
        work();
      };
      next();
      return () => stop();
    },
    runAll: (limit = 10_000) => clock.runAll(limit),
    sleep: ms =>
      new Promise(resolve => {
        if (ms > 0) clock.setTimeout(() => resolve(), ms);
        else clock.setImmediate(() => resolve());
      }),
    pending: () => clock.pending(),
  };
}

function momentOf(moment: number | string): number {
  const ms = typeof moment === 'string' ? Date.parse(moment) : moment;
  if (!Number.isFinite(ms))
    throw new RangeError(`${String(moment)} is not a moment: use epoch milliseconds or ISO text.`);
  return ms;
}
