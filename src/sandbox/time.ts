import './realm';
import { record } from './checkRecord';
import { failAssertion } from './failures';
import { isWaitingOutside, nextOutsideEnd } from './outsideWork';
import { VirtualClock } from './virtualClock';

/** The next turn of the event loop: every promise job that is due has run. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Resolves when every promise job that is due has run and no service is at work any more. */
export async function settlePromises(): Promise<void> {
  await nextTurn();
  while (isWaitingOutside()) {
    await nextOutsideEnd();
    await nextTurn();
  }
}

/** The one clock of this process: the learner's code, the suite and the trace follow it. */
export const virtualClock = new VirtualClock({
  settle: settlePromises,
  onThrow: thrown => {
    record().stray ??= { thrown, where: 'in a timer' };
  },
  fail: failAssertion,
});
