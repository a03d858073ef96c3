import './realm';
import { record } from './checkRecord';
import { failAssertion } from './failures';
import { VirtualClock } from './virtualClock';

/** Resolves on the next turn of the event loop, when every promise job that is due has run. */
export const settlePromises = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** The one clock of this process: the learner's code, the suite and the trace follow it. */
export const virtualClock = new VirtualClock({
  settle: settlePromises,
  onThrow: thrown => {
    record().stray ??= { thrown, where: 'in a timer' };
  },
  fail: failAssertion,
});
