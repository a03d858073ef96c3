import * as vscode from 'vscode';
import { HumanError } from '../core/errors';
import { isChecked, type ExerciseRef } from '../core/exercise';
import { isRevealed } from '../core/reveal';
import type { Attempt, Attempts } from './attempts';
import { requireReady } from './gate';
import type { PackStore } from './packStore';
import type { ProgressStore } from './progressStore';
import { requireChecked } from './requireChecked';
import type { QuestionPanel } from './questionPanel/panel';
import type { QuestionPanels } from './questionPanel/panels';
import { revealContext, revealSentence } from './revealContext';
import type { RunnerHost } from './runnerHost';
import type { Scaffolded, Scaffolder } from './scaffolder';
import { solutionUri } from './exerciseDocuments';

interface FlowParts {
  readonly packs: PackStore;
  readonly attempts: Attempts;
  readonly progress: ProgressStore;
  readonly scaffolder: Scaffolder;
  readonly runner: RunnerHost;
  readonly panels: QuestionPanels;
  readonly log: vscode.LogOutputChannel;
}

/** What a person sets out to do, from whichever button: the panel, the tree and the palette share these. */
export class Flows {
  constructor(private readonly parts: FlowParts) {}

  /** @throws HumanError when no pack has it. */
  async open(ref: ExerciseRef): Promise<QuestionPanel> {
    return this.parts.panels.open(await this.listed(ref));
  }

  /** From one question to another: the panel moves on, unless the other has a panel of its own. */
  async openInstead(from: ExerciseRef, to: ExerciseRef): Promise<QuestionPanel> {
    return this.parts.panels.open(await this.listed(to), from);
  }

  /**
   * The exercise as it is called now. It is shown before it has been read: that is done while the editor makes room for it.
   * @throws HumanError when no pack has it.
   */
  private async listed(name: ExerciseRef): Promise<ExerciseRef> {
    const { packs } = this.parts;
    return ((await packs.entry(name)) ?? (await packs.need(name))).ref;
  }

  /** Writes what is missing and shows the first file that is the learner's, if any, beside the question. */
  async scaffold(ref: ExerciseRef, questionColumn?: vscode.ViewColumn): Promise<Scaffolded> {
    const done = await this.parts.scaffolder.scaffold(ref);
    const { exercise } = await this.parts.packs.need(ref);
    if (isChecked(exercise)) this.warmUp();
    const first = exercise.files.find(file => file.owner === 'learner');
    if (first)
      await this.openFile(vscode.Uri.joinPath(done.attempt.folder, first.path), undefined, questionColumn);
    return done;
  }

  /** Asks, then begins again; false when the person changed their mind. */
  async reset(attempt: Attempt): Promise<boolean> {
    requireReady();
    const { exercise } = await this.parts.packs.need(attempt.ref);
    requireChecked(exercise);
    const reset = vscode.l10n.t('Reset');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Begin “{0}” again from the starter files?', exercise.title),
      {
        modal: true,
        detail: vscode.l10n.t(
          'A copy of your files is kept in the folder .backup of the attempt. Answers stay.',
        ),
      },
      reset,
    );
    if (answer !== reset) return false;
    const backup = await this.parts.scaffolder.reset(attempt, new Date());
    this.parts.log.info(`${attempt.ref} was reset; the files from before are in ${backup.fsPath}`);
    return true;
  }

  /** @throws HumanError while the solution is not revealed. */
  async compareSolution(attempt: Attempt): Promise<void> {
    const { ref, exercise } = await this.parts.packs.need(attempt.ref);
    requireChecked(exercise);
    const when = exercise.reveal.solution;
    if (!isRevealed(when, revealContext(this.parts.progress.of(ref))))
      throw new HumanError(
        'not-revealed',
        vscode.l10n.t(
          'The solution of “{0}” is not shown yet. {1}',
          exercise.title,
          revealSentence(when, exercise),
        ),
      );
    const pairs = exercise.files
      .filter(file => file.owner === 'learner')
      .map(({ path }) => ({ path, own: vscode.Uri.joinPath(attempt.folder, path) }))
      .map(({ path, own }) => ({ path, own, solution: solutionUri(ref, path, own) }));
    const [first] = pairs;
    if (!first) return;
    if (pairs.length === 1) {
      const title = vscode.l10n.t('{0}: Solution ↔ Yours', first.path);
      await vscode.commands.executeCommand('vscode.diff', first.solution, first.own, title);
      return;
    }
    const title = vscode.l10n.t('{0}: Solution ↔ Yours', exercise.title);
    const triples = pairs.map(({ own, solution }) => [own, solution, own]);
    await vscode.commands.executeCommand('vscode.changes', title, triples);
  }

  /** Shows a file where it is shown already, else in a column that the question does not take. */
  async openFile(uri: vscode.Uri, at?: vscode.Position, questionColumn?: vscode.ViewColumn): Promise<void> {
    const shown = vscode.window.visibleTextEditors.find(
      editor => editor.document.uri.toString() === uri.toString(),
    );
    const column = shown?.viewColumn ?? columnBeside(questionColumn);
    const selection = at && new vscode.Range(at, at);
    await vscode.window.showTextDocument(uri, {
      viewColumn: column,
      preview: false,
      ...(selection ? { selection } : {}),
    });
  }

  /** So that the first check is as quick as the next. */
  warmUp(): void {
    this.parts.runner
      .warmUp()
      .catch((error: unknown) => this.parts.log.warn(`Not warmed up: ${String(error)}`));
  }
}

function columnBeside(questionColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  if (questionColumn === undefined) return vscode.ViewColumn.Active;
  return questionColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
}
