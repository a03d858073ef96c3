import { refOf, type Difficulty, type Exercise, type ExerciseRef, type Skill } from '../exercise';
import type { ExerciseState } from '../progress';
import type { ExerciseCard, PackIndex } from './packIndex';
import { formerNames } from './renames';

export interface CatalogEntry {
  readonly ref: ExerciseRef;
  readonly card: ExerciseCard;
  readonly pack: PackIndex;
  /** Title of the module that lists the exercise. */
  readonly module: string;
}

/** An entry whose exercise has been read. */
export interface LoadedEntry extends CatalogEntry {
  readonly exercise: Exercise;
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
  readonly packs: readonly PackIndex[];
  readonly duplicates: readonly DuplicatePack[];
  readonly entries: readonly CatalogEntry[];
  private readonly byFormer: ReadonlyMap</* former ExerciseRef */ string, ExerciseRef>;
  private readonly formers = new Map<ExerciseRef, readonly ExerciseRef[]>();
  private readonly byRef: ReadonlyMap</* ExerciseRef */ string, number>;
  /** What words are looked for in; made when somebody looks. */
  private texts: readonly string[] | undefined;

  /** Earlier packs win. */
  constructor(packs: readonly PackIndex[] = []) {
    const used = new Map</* pack id */ string, PackIndex>();
    const duplicates: DuplicatePack[] = [];
    for (const pack of packs) {
      const first = used.get(pack.id);
      if (first) duplicates.push({ id: pack.id, used: first.label, ignored: pack.label });
      else used.set(pack.id, pack);
    }
    this.packs = [...used.values()];
    this.duplicates = duplicates;
    this.entries = this.packs.flatMap(entriesOf);
    const renames = this.packs.flatMap(renamesOf);
    this.byFormer = new Map(renames);
    for (const [former, present] of renames) this.formers.set(present, [...this.formerRefs(present), former]);
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

  /** What it was called in earlier versions of its pack, the latest first. */
  formerRefs(ref: ExerciseRef): readonly ExerciseRef[] {
    return this.formers.get(ref) ?? [];
  }

  filter(wanted: CatalogFilter, stateOf: (ref: ExerciseRef) => ExerciseState): CatalogEntry[] {
    const words = (wanted.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const texts = words.length > 0 ? (this.texts ??= this.entries.map(searchedText)) : [];
    return this.entries.filter(({ card, ref }, index) => {
      if (wanted.difficulty && !wanted.difficulty.includes(card.difficulty)) return false;
      if (wanted.skills && !wanted.skills.some(skill => card.skills.includes(skill))) return false;
      if (!words.every(word => texts[index]?.includes(word))) return false;
      return !wanted.states || wanted.states.includes(stateOf(ref));
    });
  }
}

/** What an exercise was called in earlier versions of its pack, the latest first. */
export const formerRefsOf = ({
  card,
  pack,
}: {
  readonly card: Pick<ExerciseCard, 'id'>;
  readonly pack: Pick<PackIndex, 'id' | 'renamed'>;
}): ExerciseRef[] => formerNames(pack.renamed, card.id).map((former): ExerciseRef => `${pack.id}/${former}`);

const renamesOf = ({ id, renamed }: PackIndex): [former: ExerciseRef, present: ExerciseRef][] =>
  Object.entries(renamed).map(([former, present]) => [`${id}/${former}`, `${id}/${present}`]);

const searchedText = ({ card, ref, pack, module }: CatalogEntry): string =>
  [card.title, card.summary, ref, pack.title, module, ...card.skills].join('\n').toLowerCase();

function entriesOf(pack: PackIndex): CatalogEntry[] {
  const byId = new Map(pack.exercises.map(card => [card.id, card]));
  return pack.modules.flatMap(module =>
    module.exercises.flatMap(id => {
      const card = byId.get(id);
      return card ? [{ ref: refOf(card), card, pack, module: module.title }] : [];
    }),
  );
}
