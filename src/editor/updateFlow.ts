import * as vscode from 'vscode';
import { isKept, type AttemptUpdate, type UpdateStep } from '../core/attemptUpdate';
import { HumanError } from '../core/errors';
import type { CatalogEntry } from '../core/pack/catalog';
import type { Attempt, Attempts } from './attempts';
import type { AttemptUpdates, Updated } from './attemptUpdates';
import { starterUri } from './exerciseDocuments';
import { requireReady } from './gate';
import { showFailure } from './guarded';
import { requireChecked } from './requireChecked';
import type { PackStore } from './packStore';
import { doneSentence, newsSentence, stepLine } from './updateWords';

interface Parts {
  readonly packs: PackStore;
  readonly attempts: Attempts;
  readonly updates: AttemptUpdates;
  readonly log: vscode.LogOutputChannel;
}

/** Asks about updates of attempts, shows what they change, and says what became of it. */
export class UpdateFlow {
  constructor(private readonly parts: Parts) {}

  /** Asks, then brings the attempt up to date; false when there was nothing to do or the person changed their mind. */
  async ask(attempt: Attempt): Promise<boolean> {
    requireReady();
    const entry = await this.parts.packs.need(attempt.ref);
    const update = await this.parts.updates.plan(attempt);
    const { title } = entry.exercise;
    if (!update || update.steps.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'The files of “{0}” are as version {1} of its pack has them.',
          title,
          entry.pack.version,
        ),
      );
      return false;
    }
    const [doIt, show] = [vscode.l10n.t('Update'), vscode.l10n.t('Show What Changes')];
    const answer = await vscode.window.showWarningMessage(
      newsSentence(title, update),
      { modal: true, detail: detailOf(update) },
      doIt,
      show,
    );
    if (answer === show) await this.show(attempt);
    if (answer !== doIt) return false;
    await this.carryOut(attempt);
    return true;
  }

  /** Lets the person choose among the attempts that an update would change. */
  async pick(): Promise<Attempt | undefined> {
    await Promise.all([this.parts.packs.ready, this.parts.attempts.ready]);
    const due = await this.parts.updates.due();
    if (due.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Every attempt of this workspace is as its exercise is now.'),
      );
      return undefined;
    }
    const rows = due.map(attempt => ({
      label: this.parts.packs.find(attempt.ref)?.card.title ?? attempt.ref,
      description: vscode.workspace.asRelativePath(attempt.folder),
      attempt,
    }));
    const title = vscode.l10n.t('Update Attempt');
    return (await vscode.window.showQuickPick(rows, { title, matchOnDescription: true }))?.attempt;
  }

  /** For who has been asked already. */
  async carryOut(attempt: Attempt): Promise<Updated> {
    const { exercise } = await this.parts.packs.need(attempt.ref);
    const done = await this.parts.updates.carryOut(attempt, new Date());
    this.parts.log.info(
      `${attempt.ref}: ${done.update.from} -> ${done.update.to}, ${done.update.steps.length} files; copies in ${done.backup?.fsPath ?? 'no folder'}`,
    );
    this.report(attempt, exercise.title, done).catch((error: unknown) => showFailure(this.parts.log, error));
    return done;
  }

  /** Every file that an update changes, beside the one that is there. */
  async show(attempt: Attempt): Promise<void> {
    const entry = await this.parts.packs.need(attempt.ref);
    const update = await this.parts.updates.plan(attempt);
    const triples = (update?.steps ?? []).flatMap(step => comparisonOf(attempt, entry, step));
    if (triples.length === 0)
      throw new HumanError(
        'nothing-to-compare',
        vscode.l10n.t('An update would change no file of “{0}”.', entry.exercise.title),
      );
    await openComparison(vscode.l10n.t('{0}: New Starter ↔ Yours', entry.exercise.title), triples);
  }

  /** The learner's files beside what the exercise begins with. */
  async compareStarter(attempt: Attempt): Promise<void> {
    const { ref, exercise } = await this.parts.packs.need(attempt.ref);
    requireChecked(exercise);
    const triples = exercise.files
      .filter(file => file.owner === 'learner')
      .map(({ path }): Comparison => {
        const own = vscode.Uri.joinPath(attempt.folder, path);
        return [own, starterUri(ref, path, own), own];
      });
    await openComparison(vscode.l10n.t('{0}: Starter ↔ Yours', exercise.title), triples);
  }

  private async report(attempt: Attempt, title: string, { update, backup }: Updated): Promise<void> {
    const compare = vscode.l10n.t('Compare With Starter');
    const copies = vscode.l10n.t('Show Copies');
    const answer = await vscode.window.showInformationMessage(
      doneSentence(title, update),
      ...(update.steps.some(({ kind }) => kind === 'keep') ? [compare] : []),
      ...(backup ? [copies] : []),
    );
    if (answer === compare) await this.compareStarter(attempt);
    if (answer === copies) await vscode.commands.executeCommand('revealInExplorer', backup);
  }
}

/** What a list of changes is opened with: whose row it is, what was, what is. */
type Comparison = [label: vscode.Uri, before: vscode.Uri | undefined, after: vscode.Uri | undefined];

/** The learner's own file is on the right, where it can be written in. */
function comparisonOf({ folder }: Attempt, { ref }: CatalogEntry, step: UpdateStep): Comparison[] {
  const at = (path: string) => vscode.Uri.joinPath(folder, path);
  const own = at(step.kind === 'move' ? step.from : step.path);
  switch (step.kind) {
    case 'add':
      return [[own, undefined, starterUri(ref, step.path, own)]];
    case 'move':
      return step.text === '' ? [] : [[own, starterUri(ref, step.path, own), own]];
    case 'advance':
    case 'take':
    case 'keep':
      return [[own, starterUri(ref, step.path, own), own]];
    case 'leave':
      return [];
  }
}

async function openComparison(title: string, triples: readonly Comparison[]): Promise<void> {
  const [first] = triples;
  if (triples.length === 1 && first?.[1] && first[2])
    await vscode.commands.executeCommand('vscode.diff', first[1], first[2], title);
  else await vscode.commands.executeCommand('vscode.changes', title, triples);
}

const detailOf = ({ steps }: AttemptUpdate): string =>
  [
    ...steps.filter(step => !isKept(step)).map(stepLine),
    ...steps.filter(isKept).map(stepLine),
    vscode.l10n.t('Copies of what is there now are kept in the folder .backup of the attempt.'),
  ].join('\n');
