import type { Later } from './autosave';
import { isRunning, type State } from './state';

/** A run shorter than this changes the panel once, when it has ended. */
export const slowAfterMs = 200;

/** Says once of a run that it has gone on for long enough to be worth showing. */
export class SlowRun {
  private stop: (() => void) | undefined;

  constructor(
    private readonly later: Later,
    private readonly onSlow: () => void,
  ) {}

  /** Call after every change of the state. */
  watch(state: State): void {
    if (isRunning(state) && !state.slow)
      this.stop ??= this.later(() => {
        this.stop = undefined;
        this.onSlow();
      }, slowAfterMs);
    else {
      this.stop?.();
      this.stop = undefined;
    }
  }
}
