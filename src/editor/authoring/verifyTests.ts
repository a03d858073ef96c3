import * as vscode from 'vscode';
import { HumanError, toError } from '../../core/errors';
import { Coalescer } from '../coalescer';
import { verifyControllerId } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { Services } from '../services';
import { withSignal } from '../signal';
import type { AuthoredExercise, AuthoredPacks } from './authoredPacks';
import { brokenMessage, isAboutDesign, messageOf, presentDesign, summaryOf } from './presentVerification';
import type { Judged, Verifications } from './verifications';
import { rangeOf, unnoticedText, uriOf } from './verifyDiagnostics';
import { VerifyTree } from './verifyTree';
import type { Verification, Verifier, VerifyRequest } from './verifier';

interface Parts {
  readonly packs: Services['packs'];
  readonly authored: AuthoredPacks;
  readonly verifier: Verifier;
  readonly verifications: Verifications;
}

type Progress = Pick<VerifyRequest, 'onProgress'>;

/** "Verify packs" in the Test Explorer: exercise, then its starter, solution, alternatives, wrong variants, changes. */
export class VerifyTests implements vscode.Disposable {
  private readonly store = new DisposableStore();
  readonly controller = this.store.add(
    vscode.tests.createTestController(verifyControllerId, vscode.l10n.t('Verify packs')),
  );
  readonly profiles: { readonly all: vscode.TestRunProfile; readonly quick: vscode.TestRunProfile };
  readonly tree: VerifyTree;
  private readonly update = this.store.add(new Coalescer(20, () => this.tree.show()));

