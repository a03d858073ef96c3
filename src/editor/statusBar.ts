import * as vscode from 'vscode';
import { assertNever } from '../core/errors';
import { isChecked, type ExerciseRef } from '../core/exercise';
import { stateOf } from '../core/progress';
import type { RunReport } from '../core/run/report';
import { outcomeOf } from '../core/run/report';
import { asCommand } from './ids';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';
import { headline, stateWord } from './words';

/** How the attempt stands whose file or question is in front. Hidden elsewhere. */
export function registerStatusBar(
  services: Pick<Services, 'attempts' | 'results' | 'runs' | 'packs' | 'panels' | 'progress'>,
): DisposableStore & { readonly item: vscode.StatusBarItem } {
  const { attempts, results, runs, packs, panels, progress } = services;
  const store = new DisposableStore();
  const item = store.add(
    vscode.window.createStatusBarItem('designDrills.result', vscode.StatusBarAlignment.Left, 10),
  );
  item.name = vscode.l10n.t('Design Drills Result');
  const show = (ref: ExerciseRef, icon: string, title: string, words: string) => {
    item.text = `$(${icon}) ${title}: ${words}`;
    item.accessibilityInformation = { label: vscode.l10n.t('{0}: {1}', title, words) };
    item.tooltip = vscode.l10n.t('Show the question');
    item.command = asCommand('designDrills.openExercise', vscode.l10n.t('Open Exercise'), ref);
    item.show();
  };
  const update = () => {
    const question = panels.current;
    const attempt = question?.active ? attempts.of(question.ref) : attempts.active;
    const entry = attempt && packs.find(attempt.ref);
    if (!attempt || !entry) return item.hide();
    const title = entry.card.title;
    if (!isChecked(entry.card)) {
      const word = stateWord(stateOf(progress.of(attempt.ref)), entry.card);
      return show(attempt.ref, 'comment-discussion', title, word);
    }
    const running = runs.get(attempt) !== undefined;
    const report = results.get(attempt)?.report;
    const words = running
      ? vscode.l10n.t('checking…')
      : report
        ? headline(report)
        : vscode.l10n.t('not checked yet');
    show(attempt.ref, running ? 'loading~spin' : iconOf(report), title, words);
  };
  store.add(vscode.window.onDidChangeActiveTextEditor(update));
  store.add(panels.onDidFocus(update));
  for (const event of [attempts.onDidChange, packs.onDidChange]) store.add(event(update));
  store.add(results.onDidChange(update));
  store.add(progress.onDidChange(update));
  store.add(runs.onDidStart(update));
  store.add(runs.onDidEnd(update));
  update();
  return Object.assign(store, { item });
}

function iconOf(report: RunReport | undefined): string {
  if (!report) return 'beaker';
  const outcome = outcomeOf(report);
  switch (outcome) {
    case 'passed':
      return 'pass';
    case 'failed':
    case 'did-not-compile':
    case 'crashed':
      return 'error';
    case 'timed-out':
      return 'watch';
    case 'cancelled':
      return 'circle-slash';
    default:
      return assertNever(outcome);
  }
}
