import * as vscode from 'vscode';
import { toError } from '../core/errors';
import { isChecked } from '../core/exercise';
import { sourcePathIn, type AttemptFiles } from './attemptFiles';
import type { Attempt, Attempts } from './attempts';
import { Coalescer } from './coalescer';
import { currentGate } from './gate';
import { DisposableStore } from './lifecycle';
import type { PackStore } from './packStore';
import type { RunnerHost } from './runnerHost';
import type { Runs } from './runs';
import type { Scaffolder } from './scaffolder';
import { readSetting } from './settings';

interface Parts {
  readonly attempts: Attempts;
  readonly packs: PackStore;
  readonly files: AttemptFiles;
  readonly runner: RunnerHost;
  readonly runs: Runs;
  readonly scaffolder: Scaffolder;
  readonly log: vscode.LogOutputChannel;
}

/** Typing that stops for so long is followed by a save, or by nothing that would be in the way. Milliseconds. */
const pauseMs = 120;

/** Checks an attempt when one of its files is saved: by setting, or while a continuous run is on. */
export class SaveRuns implements vscode.Disposable {
  private readonly store = new DisposableStore();
  /** Attempts under a continuous run, with how many of them there are. */
  private readonly followed = new Map</* folder uri */ string, number>();
  private readonly due = new Map</* folder uri */ string, Attempt>();
  /** "Save All" saves several files of one attempt in the same moment. */
  private readonly start = this.store.add(new Coalescer(0, () => this.runDue()));

  private readonly typed = new Map</* folder uri */ string, Attempt>();
  private readonly pause = this.store.add(new Coalescer(pauseMs, () => this.foreseeTyped()));

  constructor(private readonly parts: Parts) {
    this.store.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.noteSave(uri)));
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.noteTyping(document.uri);
      }),
    );
  }

  /** Until disposed, saves in these attempts are checked whatever the setting says. */
  follow(attempts: readonly Attempt[]): vscode.Disposable {
    const keys = [...new Set(attempts.map(({ key }) => key))];
    for (const key of keys) this.followed.set(key, (this.followed.get(key) ?? 0) + 1);
    return new vscode.Disposable(() => {
      for (const key of keys.splice(0)) {
        const left = (this.followed.get(key) ?? 1) - 1;
        if (left > 0) this.followed.set(key, left);
        else this.followed.delete(key);
      }
    });
  }

  dispose(): void {
    this.store.dispose();
  }

  private noteSave(uri: vscode.Uri): void {
    const { attempts, packs, scaffolder } = this.parts;
    const attempt = attempts.containing(uri);
    const path = attempt && sourcePathIn(attempt, uri);
    if (!attempt || path === undefined || currentGate() !== 'ready') return;
    const card = packs.find(attempt.ref)?.card;
    if (!card || !isChecked(card) || scaffolder.isWriting(attempt)) return;
    const isOwned = card.files.some(file => file.path === path && file.owner === 'exercise');
    if (isOwned) void scaffolder.restore(attempt).catch((error: unknown) => this.fail(error));
    if (!this.followed.has(attempt.key) && !readSetting('run.onSave', attempt.folder)) return;
    this.due.set(attempt.key, attempt);
    this.start.trigger();
  }

  private noteTyping(uri: vscode.Uri): void {
    const attempt = this.parts.attempts.containing(uri);
    if (!attempt || sourcePathIn(attempt, uri) === undefined || currentGate() !== 'ready') return;
    this.typed.set(attempt.key, attempt);
    this.pause.trigger();
  }

  /** What has been typed is compiled in a pause, so that the save finds it compiled. */
  private async foreseeTyped(): Promise<void> {
    const attempts = [...this.typed.values()];
    this.typed.clear();
    const { files, packs, runner } = this.parts;
    for (const attempt of attempts) {
      try {
        const exercise = (await packs.load(attempt.ref))?.exercise;
        if (!exercise || !isChecked(exercise)) continue;
        const suites = await runner.get();
        suites.foresee({ exercise, files: await files.read(attempt, { fresh: false }) });
      } catch (error) {
        this.fail(error); // the run that follows tells the person
      }
    }
  }

  private runDue(): void {
    const attempts = [...this.due.values()];
    this.due.clear();
    // Whoever is at a breakpoint may save, and wants to stay there.
    for (const attempt of attempts.filter(one => this.parts.runs.get(one)?.mode !== 'debug'))
      this.parts.runs.check(attempt, { source: 'save' }).catch((error: unknown) => this.fail(error));
  }

  /** Nobody has asked, so nobody is interrupted. */
  private fail(error: unknown): void {
    if (!this.store.disposed) this.parts.log.error(toError(error));
  }
}
