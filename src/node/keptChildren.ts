import type { Exercise } from '../core/exercise';
import { kindKey, type ChildKind } from './childKind';
import type { ReadyChild } from './childPool';

/** By then V8 has long seen everything, and what runs leave behind is still small. */
const mostRuns = 40;

/** Which suites a child has seen: an exercise with other limits is still the same. */
type Suites = Exercise['testModules'];

/**
 * Children that have run designs of an exercise and may run more of them: V8 is several times faster when it has seen the
 * suites. Never for what a learner hands in; see `RunnerOptions.keeps`.
 */
export class KeptChildren {
  private readonly idle: { readonly ready: ReadyChild; readonly suites: Suites }[] = [];
  private readonly runs = new WeakMap<ReadyChild, number>();

  /** @param most how many may wait; the one that has waited longest goes first */
  constructor(
    private readonly most: number,
    private readonly release: (ready: ReadyChild) => void,
  ) {}

  hasRun(ready: ReadyChild): boolean {
    return this.runs.has(ready);
  }

  take({ testModules }: Exercise, kind: ChildKind): ReadyChild | undefined {
    const wanted = kindKey(kind);
    for (;;) {
      const at = this.idle.findLastIndex(
        ({ suites, ready }) => suites === testModules && kindKey(ready.child.settings.kind) === wanted,
      );
      const [kept] = at < 0 ? [] : this.idle.splice(at, 1);
      if (!kept || kept.ready.child.isAlive) return kept?.ready;
      this.release(kept.ready);
    }
  }

  keep(ready: ReadyChild, { testModules }: Exercise): void {
    const runs = (this.runs.get(ready) ?? 0) + 1;
    this.runs.set(ready, runs);
    if (runs >= mostRuns) return this.release(ready);
    this.idle.push({ ready, suites: testModules });
    if (this.idle.length > this.most) this.release(this.idle.shift()!.ready);
  }
}
