import type { Difficulty } from '../exercise';
import type { ExerciseState } from '../progress';
import type { CatalogFilter } from './catalog';

/** What difficulties and states are called, in lower case; one may have several names, and a name several words. */
export interface FilterNames {
  readonly difficulties: ReadonlyMap<string, Difficulty>;
  readonly states: ReadonlyMap<string, ExerciseState>;
}

/** Words are searched for; one that names a difficulty or a state narrows by that. */
export function parseFilter(text: string, { difficulties, states }: FilterNames): CatalogFilter {
  let rest = ` ${text.toLowerCase().split(/\s+/).join(' ')} `;
  const take = <T>(names: ReadonlyMap<string, T>): T[] => {
    const found = new Set<T>();
    // The longest first: one name may end in another.
    for (const [name, value] of [...names].sort(([a], [b]) => b.length - a.length)) {
      if (!rest.includes(` ${name} `)) continue;
      found.add(value);
      rest = rest.replaceAll(` ${name} `, ' ');
    }
    return [...found];
  };
  const [difficulty, wanted] = [take(difficulties), take(states)];
  return {
    text: rest.trim(),
    ...(difficulty.length > 0 ? { difficulty } : {}),
    ...(wanted.length > 0 ? { states: wanted } : {}),
  };
}
