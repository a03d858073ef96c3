import * as vscode from 'vscode';
import type { ExerciseFile, ExerciseRef } from '../core/exercise';
import type { LoadedEntry } from '../core/pack/catalog';
import { isRevealed } from '../core/reveal';
import { revealContext, revealSentence } from './revealContext';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';

const schemes = { solution: 'design-drills-solution', starter: 'design-drills-starter' } as const;

/** Which version of a file: the one that the exercise begins with, or the reference solution. */
type Part = keyof typeof schemes;

/**
 * The address of a file of an exercise. The path is that of the learner's file, so that a comparison of the two is not
 * taken for a renaming.
 */
const documentUri = (part: Part, ref: ExerciseRef, path: string, own: vscode.Uri): vscode.Uri =>
  vscode.Uri.from({ scheme: schemes[part], path: own.path, query: `${ref}/${path}` });

/** A file of the reference solution; its content is shown only when the reveal rule allows. */
export const solutionUri = (ref: ExerciseRef, path: string, own: vscode.Uri): vscode.Uri =>
  documentUri('solution', ref, path, own);

/** A file as the exercise begins with it now. */
export const starterUri = (ref: ExerciseRef, path: string, own: vscode.Uri): vscode.Uri =>
  documentUri('starter', ref, path, own);

/** Read-only documents with the reference solution and the starter files of exercises. */
export function registerExerciseDocuments({
  packs,
  progress,
}: Pick<Services, 'packs' | 'progress'>): DisposableStore {
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<vscode.Uri>());
  const textOf = (part: Part, { ref, exercise }: LoadedEntry, file: ExerciseFile): string => {
    if (part === 'starter') return file.starter;
    const when = exercise.reveal.solution;
    return isRevealed(when, revealContext(progress.of(ref)))
      ? file.solution
      : `// ${revealSentence(when, exercise)}\n`;
  };
  const parts = Object.keys(schemes) as Part[];
  for (const part of parts) {
    const provider: vscode.TextDocumentContentProvider = {
      onDidChange: changed.event,
      provideTextDocumentContent: async uri => {
        const [pack, exercise, ...path] = uri.query.split('/');
        const entry = await packs.load(`${pack ?? ''}/${exercise ?? ''}`);
        const file = entry?.exercise.files.find(known => known.path === path.join('/'));
        return entry && file ? textOf(part, entry, file) : '';
      },
    };
    store.add(vscode.workspace.registerTextDocumentContentProvider(schemes[part], provider));
  }
  const isOurs = ({ scheme }: vscode.Uri): boolean => parts.some(part => schemes[part] === scheme);
  const refresh = (ref?: ExerciseRef) => {
    for (const { uri } of vscode.workspace.textDocuments)
      if (isOurs(uri) && (!ref || uri.query.startsWith(`${ref}/`))) changed.fire(uri);
  };
  store.add(progress.onDidChange(refresh));
  store.add(packs.onDidChange(() => refresh()));
  return store;
}
