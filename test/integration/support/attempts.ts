import * as vscode from 'vscode';
import type { ExerciseRef } from '../../../src/core/exercise';
import type { Attempt } from '../../../src/editor/attempts';
import type { TestApi } from '../../../src/extension';
import { writeText } from './files';

/** Scaffolds an exercise and replaces one of its files on disk. */
export async function attemptWith(
  api: TestApi,
  ref: ExerciseRef,
  files: Readonly<Record<string, string>> = {},
): Promise<Attempt> {
  const { attempt } = await api.services.scaffolder.scaffold(ref);
  for (const [path, text] of Object.entries(files))
    await writeText(vscode.Uri.joinPath(attempt.folder, path), text);
  return attempt;
}
