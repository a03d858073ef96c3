import './realm';
import type { Failure } from '../core/run/report';
import { current } from './checkRecord';

/** Values that one call puts on the stack: 2 KiB, several times what an assertion takes to put a failure on record. */
const weight: readonly unknown[] = new Array(256).fill(0);

const nothing = (): void => undefined;

const exhausted: Failure = harden({
  message:
    'The check’s own code was called with next to no stack left, so that it could not do its work. Calls are nested too deep.',
  frames: [],
});

/**
 * Throws, and the check has failed, unless there is room on the stack for what a suite does next. Every function of a
 * suite begins with it.
 */
export function requireStack(): void {
  let hasRoom = false;
  try {
    Reflect.apply(nothing, undefined, weight);
    hasRoom = true;
  } finally {
    // No call in here: there may be no room for one.
    if (!hasRoom) current.record.failedAssertion ??= exhausted;
  }
}
