import * as l10n from '@vscode/l10n';
import { idPattern, idShape } from './names';
import type { Field } from './yamlField';

/** An id that is not in `taken` yet, and is from now on. */
export function readId(field: Field | undefined, taken: Set<string>): string {
  const id = field?.matching(
    idPattern,
    'bad-id',
    idShape(),
    l10n.t('Use letters, digits and hyphens, beginning with a letter.'),
  );
  if (id === undefined) return '';
  if (taken.has(id))
    field?.problem(
      'duplicate-id',
      l10n.t('The id "{0}" is used twice in this list.', id),
      l10n.t('Choose another.'),
    );
  taken.add(id);
  return id;
}
