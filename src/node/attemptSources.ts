import * as l10n from '@vscode/l10n';
import type { Exercise } from '../core/exercise';
import type { CompileError } from '../core/run/report';

export interface AttemptSources {
  /** Path -> text of every TypeScript file that takes part in the run. */
  readonly files: Readonly<Record<string, string>>;
  /** Files of the exercise that the attempt has lost, and that a suite or another file asks for. */
  readonly missing: readonly CompileError[];
}

/**
 * The attempt's files, with the exercise-owned ones as the pack has them, whatever is on the disk. A starter file that
 * nothing imports any more may be gone: learners divide their code as they like.
 */
export function attemptSources(
  exercise: Pick<Exercise, 'files' | 'testModules'>,
  given: Readonly<Record<string, string>>,
): AttemptSources {
  const files: Record<string, string> = { ...given };
  const gone: string[] = [];
  for (const file of exercise.files) {
    if (file.owner === 'exercise') files[file.path] = file.starter;
    else if (!Object.hasOwn(given, file.path)) gone.push(file.path);
  }
  if (gone.length === 0) return { files, missing: [] };
  const texts = [...Object.values(exercise.testModules), ...Object.values(files)];
  return { files, missing: gone.filter(path => isImported(path, texts)).map(lost) };
}

/** By the last part of what stands in quotes: a file of the same name elsewhere makes this true, too. */
function isImported(path: string, texts: readonly string[]): boolean {
  const [name = ''] = path.split('/').slice(-1);
  const bare = name.replace(/\.[cm]?ts$/, '').replaceAll(/[^\w]/g, '\\$&');
  const specifier = new RegExp(`['"\`](?:\\.{1,2}|#attempt)/(?:[^'"\`\n]*/)?${bare}(?:\\.[cm]?[jt]s)?['"\`]`);
  return texts.some(text => specifier.test(text));
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
