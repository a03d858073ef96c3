import * as l10n from '@vscode/l10n';
import type { Exercise } from '../core/exercise';
import type { CompileError } from '../core/run/report';

export interface AttemptSources {
  /** Path -> text of every TypeScript file that takes part in the run. */
  readonly files: Readonly<Record<string, string>>;
  /** Files of the exercise that the attempt has lost. */
  readonly missing: readonly CompileError[];
}

/** The attempt's files, with the exercise-owned ones as the pack has them, whatever is on the disk. */
export function attemptSources(
  exercise: Pick<Exercise, 'files'>,
  given: Readonly<Record<string, string>>,
): AttemptSources {
  const files: Record<string, string> = { ...given };
  const missing: CompileError[] = [];
  for (const file of exercise.files) {
    if (file.owner === 'exercise') files[file.path] = file.starter;
    else if (!Object.hasOwn(given, file.path)) missing.push(lost(file.path));
  }
  return { files, missing };
}

const lost = (file: string): CompileError => ({
  file,
  line: 1,
  column: 1,
  message: l10n.t(
    '{0} is missing. Scaffold the exercise again to get it back; files that exist are kept.',
    file,
  ),
  codeFrame: '',
});
