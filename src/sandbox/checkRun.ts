import './realm';
import type { Failure } from '../core/run/report';
import { beginRecord, type CheckRecord } from './checkRecord';
import { describeThrown } from './failures';
import { isWaitingOutside } from './outsideWork';
import type { PlannedCheck } from './suitePlan';
import { settlePromises, virtualClock } from './time';

/** Turns of the event loop without anything to do after which nothing can ever happen again. */
const idleTurns = 3;

export interface CheckOutcome {
  readonly failure: Failure | null;
  readonly record: CheckRecord;
}

/** Runs the hooks and the body of one check on a fresh clock. Never throws. */
export async function runCheck(
  check: Pick<PlannedCheck, 'before' | 'body' | 'after'>,
): Promise<CheckOutcome> {
  virtualClock.reset();
  const record = beginRecord();
  let thrown: Failure | null = null;
  const attempt = async (steps: readonly (() => unknown)[]): Promise<void> => {
    for (const step of steps) {
      if (thrown) return;
      thrown = await runStep(step);
      if (thrown) record.failedAt ??= virtualClock.elapsed();
    }
  };
  await attempt([...check.before, check.body]);
  const first: Failure | null = thrown;
  thrown = null;
  await attempt(check.after); // a failed check is tidied up after as well
  await settlePromises(); // rejections that nobody handled are known now
  const failure = combine(record.failedAssertion ?? first ?? thrown, strayOf(record));
  if (failure) record.drawFailure();
  return { failure, record };
}

/** What went wrong in one step, or null. */
async function runStep(step: () => unknown): Promise<Failure | null> {
  let returned: unknown;
  try {
    returned = step();
  } catch (thrown) {
    return describeThrown(thrown);
  }
  const isPlain = returned === null || (typeof returned !== 'object' && typeof returned !== 'function');
  return isPlain ? null : settledOrStuck(returned);
}

/**
 * Waits for a promise of the suite. Guests have no real input or output: when turns of the event loop pass in which
 * nobody moves the clock, nothing will ever settle it, and the check can say so at once.
 */
function settledOrStuck(returned: unknown): Promise<Failure | null> {
  return new Promise(resolve => {
    let waiting = true;
    const end = (failure: Failure | null): void => {
      waiting = false;
      resolve(failure);
    };
    // Adopted once, into a promise of our own: a guest's thenable may answer differently each time.
    void (async () => returned)().then(
      () => end(null),
      (thrown: unknown) => end(describeThrown(thrown)),
    );
    let idle = 0;
    const watch = (): void => {
      if (!waiting) return;
      idle = virtualClock.busy || isWaitingOutside() ? 0 : idle + 1;
      if (idle >= idleTurns) end(stuck());
      else setImmediate(watch);
    };
    setImmediate(watch);
  });
}

function stuck(): Failure {
  const pending = virtualClock.pending();
  const timers = `${pending} ${pending === 1 ? 'timer' : 'timers'} pending`;
  const message = `Waits for ever: nothing is left to run at virtual t=${virtualClock.elapsed()} ms (${timers}).`;
  const hint =
    pending > 0
      ? 'A promise is waiting for time to pass, and time moves only when the check moves it: it expected an answer without waiting.'
      : 'A promise was expected to settle, but nothing will ever resolve or reject it.';
  return { message: `${message}\n${hint}`, frames: [] };
}

function strayOf(record: CheckRecord): Failure | null {
  if (record.stray) {
    const failure = describeThrown(record.stray.thrown);
    return { ...failure, message: `Uncaught ${record.stray.where}: ${failure.message}` };
  }
  const [reason] = record.unhandled.values();
  if (record.unhandled.size === 0) return null;
  const failure = describeThrown(reason);
  return { ...failure, message: `A promise was rejected and nobody handled it: ${failure.message}` };
}

/** An error that nobody could catch is often the reason for what the check noticed. */
function combine(failure: Failure | null, stray: Failure | null): Failure | null {
  if (!failure || !stray) return failure ?? stray;
  return {
    ...failure,
    message: `${failure.message}\n${stray.message}`,
    frames: failure.frames.length > 0 ? failure.frames : stray.frames,
  };
}
