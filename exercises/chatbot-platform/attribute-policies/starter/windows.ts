import type { TimeWindow } from './types';

/** Whether a moment (epoch milliseconds) lies in the window. */
export function compileWindow(window: TimeWindow): (now: number) => boolean {
  throw new Error(`not implemented: from ${window.from} to ${window.to} in ${window.zone}`);
}
