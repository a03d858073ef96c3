import * as l10n from '@vscode/l10n';
import { assertNever } from '../errors';
import type { Renames } from './renames';
import { nearest } from './suggest';
import type { Field } from './yamlField';

type RenamedKind = 'exercise' | 'discussion' | 'file';

/** What a table of former names is about, for its messages. */
export interface Renamed {
  readonly what: RenamedKind;
  /** What names look like, as `Field.matching` wants it. */
  readonly pattern: RegExp;
  readonly code: string;
  readonly shape: string;
  /** The names that there are now. */
  readonly present: readonly string[];
}

/**
 * Reads a table of former names. A line may lead to another line of the table, as it does when something has been renamed
 * twice. Lines that lead nowhere are reported and left out.
 */
export function readRenames(field: Field | undefined, renamed: Renamed): Renames {
  const { what, pattern, code, shape, present } = renamed;
  const lines = new Map<string, { readonly to: string; readonly value: Field }>();
  for (const { word, key, value } of field?.entries() ?? []) {
    const from = key.matching(pattern, code, shape, l10n.t('Write the name as it was.'));
    const to = value.matching(pattern, code, shape, l10n.t('Write the name as it is now.'));
    if (from === undefined || to === undefined) continue;
    if (present.includes(word))
      key.problem(
        'renamed-present',
        wordsOf(what).still(word),
        l10n.t('Remove this line, or give what is called so now another name.'),
      );
    else lines.set(word, { to, value });
  }
  const ends = [...lines].flatMap(([from, { to, value }]) => {
    const steps = [from];
    let end = to;
    while (lines.has(end) && !steps.includes(end)) {
      steps.push(end);
      end = lines.get(end)!.to;
    }
    if (present.includes(end)) return [{ from, end, steps: steps.length }];
    // Of a chain that leads into a circle or to nothing, only the lines that are at fault are reported.
    if (end === from)
      value.problem(
        'renamed-cycle',
        l10n.t('From "{0}", the former names lead in a circle.', from),
        wordsOf(what).lead(),
      );
    else if (end === to && !lines.has(to))
      value.problem('unknown-renamed', wordsOf(what).unknown(to), remedyFor(to, renamed));
    return [];
  });
  // The latest name is the one with the fewest steps to go.
  const latestFirst = ends.sort((a, b) => a.steps - b.steps);
  return Object.fromEntries(latestFirst.map(({ from, end }) => [from, end]));
}

function remedyFor(name: string, { what, present }: Renamed): string {
  const meant = nearest(name, present);
  if (meant !== undefined) return l10n.t('Did you mean "{0}"?', meant);
  return wordsOf(what).name();
}

interface Words {
  readonly still: (name: string) => string;
  readonly lead: () => string;
  readonly unknown: (name: string) => string;
  readonly name: () => string;
}

/** Whole sentences for each: in other languages they differ by more than a noun. */
function wordsOf(what: RenamedKind): Words {
  switch (what) {
    case 'exercise':
      return {
        still: name => l10n.t('"{0}" has been renamed, yet there is still an exercise "{0}".', name),
        lead: () => l10n.t('Let the last of them lead to an exercise that there is.'),
        unknown: name => l10n.t('There is no exercise "{0}" to have been renamed to.', name),
        name: () => l10n.t('Name an exercise that there is, or remove this line if it is gone.'),
      };
    case 'discussion':
      return {
        still: name => l10n.t('"{0}" has been renamed, yet there is still a discussion "{0}".', name),
        lead: () => l10n.t('Let the last of them lead to a discussion that there is.'),
        unknown: name => l10n.t('There is no discussion "{0}" to have been renamed to.', name),
        name: () => l10n.t('Name a discussion that there is, or remove this line if it is gone.'),
      };
    case 'file':
      return {
        still: name => l10n.t('"{0}" has been renamed, yet there is still a file "{0}".', name),
        lead: () => l10n.t('Let the last of them lead to a file that there is.'),
        unknown: name => l10n.t('There is no file "{0}" to have been renamed to.', name),
        name: () => l10n.t('Name a file that there is, or remove this line if it is gone.'),
      };
    default:
      return assertNever(what);
  }
}
