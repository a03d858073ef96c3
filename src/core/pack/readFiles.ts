import * as l10n from '@vscode/l10n';
import type { ExerciseFile } from '../exercise';
import type { ExerciseFolder } from './exerciseFolder';
import { answersFolder, attemptPathPattern, attemptPathShape, isPortablePath, reservedNames } from './names';
import type { Field } from './yamlField';

/** The files of an attempt with the text of starter and solution. At least one must be the learner's. */
export function readFiles(field: Field, folder: ExerciseFolder): ExerciseFile[] {
  const taken = new Set<string>();
  const files: ExerciseFile[] = [];
  const items = field.list(1) ?? [];
  for (const item of items) {
    const fields = item.record(['path'], ['readonly']);
    // Something unreadable there was meant to say yes.
    const owner = fields?.readonly && fields.readonly.flag() !== false ? 'exercise' : 'learner';
    const path = readAttemptPath(fields?.path, taken);
    if (path === undefined) continue;
    const starter = folder.mustHave(`starter/${path}`, fields?.path) ?? '';
    const solution =
      owner === 'exercise' ? starter : (folder.mustHave(`solution/${path}`, fields?.path) ?? '');
    files.push({ path, starter, solution, owner });
  }
  if (files.length === items.length && files.length > 0 && files.every(file => file.owner === 'exercise'))
    field.problem(
      'nothing-to-write',
      l10n.t('Every file is read-only, so there is nothing for the learner to write.'),
      l10n.t('Leave out "readonly" for at least one file.'),
    );
  return files;
}

function readAttemptPath(field: Field | undefined, taken: Set<string>): string | undefined {
  const path = field?.matching(
    attemptPathPattern,
    'bad-path',
    attemptPathShape(),
    l10n.t('Use letters, digits, ".", "_", "-" and "/", and end it in .ts.'),
  );
  if (path === undefined) return undefined;
  if (!isPortablePath(path))
    return field?.problem(
      'bad-path',
      l10n.t('Not every system can hold a file "{0}".', path),
      l10n.t('Choose another name.'),
    );
  if (reservedNames.includes(path.toLowerCase()) || path.toLowerCase().startsWith(`${answersFolder}/`))
    return field?.problem(
      'reserved-path',
      l10n.t('"{0}" is a name that Design Drills itself uses.', path),
      l10n.t('Choose another.'),
    );
  // Windows and macOS do not tell cases apart.
  const folded = path.toLowerCase();
  if (taken.has(folded))
    return field?.problem(
      'duplicate-path',
      l10n.t('"{0}" is listed twice.', path),
      l10n.t('Remove one of the two.'),
    );
  taken.add(folded);
  return path;
}
