import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import type { ExerciseRef } from '../../core/exercise';
import { earned, emptyLedger, progressOf, refsIn, type Ledger } from '../../core/record/ledger';
import { ledgerText } from '../../core/record/parseLedger';
import type { Services } from '../services';
import { readLedgerFile } from './ledgerFiles';
import { sizeOf } from './progressBackups';

type FlowServices = Pick<Services, 'progress' | 'backups' | 'packs'>;

/** Taking progress away, bringing it back, and forgetting it. */
export class ProgressFlows {
  constructor(private readonly services: FlowServices) {}

  async exportAll(): Promise<void> {
    const file = earned(this.services.progress.current);
    const { exercises } = sizeOf(file);
    if (exercises === 0)
      throw new HumanError(
        'no-progress',
        vscode.l10n.t(
          'There is no progress to export yet. It begins with the first exercise that you begin.',
        ),
      );
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const uri = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export Progress'),
      filters: { JSON: ['json'] },
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, 'design-drills-progress.json') }),
    });
    if (!uri) return;
    await vscode.workspace.fs.writeFile(uri, Buffer.from(ledgerText(file, new Date().toISOString())));
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Your progress was written to {0}. Exercises in it: {1}.', nameIn(uri), exercises),
    );
  }

  async importFile(): Promise<void> {
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Import Progress'),
        openLabel: vscode.l10n.t('Import'),
        filters: { JSON: ['json'] },
      })) ?? [];
    if (!uri) return;
    await this.add(await readLedgerFile(uri), {
      question: vscode.l10n.t('Add the progress in {0} to yours?', nameIn(uri)),
      button: vscode.l10n.t('Import'),
    });
  }

  async restore(): Promise<void> {
    const { backups } = this.services;
    const kept = await backups.list();
    if (kept.length === 0)
      throw new HumanError(
        'no-backups',
        vscode.l10n.t(
          'There is nothing to restore. A copy is kept whenever progress is reset on this machine.',
        ),
      );
    const rows = await Promise.all(
      kept.map(async backup => {
        // One that somebody has changed is shown all the same; choosing it says what is wrong.
        const ledger = await backups.read(backup).catch(() => emptyLedger);
        const { exercises, passed } = sizeOf(ledger);
        return {
          label: backup.at.toLocaleString(vscode.env.language),
          description: vscode.l10n.t('exercises: {0}, passed: {1}', exercises, passed),
          backup,
        };
      }),
    );
    const title = vscode.l10n.t('Restore Progress');
    const picked = await vscode.window.showQuickPick(rows, { title });
    if (!picked) return;
    await this.add(await backups.read(picked.backup), {
      question: vscode.l10n.t('Bring back the progress of {0}?', picked.label),
      button: vscode.l10n.t('Restore'),
    });
  }

  /** Of one exercise, or, when the person says so, of everything. */
  async reset(target: ExerciseRef | undefined): Promise<void> {
    const chosen = target ?? (await this.pickReset());
    if (chosen === undefined) return;
    const { progress, backups } = this.services;
    const ref = chosen === 'everything' ? undefined : this.services.packs.catalog.presentRef(chosen);
    const answer = vscode.l10n.t('Reset Progress');
    const said = await vscode.window.showWarningMessage(
      ref === undefined
        ? vscode.l10n.t('Forget your progress on every exercise?')
        : vscode.l10n.t('Forget your progress on “{0}”?', this.titleOf(ref)),
      {
        modal: true,
        detail: vscode.l10n.t(
          'Runs, passes, opened hints and what you said of your answers are forgotten, also on machines that settings sync keeps alike. Files and answers stay as they are: Reset Attempt… is for those. A copy is kept on this machine; Restore Progress… brings it back.',
        ),
      },
      answer,
    );
    if (said !== answer) return;
    await backups.write(progress.current, new Date()); // first: nothing is forgotten that has no copy
    await progress.reset(ref);
  }

  /** Everything, and each exercise of which something is remembered. */
  private async pickReset(): Promise<ExerciseRef | 'everything' | undefined> {
    const { progress, packs } = this.services;
    const refs = [...new Set(refsIn(progress.current).map(ref => packs.catalog.presentRef(ref)))];
    if (refs.length === 0)
      throw new HumanError('no-progress', vscode.l10n.t('There is no progress to reset yet.'));
    const rows = refs.map(ref => ({ label: this.titleOf(ref), description: ref, chosen: ref }));
    const all = { label: vscode.l10n.t('Everything'), chosen: 'everything' as const };
    const title = vscode.l10n.t('Reset Progress');
    return (await vscode.window.showQuickPick<(typeof rows)[number] | typeof all>([all, ...rows], { title }))
      ?.chosen;
  }

  private async add(
    file: Ledger,
    { question, button }: { readonly question: string; readonly button: string },
  ): Promise<void> {
    const { progress } = this.services;
    const [before, after] = [progress.current, progress.withFile(file)];
    const news = refsIn(after).filter(
      ref => JSON.stringify(before.exercises[ref]) !== JSON.stringify(after.exercises[ref]),
    );
    if (news.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('It has nothing that you do not have already. Nothing was changed.'),
      );
      return;
    }
    const passes = news.filter(
      ref => progressOf(after, ref).firstPassAt !== null && progressOf(before, ref).firstPassAt === null,
    );
    const answer = await vscode.window.showInformationMessage(
      question,
      {
        modal: true,
        detail: vscode.l10n.t(
          'Exercises of which it says something new: {0}. Passed there, and not here yet: {1}. What you have stays: of two counts the larger one is kept, of two passes the first, and of what you said of your answers the latest.',
          news.length,
          passes.length,
        ),
      },
      button,
    );
    if (answer === button) await progress.add(file);
  }

  private titleOf(ref: ExerciseRef): string {
    return this.services.packs.find(ref)?.card.title ?? ref;
  }
}

const nameIn = (uri: vscode.Uri): string => uri.path.split('/').at(-1) ?? '';
