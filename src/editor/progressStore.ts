import * as vscode from 'vscode';
import type { ExerciseRef } from '../core/exercise';
import {
  parseProgress,
  progressOf,
  withExercise,
  type ExerciseProgress,
  type Progress,
} from '../core/progress';

const key = 'progress/1';

/** What a person has done, on every machine: kept in the synchronised global state. */
export class ProgressStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ExerciseRef>();
  readonly onDidChange = this.changed.event;

  /** @param formerRefs what an exercise was called in earlier versions of its pack */
  constructor(
    private readonly state: vscode.Memento & { setKeysForSync(keys: readonly string[]): void },
    private readonly formerRefs: (ref: ExerciseRef) => readonly ExerciseRef[],
  ) {
    state.setKeysForSync([key]);
  }

  /** Read anew each time: another window may have written it. */
  get current(): Progress {
    return parseProgress(this.state.get(key));
  }

  of(ref: ExerciseRef): ExerciseProgress {
    return progressOf(this.current, ref, this.formerRefs(ref));
  }

  async update(ref: ExerciseRef, change: (entry: ExerciseProgress) => ExerciseProgress): Promise<void> {
    const before = this.of(ref);
    const after = change(before);
    if (after === before) return;
    const saved = this.state.update(
      key,
      withExercise(this.current, ref, () => after),
    );
    this.changed.fire(ref);
    await saved;
  }

  dispose(): void {
    this.changed.dispose();
  }
}
