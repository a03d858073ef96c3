import type { RunReport } from '../run/report';
import type { PlannedCheck, RunRequest, SuiteRunner } from '../run/request';

type Work = Pick<SuiteRunner, 'plan' | 'run' | 'play'>;

/** Lets so many runs go on at once, whoever asks for them. Those who come first in the pack are served first. */
export class RunSlots {
  private free: number;
  private readonly waiting: { readonly rank: number; readonly begin: () => void }[] = [];

  constructor(
    private readonly runner: Work,
    parallel: number,
  ) {
    this.free = Math.max(1, parallel);
  }

  /** @param rank the smaller the sooner */
  runnerFor(rank: number, onRun: () => void): Work {
    return {
      plan: exercise => this.inTurn<readonly PlannedCheck[]>(rank, () => this.runner.plan(exercise)),
      run: (request: RunRequest) =>
        this.inTurn<RunReport>(rank, () => {
          onRun();
          return this.runner.run(request);
        }),
      play: request =>
        this.inTurn(rank, () => {
          onRun();
          return this.runner.play(request);
        }),
    };
  }

  private async inTurn<T>(rank: number, work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>(begin => this.waiting.push({ rank, begin }));
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  private passOn(): void {
    const [first, ...others] = this.waiting;
    if (!first) {
      this.free++;
      return;
    }
    const next = others.reduce((best, one) => (one.rank < best.rank ? one : best), first);
    this.waiting.splice(this.waiting.indexOf(next), 1);
    next.begin();
  }
}
