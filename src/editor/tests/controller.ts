import * as vscode from 'vscode';
import { toError } from '../../core/errors';
import { Coalescer } from '../coalescer';
import { testControllerId } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { LiveRun, RunMode, RunOptions } from '../liveRun';
import type { Services } from '../services';
import { withSignal } from '../signal';
import { detailsOf, fileCoverageOf } from './coverage';
import { RunPresenter } from './present';
import { selections, type Selection } from './selection';
import { nodeOf } from './testData';
import { TestTree } from './testTree';

export type TestServices = Pick<
  Services,
  'attempts' | 'packs' | 'runner' | 'runs' | 'progress' | 'staleness' | 'saveRuns' | 'log'
>;

export const registerTests = (services: TestServices): Tests => new Tests(services);

/** Attempts in the Test Explorer: run, debug, coverage, cancel, continuous run, and a row of results for runs begun elsewhere. */
export class Tests implements vscode.Disposable {
  private readonly store = new DisposableStore();
  readonly controller = this.store.add(
    vscode.tests.createTestController(testControllerId, vscode.l10n.t('Design Drills')),
  );
  readonly tree: TestTree;
  readonly profiles: Readonly<Record<RunMode, vscode.TestRunProfile>>;
  private readonly update = this.store.add(new Coalescer(20, () => this.tree.update()));
  /** Runs that the Test Explorer asked for, by the options they were asked with. */
  private readonly asked = new Map<RunOptions, vscode.TestRun>();

  constructor(private readonly services: TestServices) {
    const { attempts, packs, runs, staleness } = services;
    this.tree = new TestTree(this.controller, services);
    const { Run, Debug, Coverage } = vscode.TestRunProfileKind;
    this.profiles = {
      check: this.profileOf('check', vscode.l10n.t('Check'), Run),
      debug: this.profileOf('debug', vscode.l10n.t('Debug'), Debug),
      coverage: this.profileOf('coverage', vscode.l10n.t('Coverage'), Coverage),
    };
    this.profiles.coverage.loadDetailedCoverage = (_run, coverage) => Promise.resolve(detailsOf(coverage));
    this.controller.resolveHandler = item => (item ? this.tree.resolve(item) : this.tree.update());
    this.controller.refreshHandler = async () => {
      await Promise.all([packs.refresh(), attempts.scan()]);
      this.tree.update();
      await Promise.all([...this.controller.items].map(([, item]) => this.tree.resolve(item)));
    };
    this.store.add(attempts.onDidChange(() => this.update.trigger()));
    this.store.add(packs.onDidChange(() => this.update.trigger()));
    this.store.add(runs.onDidStart(run => this.present(run)));
    this.store.add(staleness.onDidChange(key => this.markOutdated(key)));
    this.tree.update();
  }

  dispose(): void {
    this.store.dispose();
  }

  /** The profile that is used unless a person chooses another. */
  get profile(): vscode.TestRunProfile {
    return this.profiles.check;
  }

  private profileOf(mode: RunMode, label: string, kind: vscode.TestRunProfileKind): vscode.TestRunProfile {
    const isContinuous = mode === 'check';
    return this.store.add(
      this.controller.createRunProfile(
        label,
        kind,
        (request, token) => this.handle(request, token, mode),
        true,
        undefined,
        isContinuous,
      ),
    );
  }

  private async handle(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    mode: RunMode,
  ): Promise<void> {
    const items = request.include ?? [...this.controller.items].map(([, item]) => item);
    if (request.continuous) this.follow(items, token);
    const run = this.controller.createTestRun(request);
    try {
      for (const item of items) run.enqueued(item);
      // The row's own stop button cancels this run only; `token` is that of the whole request.
      await withSignal(token, stopped =>
        withSignal(run.token, async ended => {
          const signal = AbortSignal.any([stopped, ended]);
          for (const selection of await selections(this.tree, items, request.exclude ?? []))
            await this.runSelection(selection, run, signal, mode);
        }),
      );
    } finally {
      run.end(); // every path, or the Test Explorer spins until reload
    }
  }

  private async runSelection(
    selection: Selection,
    run: vscode.TestRun,
    signal: AbortSignal,
    mode: RunMode,
  ): Promise<void> {
    if (signal.aborted) return;
    const { attempt, ...part } = selection;
    const options: RunOptions = { source: 'testing', mode, testRun: run, signal, ...part };
    this.asked.set(options, run);
    try {
      await this.services.runs.check(attempt, options);
    } catch (thrown) {
      const item = this.tree.itemOf(attempt);
      if (item) run.errored(item, new vscode.TestMessage(toError(thrown).message));
    } finally {
      this.asked.delete(options);
    }
  }

  /** Continuous run: until the token is cancelled, every save is followed by a check. */
  private follow(items: readonly vscode.TestItem[], token: vscode.CancellationToken): void {
    const following = this.services.saveRuns.follow(items.map(item => nodeOf(item).attempt));
    this.store.add(following);
    token.onCancellationRequested(() => {
      following.dispose();
    });
  }

  /** A run that began elsewhere (panel, lens, save) is shown as one of its own. */
  private present(live: LiveRun): void {
    const { runs } = this.services;
    this.tree.update();
    const asked = this.asked.get(live.options);
    const run = asked ?? this.open(live);
    if (!run) return;
    const presenter = new RunPresenter(live, run, this.tree);
    const links = new DisposableStore();
    links.add(runs.onDidProgress(({ run: other, event }) => other === live && presenter.progress(event)));
    links.add(run.token.onCancellationRequested(() => live.cancel()));
    links.add(
      runs.onDidEnd(({ run: other, report }) => {
        if (other !== live) return;
        links.dispose();
        presenter.end(report);
        for (const file of live.coverage) run.addCoverage(fileCoverageOf(live.attempt, file));
        if (!asked) run.end();
      }),
    );
  }

  private open(live: LiveRun): vscode.TestRun | undefined {
    const top = this.tree.itemOf(live.attempt);
    if (!top) return undefined;
    const { suite, only = [], source } = live.options;
    const checks = only.flatMap(check => this.tree.checkItem(live.attempt, check) ?? []);
    const item = (suite === undefined ? undefined : top.children.get(suite)) ?? top;
    const bySave = source === 'save'; // then nothing may pop up
    return this.controller.createTestRun(
      new vscode.TestRunRequest(
        checks.length > 0 ? checks : [item],
        undefined,
        this.profiles[live.mode],
        bySave,
        true,
      ),
    );
  }

  private markOutdated(key: string): void {
    const item = this.tree.itemOf({ key });
    if (item && this.services.staleness.isStale({ key })) this.controller.invalidateTestResults(item);
  }
}
