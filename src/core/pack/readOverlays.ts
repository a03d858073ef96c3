import * as l10n from '@vscode/l10n';
import type { ExerciseFile, Overlay, WrongVariant } from '../exercise';
import type { ExerciseFolder } from './exerciseFolder';
import { attemptPathPattern, pathPattern } from './names';
import { readId } from './readId';
import { nearest, oneOf } from './suggest';
import type { Field } from './yamlField';

type Files = readonly ExerciseFile[];
type Place = { readonly [K in 'file' | 'folder' | 'replaces']?: Field };

export function readWrongVariants(
  field: Field,
  folder: ExerciseFolder,
  files: Files,
  requirements: readonly string[],
): WrongVariant[] {
  const ids = new Set<string>();
  return (field.list() ?? []).map(item => {
    const fields = item.record(
      ['id', 'title', 'mistake', 'caughtBy'],
      ['file', 'folder', 'replaces', 'alsoFails'],
    );
    const caughtBy = fields?.caughtBy ? readIds(fields.caughtBy, requirements) : [];
    return {
      id: readId(fields?.id, ids),
      title: fields?.title?.line() ?? '',
      files: fields ? readOverlay(item, fields, folder, files) : {},
      mistake: fields?.mistake?.text() ?? '',
      caughtBy,
      alsoFails: fields?.alsoFails ? readIds(fields.alsoFails, requirements, caughtBy) : [],
    };
  });
}

export function readAlternatives(field: Field, folder: ExerciseFolder, files: Files): Overlay[] {
  const ids = new Set<string>();
  return (field.list() ?? []).map(item => {
    const fields = item.record(['id', 'title'], ['file', 'folder', 'replaces']);
    return {
      id: readId(fields?.id, ids),
      title: fields?.title?.line() ?? '',
      files: fields ? readOverlay(item, fields, folder, files) : {},
    };
  });
}

/** Ids of requirements. None of `others` may be among them: it has been said already what those do. */
function readIds(field: Field, requirements: readonly string[], others: readonly string[] = []): string[] {
  const ids: string[] = [];
  for (const item of field.list(1) ?? []) {
    const id = item.text();
    if (id === undefined) continue;
    if (!requirements.includes(id)) {
      const meant = nearest(id, requirements);
      item.problem(
        'unknown-requirement',
        l10n.t('There is no requirement "{0}".', id),
        meant
          ? l10n.t('Did you mean "{0}"?', meant)
          : l10n.t('Name one of those listed under "requirements".'),
      );
    } else if (ids.includes(id) || others.includes(id))
      item.problem('duplicate', l10n.t('"{0}" is listed twice.', id), l10n.t('Keep one of the two.'));
    else ids.push(id);
  }
  return ids;
}

/** Either one file and what it is laid over, or a folder that holds files under their own paths. */
function readOverlay(item: Field, fields: Place, folder: ExerciseFolder, files: Files): Overlay['files'] {
  if (fields.file && !fields.folder) return readSingleFile(item, fields.file, fields.replaces, folder, files);
  if (fields.folder && !fields.file) {
    fields.replaces?.problem(
      'unknown-key',
      l10n.t('"replaces" goes with "file" only.'),
      l10n.t('Remove it.'),
    );
    return readFolder(fields.folder, folder, files);
  }
  item.problem(
    'file-or-folder',
    fields.file
      ? l10n.t('{0} has both "file" and "folder".', item.name)
      : l10n.t('{0} has neither "file" nor "folder".', item.name),
    l10n.t('Give "file" with "replaces", or "folder".'),
  );
  return {};
}

function readSingleFile(
  item: Field,
  file: Field,
  replaces: Field | undefined,
  folder: ExerciseFolder,
  files: Files,
): Overlay['files'] {
  const path = file.matching(
    pathPattern,
    'bad-path',
    l10n.t('a path such as wrong/naive.ts'),
    l10n.t('Keep it in this exercise.'),
  );
  const text = path === undefined ? undefined : folder.mustHave(path, file);
  if (!replaces) {
    item.problem(
      'missing-key',
      l10n.t('{0} lacks the key "{1}".', item.name, 'replaces'),
      l10n.t('Say which file of the attempt it stands for.'),
    );
    return {};
  }
  const target = replaces.text();
  const own = files.filter(f => f.owner === 'learner').map(f => f.path);
  // With no file of the learner at all, that has been said already.
  if (target !== undefined && own.length > 0 && !own.includes(target))
    replaces.problem(
      'unknown-path',
      l10n.t('"{0}" is not a file that the learner writes.', target),
      l10n.t('Use {0}.', oneOf(own)),
    );
  return target !== undefined && text !== undefined ? { [target]: text } : {};
}

function readFolder(field: Field, folder: ExerciseFolder, files: Files): Overlay['files'] {
  const path = field.matching(
    pathPattern,
    'bad-path',
    l10n.t('a path such as wrong/naive'),
    l10n.t('Keep it in this exercise.'),
  );
  if (path === undefined) return {};
  const found: Record<string, string> = {};
  for (const [name, text] of Object.entries(folder.below(path, /\.ts$/))) {
    const target = name.slice(path.length + 1);
    const known = files.find(f => f.path === target);
    if (!attemptPathPattern.test(target) || known?.owner === 'exercise')
      field.problem(
        'unknown-path',
        l10n.t('"{0}" cannot be laid over the attempt.', name),
        l10n.t('Only files of the learner can.'),
      );
    else found[target] = text;
  }
  if (Object.keys(found).length === 0)
    field.problem(
      'missing-file',
      l10n.t('There is no TypeScript file in {0}/.', path),
      l10n.t('Add the files, or correct the path.'),
    );
  return found;
}
