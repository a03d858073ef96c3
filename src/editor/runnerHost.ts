import type * as vscode from 'vscode';
import type { SuiteRunner } from '../core/run/request';

/** The runner, made when it is first needed: the compiler and the pool cost activation nothing. */
export class RunnerHost implements vscode.Disposable {
  private made: Promise<SuiteRunner> | undefined;
  private disposed = false;

  constructor(private readonly make: () => Promise<SuiteRunner>) {}

  get(): Promise<SuiteRunner> {
    if (this.disposed) return Promise.reject(new Error('The runner is gone'));
    return (this.made ??= this.make());
  }

  /** Called when an attempt comes into view, so that the first check is as quick as the next. */
  async warmUp(): Promise<void> {
    (await this.get()).warmUp();
  }

  dispose(): void {
    this.disposed = true;
    void this.made?.then(runner => runner.dispose());
  }
}
