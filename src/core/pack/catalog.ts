import { refOf, type Difficulty, type Exercise, type ExerciseRef, type Pack, type Skill } from '../exercise';
import type { ExerciseState } from '../progress';
import { formerNames } from './renames';

export interface CatalogEntry {
  readonly ref: ExerciseRef;
  readonly exercise: Exercise;
  readonly pack: Pack;
  /** Title of the module that lists the exercise. */
  readonly module: string;
}

/** Two packs with one id: the first is used. */
export interface DuplicatePack {
  readonly id: string;
  readonly used: string;
  readonly ignored: string;
}

/** What to look for. A part that is missing excludes nothing. */
export interface CatalogFilter {
  /** Words that must all occur in the title, summary, ids, skills or module; case does not matter. */
  readonly text?: string;
  readonly difficulty?: readonly Difficulty[];
  readonly skills?: readonly Skill[];
  readonly states?: readonly ExerciseState[];
}

/** All exercises of several packs, in teaching order. */
export class Catalog {
  readonly packs: readonly Pack[];
  readonly duplicates: readonly DuplicatePack[];
  readonly entries: readonly CatalogEntry[];
  private readonly byFormer: ReadonlyMap</* former ExerciseRef */ string, ExerciseRef>;
  private readonly byRef: ReadonlyMap</* ExerciseRef */ string, number>;

  /** Earlier packs win. */
  constructor(packs: readonly Pack[] = []) {
    const used = new Map</* pack id */ string, Pack>();
    const duplicates: DuplicatePack[] = [];
    for (const pack of packs) {
      const first = used.get(pack.id);
      if (first) duplicates.push({ id: pack.id, used: first.label, ignored: pack.label });
      else used.set(pack.id, pack);
    }
    this.packs = [...used.values()];
    this.duplicates = duplicates;
    this.entries = this.packs.flatMap(entriesOf);
    this.byFormer = new Map(this.packs.flatMap(renamesOf));
    this.byRef = new Map(this.entries.map((entry, i) => [entry.ref, i]));
  }

  /** Also by an id that it had in an earlier version of its pack. */
  find(ref: string): CatalogEntry | undefined {
    const index = this.byRef.get(this.presentRef(ref));
    return index === undefined ? undefined : this.entries[index];
  }

  /** The exercise that comes after this one in its pack. */
  next(ref: string): CatalogEntry | undefined {
    const index = this.byRef.get(this.presentRef(ref));
    if (index === undefined) return undefined;
    const following = this.entries[index + 1];
    return following?.pack === this.entries[index]?.pack ? following : undefined;
  }

  /** What the exercise is called now; `ref` itself for one that nobody knows. */
  presentRef<R extends string>(ref: R): R | ExerciseRef {
    return this.byFormer.get(ref) ?? ref;
  }

  filter(wanted: CatalogFilter, stateOf: (ref: ExerciseRef) => ExerciseState): CatalogEntry[] {
    const words = (wanted.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    return this.entries.filter(({ exercise, pack, module, ref }) => {
      if (wanted.difficulty && !wanted.difficulty.includes(exercise.difficulty)) return false;
      if (wanted.skills && !wanted.skills.some(skill => exercise.skills.includes(skill))) return false;
      if (wanted.states && !wanted.states.includes(stateOf(ref))) return false;
      const haystack = [exercise.title, exercise.summary, ref, pack.title, module, ...exercise.skills]
        .join('\n')
        .toLowerCase();
      return words.every(word => haystack.includes(word));
    });
  }
}

/** What an exercise was called in earlier versions of its pack, the latest first. */
export const formerRefsOf = ({ exercise, pack }: Pick<CatalogEntry, 'exercise' | 'pack'>): ExerciseRef[] =>
  formerNames(pack.renamed, exercise.id).map((former): ExerciseRef => `${pack.id}/${former}`);

const renamesOf = ({ id, renamed }: Pack): [former: ExerciseRef, present: ExerciseRef][] =>
  Object.entries(renamed).map(([former, present]) => [`${id}/${former}`, `${id}/${present}`]);

function entriesOf(pack: Pack): CatalogEntry[] {
  const byId = new Map(pack.exercises.map(exercise => [exercise.id, exercise]));
  return pack.modules.flatMap(module =>
    module.exercises.flatMap(id => {
      const exercise = byId.get(id);
      return exercise ? [{ ref: refOf(exercise), exercise, pack, module: module.title }] : [];
    }),
  );
}
