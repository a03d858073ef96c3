import * as l10n from '@vscode/l10n';
import type { ExerciseKind } from '../exercise';
import type { Field } from './yamlField';

/** What an exercise with code has. Without `files` and `suites` it consists of discussions, and needs none of them. */
export const codeKeys = ['requirements', 'files', 'suites'] as const;

/** What says something about suites, and nothing without them. */
const aboutSuites = ['services', 'limits', 'wrong', 'alternatives', 'playground'] as const;

type Key = (typeof codeKeys)[number] | (typeof aboutSuites)[number] | 'discussions';
type Fields = { readonly [K in Key]?: Field };

/** Whether an exercise is checked or only discussed: its keys must be those of one kind. */
export function checkKind(root: Field, fields: Fields): ExerciseKind {
  if (fields.files || fields.suites) {
    for (const key of codeKeys) if (!fields[key]) missing(root, key);
    return 'checked';
  }
  for (const key of aboutSuites) if (fields[key]) needsSuites(fields[key]);
  if (!fields.discussions || fields.discussions.isEmptyList())
    root.problem(
      'nothing-to-do',
      l10n.t('The exercise has neither suites nor discussions.'),
      l10n.t('Add "discussions: …", or "requirements", "files" and "suites".'),
    );
  return 'discussed';
}

/** Reports a field that waits for runs, where there are none. */
export const needsSuites = (field: Field): undefined =>
  field.problem(
    'needs-suites',
    l10n.t('{0} is about suites, and this exercise has none.', field.name),
    l10n.t('Remove it, or add "requirements", "files" and "suites".'),
  );

const missing = (root: Field, key: (typeof codeKeys)[number]): undefined =>
  root.problem(
    'missing-key',
    l10n.t('{0} lacks the key "{1}".', root.name, key),
    key === 'requirements'
      ? l10n.t('Add "{0}".', `${key}: …`)
      : l10n.t('Add "{0}: …"; an exercise without code has neither "files" nor "suites".', key),
  );
