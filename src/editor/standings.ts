import type { ExerciseRef } from '../core/exercise';
import type { Catalog } from '../core/pack/catalog';
import type { PackIndex } from '../core/pack/packIndex';
import type { ExerciseState } from '../core/progress';

/** Where a person stands with an exercise, as far as its row shows it. */
export interface Standing {
  readonly state: ExerciseState;
  readonly attempted: boolean;
}

export interface Tally {
  readonly passed: number;
  readonly total: number;
}

const fresh: Standing = { state: 'new', attempted: false };

/** How the whole catalogue stood at one moment, counted by pack and module. */
export class Standings {
  private readonly byRef = new Map<ExerciseRef, Standing>();
  private readonly tallies = new Map</* pack, module */ string, { passed: number; total: number }>();

  constructor(
    private readonly catalog: Catalog,
    standingOf: (ref: ExerciseRef) => Standing,
  ) {
    for (const { ref, pack, module } of catalog.entries) {
      const standing = standingOf(ref);
      this.byRef.set(ref, standing);
      for (const key of [keyOf(), keyOf(pack), keyOf(pack, module)]) {
        const tally = this.tallies.get(key) ?? { passed: 0, total: 0 };
        tally.total++;
        if (standing.state === 'passed') tally.passed++;
        this.tallies.set(key, tally);
      }
    }
  }

  of(ref: ExerciseRef): Standing {
    return this.byRef.get(ref) ?? fresh;
  }

  /** Of a module, of a pack, or of everything; whether it is shown or not. */
  tally(pack?: PackIndex, module?: string): Tally {
    return this.tallies.get(keyOf(pack, module)) ?? { passed: 0, total: 0 };
  }

  /** The packs in which something stands otherwise. */
  changedSince(before: Standings): ReadonlySet<PackIndex> {
    const changed = this.catalog.entries.filter(({ ref }) => {
      const [one, other] = [this.of(ref), before.of(ref)];
      return one.state !== other.state || one.attempted !== other.attempted;
    });
    return new Set(changed.map(({ pack }) => pack));
  }
}

/** Ids hold no `#`. */
const keyOf = (pack?: PackIndex, module = ''): string => (pack ? `${pack.id}#${module}` : '');
