import * as vscode from 'vscode';
import { isChecked } from '../core/exercise';
import { progressOf, refsIn } from '../core/record/ledger';
import type { Attempt } from './attempts';
import { ContextKey } from './contextKey';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';

/** Keeps the context keys about attempts up to date, and warms the runner when one comes into view. */
export function registerAttemptContext(
  services: Pick<Services, 'attempts' | 'packs' | 'flows' | 'runs' | 'answers' | 'progress'>,
): DisposableStore {
  const { attempts, packs, flows, runs, answers, progress } = services;
  const store = new DisposableStore();
  const hasAttempt = new ContextKey('designDrills.hasAttempt');
  const attemptFiles = new ContextKey('designDrills.attemptFiles');
  const hasChecked = new ContextKey('designDrills.hasChecked');
  const hasAnswered = new ContextKey('designDrills.hasAnswered');

  const filesOf = ({ ref, folder }: Attempt): string[] =>
    (packs.find(ref)?.card.files ?? [])
      .filter(({ owner }) => owner === 'learner')
      .map(({ path }) => vscode.Uri.joinPath(folder, path).fsPath);
  let shown = '[]';
  const update = () => {
    hasAttempt.set(attempts.all.length > 0);
    const files = attempts.all.flatMap(filesOf);
    if (JSON.stringify(files) === shown) return; // a list is never the same object twice
    shown = JSON.stringify(files);
    attemptFiles.set(files);
  };
  store.add(attempts.onDidChange(update));
  store.add(packs.onDidChange(update));
  update();

  const known = progress.current;
  hasChecked.set(refsIn(known).some(ref => progressOf(known, ref).runs > 0));
  store.add(runs.onDidEnd(({ report }) => report.kind !== 'cancelled' && hasChecked.set(true)));
  store.add(answers.onDidWrite(() => hasAnswered.set(true)));

  const warmUp = (editor: vscode.TextEditor | undefined) => {
    const attempt = attempts.containing(editor?.document.uri);
    if (!attempt || !vscode.workspace.isTrusted) return;
    const card = packs.find(attempt.ref)?.card;
    if (!card || isChecked(card)) flows.warmUp();
  };
  store.add(vscode.window.onDidChangeActiveTextEditor(warmUp));
  void attempts.ready.then(() => warmUp(vscode.window.activeTextEditor));
  return store;
}
