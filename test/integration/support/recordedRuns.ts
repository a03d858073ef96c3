import type * as vscode from 'vscode';

/** What the Test Explorer was told, run by run, in words. The real run gets to know it as well. */
export class RecordedRuns implements vscode.Disposable {
  readonly runs: RecordedRun[] = [];
  private readonly original: vscode.TestController['createTestRun'];

  constructor(private readonly controller: vscode.TestController) {
    this.original = controller.createTestRun.bind(controller);
    controller.createTestRun = (...args) => {
      const run = new RecordedRun(args[0], this.original(...args));
      this.runs.push(run);
      return run.recording;
    };
  }

  get last(): RecordedRun | undefined {
    return this.runs.at(-1);
  }

  dispose(): void {
    this.controller.createTestRun = this.original;
  }
}

export class RecordedRun {
  /** The last state of each row that got one, `state row`, in the order of the first mention. */
  readonly states = new Map</* path of labels */ string, string>();
  readonly messages = new Map</* path of labels */ string, readonly vscode.TestMessage[]>();
  readonly coverage: vscode.FileCoverage[] = [];
  output = '';
  ended = false;
  readonly recording: vscode.TestRun;

  constructor(
    readonly request: vscode.TestRunRequest,
    run: vscode.TestRun,
  ) {
    const note = (state: string) => (item: vscode.TestItem) => void this.states.set(pathOf(item), state);
    const noteMessages = (state: string) => (item: vscode.TestItem, said: unknown) => {
      note(state)(item);
      this.messages.set(pathOf(item), (Array.isArray(said) ? said : [said]) as vscode.TestMessage[]);
    };
    const heard: Record<string, (...args: never[]) => void> = {
      enqueued: note('enqueued'),
      started: note('started'),
      passed: note('passed'),
      skipped: note('skipped'),
      failed: noteMessages('failed'),
      errored: noteMessages('errored'),
      appendOutput: (text: string) => void (this.output += text),
      addCoverage: (file: vscode.FileCoverage) => void this.coverage.push(file),
      end: () => void (this.ended = true),
    };
    this.recording = new Proxy(run, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        const listen = heard[String(name)];
        if (typeof value !== 'function') return value;
        return (...args: never[]) => {
          listen?.(...args);
          return (value as (...all: unknown[]) => unknown).apply(target, args);
        };
      },
    });
  }

  get rows(): string[] {
    return [...this.states].map(([row, state]) => `${state} ${row}`);
  }
}

const pathOf = (item: vscode.TestItem): string =>
  item.parent ? `${pathOf(item.parent)} > ${item.label}` : item.label;
