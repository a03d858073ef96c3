import type { Renames } from './renames';
import { nearest } from './suggest';
import type { Field } from './yamlFile';

/** What a table of former names is about, for its messages. */
export interface Renamed {
  /** `exercise`, as in "an exercise of this pack". */
  readonly what: string;
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
    const from = key.matching(pattern, code, shape, 'Write the name as it was.');
    const to = value.matching(pattern, code, shape, 'Write the name as it is now.');
    if (from === undefined || to === undefined) continue;
    if (present.includes(word))
      key.problem(
        'renamed-present',
        `"${word}" has been renamed, yet there is still ${article(what)} "${word}".`,
        'Remove this line, or give what is called so now another name.',
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
        `From "${from}", the former names lead in a circle.`,
        `Let the last of them lead to ${article(what)} that there is.`,
      );
    else if (end === to && !lines.has(to))
      value.problem('unknown-renamed', unknown(what, to), remedyFor(to, renamed));
    return [];
  });
  // The latest name is the one with the fewest steps to go.
  const latestFirst = ends.sort((a, b) => a.steps - b.steps);
  return Object.fromEntries(latestFirst.map(({ from, end }) => [from, end]));
}

const unknown = (what: string, name: string): string =>
  `There is no ${what} "${name}" to have been renamed to.`;

function remedyFor(name: string, { what, present }: Renamed): string {
  const meant = nearest(name, present);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  return `Name ${article(what)} that there is, or remove this line if it is gone.`;
}

const article = (what: string): string => `${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}`;
