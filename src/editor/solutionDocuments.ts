import * as vscode from 'vscode';
import type { ExerciseRef } from '../core/exercise';
import { isRevealed } from '../core/reveal';
import { revealContext, revealSentence } from './revealContext';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';

const scheme = 'design-drills-solution';

/**
 * The address of a file of the reference solution; its content is shown only when the reveal rule allows. The path is that
 * of the learner's file, so that a comparison of the two is not taken for a renaming.
 */
export const solutionUri = (ref: ExerciseRef, path: string, own: vscode.Uri): vscode.Uri =>
  vscode.Uri.from({ scheme, path: own.path, query: `${ref}/${path}` });

/** Read-only documents with the reference solution. */
export function registerSolutionDocuments({
  packs,
  progress,
}: Pick<Services, 'packs' | 'progress'>): DisposableStore {
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<vscode.Uri>());
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async uri => {
      const [pack, exercise, ...path] = uri.query.split('/');
      const entry = await packs.load(`${pack ?? ''}/${exercise ?? ''}`);
      const file = entry?.exercise.files.find(known => known.path === path.join('/'));
      if (!entry || !file) return '';
      const when = entry.exercise.reveal.solution;
      return isRevealed(when, revealContext(progress.of(entry.ref)))
        ? file.solution
        : `// ${revealSentence(when, entry.exercise)}\n`;
    },
  };
  const refresh = (ref?: ExerciseRef) => {
    for (const { uri } of vscode.workspace.textDocuments)
      if (uri.scheme === scheme && (!ref || uri.query.startsWith(`${ref}/`))) changed.fire(uri);
  };
  store.add(progress.onDidChange(refresh));
  store.add(packs.onDidChange(() => refresh()));
  store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
  return store;
}