  constructor(private readonly parts: Parts) {
    const { authored, verifications, packs } = parts;
    this.tree = new VerifyTree(this.controller, authored, packs);
    const { Run } = vscode.TestRunProfileKind;
    const profile = (label: string, mutants: boolean): vscode.TestRunProfile =>
      this.store.add(
        this.controller.createRunProfile(
          label,
          Run,
          (request, token) => this.handle(request, token, mutants),
          mutants,
        ),
      );
    this.profiles = {
      all: profile(vscode.l10n.t('Verify'), true),
      quick: profile(vscode.l10n.t('Verify Without Changing the Solution'), false),
    };
    this.controller.resolveHandler = item => (item ? this.tree.resolve(item) : this.tree.show());
    this.controller.refreshHandler = () => packs.refresh();
    this.store.add(authored.onDidChange(() => this.update.trigger()));
    this.store.add(
      verifications.onDidChange(kept => {
        const item = kept?.stale ? this.tree.itemOf(kept.place) : undefined;
        if (item) this.controller.invalidateTestResults(item);
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Verifies a whole exercise, and shows it as a run of its row. @throws as the verifier does */
  async verify(
    place: AuthoredExercise,
    token: vscode.CancellationToken,
    progress: Progress = {},
  ): Promise<Verification> {
    let item = this.tree.makeItemOf(place);
    if (!item) {
      await this.parts.authored.scan(); // it may have been made a moment ago
      item = this.tree.makeItemOf(place);
    }
    if (!item)
      throw new HumanError(
        'no-exercise',
        vscode.l10n.t('This is no exercise of a pack that can be written here.'),
      );
    const row = item;
    const run = this.controller.createTestRun(
      new vscode.TestRunRequest([item], undefined, this.profiles.all, false, true),
    );
    try {
      return await withSignal(token, stopped =>
        withSignal(run.token, ended =>
          this.verifyExercise(run, row, place, AbortSignal.any([stopped, ended]), true, progress),
        ),
      );
    } finally {
      run.end();
    }
  }

  private async handle(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    mutants: boolean,
  ): Promise<void> {
    this.tree.show();
    const items = request.include ?? [...this.controller.items].map(([, item]) => item);
    const excluded = new Set(request.exclude ?? []);
    const run = this.controller.createTestRun(request);
    try {
      await withSignal(token, stopped =>
        withSignal(run.token, async ended => {
          const signal = AbortSignal.any([stopped, ended]);
          for (const item of await this.exercisesAndParts(items)) {
            if (signal.aborted) return;
            if (!excluded.has(item))
              await this.quietly(run, item, () => this.runRow(run, item, signal, mutants));
          }
        }),
      );
    } finally {
      run.end(); // every path, or the Test Explorer spins until reload
    }
  }

  private async exercisesAndParts(items: readonly vscode.TestItem[]): Promise<vscode.TestItem[]> {
    const found: vscode.TestItem[] = [];
    for (const item of items) {
      const isPack = this.tree.rowOf(item)?.kind === 'pack';
      if (isPack) await this.tree.resolve(item);
      found.push(...(isPack ? [...item.children].map(([, child]) => child) : [item]));
    }
    return found;
  }

  private async runRow(
    run: vscode.TestRun,
    item: vscode.TestItem,
    signal: AbortSignal,
    mutants: boolean,
  ): Promise<void> {
    const row = this.tree.rowOf(item);
    if (!row || row.kind === 'pack') return;
    if (row.kind === 'exercise' || row.part === 'mutants') {
      const top = row.kind === 'exercise' ? item : item.parent;
      if (top) await this.verifyExercise(run, top, row.place, signal, mutants || row.kind === 'part', {});
      return;
    }
    run.started(item);
    const verification = await this.parts.verifier.verify({
      ...{ place: row.place, part: row.part, mutants: false, signal },
    });
    if (verification.kind === 'broken') run.errored(item, brokenMessage());
    else presentDesign(run, item, row.place, verification, row.part);
  }

  private async verifyExercise(
    run: vscode.TestRun,
    item: vscode.TestItem,
    place: AuthoredExercise,
    signal: AbortSignal,
    mutants: boolean,
    { onProgress }: Progress,
  ): Promise<Verification> {
    const { verifier, verifications } = this.parts;
    await this.tree.resolve(item);
    const below = [...item.children].map(([, child]) => child);
    for (const row of [item, ...below]) run.started(row);
    const verification = await verifier.verify({
      place,
      mutants,
      remembers: true,
      signal,
      ...(onProgress && { onProgress }),
    });
    if (verification.kind === 'broken') {
      verifications.forget(place);
      run.errored(item, brokenMessage());
      for (const row of below) run.skipped(row);
      return verification;
    }
    verifications.keep(place, verification);
    const parts = below.flatMap(row => {
      const known = this.tree.rowOf(row);
      return known?.kind === 'part' ? [{ row, part: known.part }] : [];
    });
    for (const { row, part } of parts)
      if (part === 'mutants') this.presentMutants(run, row, place, verification);
      else presentDesign(run, row, place, verification, part);
    const others = verification.findings.filter(found => !isAboutDesign(found));
    if (verification.verdict.ok) run.passed(item);
    else
      run.failed(
        item,
        (others.length > 0 ? others : verification.findings).map(found => messageOf(place, found)),
      );
    run.appendOutput(summaryOf(verification).replaceAll('\n', '\r\n'), undefined, item);
    return verification;
  }

  /** A row for each change that no check noticed: few, when the suites are any good. */
  private presentMutants(
    run: vscode.TestRun,
    row: vscode.TestItem,
    place: AuthoredExercise,
    { verdict, unnoticed, findings }: Judged,
  ): void {
    const { mutation } = verdict;
    if (!mutation) {
      row.description = '';
      row.children.replace([]);
      run.skipped(row);
      return;
    }
    row.description =
      mutation.percent === null
        ? vscode.l10n.t('nothing to change')
        : vscode.l10n.t('{0} % noticed', mutation.percent);
    const items = unnoticed.map(({ mutant, place: at }, i) => {
      const item = this.controller.createTestItem(
        `${mutant.file}:${mutant.line}:${mutant.column} ${mutant.mutator} ${i}`,
        vscode.l10n.t('{0}:{1} {2}', mutant.file, mutant.line, mutant.mutator),
        uriOf(place.pack.folder, at),
      );
      item.range = rangeOf(at);
      item.sortText = String(i).padStart(6, '0');
      return item;
    });
    row.children.replace(items);
    unnoticed.forEach(({ mutant, place: at }, i) => {
      const message = vscode.TestMessage.diff(unnoticedText(mutant), mutant.original, mutant.replacement);
      message.location = new vscode.Location(uriOf(place.pack.folder, at), rangeOf(at));
      run.failed(items[i]!, message);
    });
    const short = findings.filter(({ code }) => code === 'mutation-score');
    if (short.length > 0)
      run.failed(
        row,
        short.map(found => messageOf(place, found)),
      );
    else run.passed(row);
  }

  private async quietly(
    run: vscode.TestRun,
    item: vscode.TestItem,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (thrown instanceof vscode.CancellationError) run.skipped(item);
      else run.errored(item, new vscode.TestMessage(toError(thrown).message));
    }
  }
}
