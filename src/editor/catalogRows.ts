import type { ExerciseRef } from '../core/exercise';
import type { Catalog, CatalogEntry } from '../core/pack/catalog';
import type { PackIndex } from '../core/pack/packIndex';

export type CatalogNode =
  | { readonly kind: 'pack'; readonly pack: PackIndex }
  | { readonly kind: 'module'; readonly pack: PackIndex; readonly title: string }
  | { readonly kind: 'exercise'; readonly ref: ExerciseRef; readonly entry: CatalogEntry };

interface Group {
  readonly node: CatalogNode;
  readonly below: CatalogNode[];
}

/**
 * The rows of the tree, grouped once, so that each is answered in the time that it takes to look it up. They stay the same
 * objects as long as the same exercises are shown: the editor knows rows by that.
 */
export class CatalogRows {
  readonly packs: readonly CatalogNode[];
  private readonly groups = new Map</* pack, module */ string, Group>();
  private readonly exercises = new Map<ExerciseRef, CatalogNode>();

  constructor(
    private readonly catalog: Catalog,
    private readonly shown: readonly CatalogEntry[],
  ) {
    const packs: CatalogNode[] = [];
    for (const entry of shown) {
      const { ref, pack, module } = entry;
      const node: CatalogNode = { kind: 'exercise', ref, entry };
      this.exercises.set(ref, node);
      const ofPack = this.group(packs, { kind: 'pack', pack });
      this.group(ofPack, { kind: 'module', pack, title: module }).push(node);
    }
    this.packs = packs;
  }

  /** Exercises that are shown. */
  get count(): number {
    return this.shown.length;
  }

  /** Whether these are the rows of exactly these exercises. */
  areOf(catalog: Catalog, shown: readonly CatalogEntry[]): boolean {
    if (catalog !== this.catalog || shown.length !== this.shown.length) return false;
    return shown.every((entry, i) => entry === this.shown[i]);
  }

  below(node?: CatalogNode): readonly CatalogNode[] {
    return node ? (this.groups.get(keyOf(node))?.below ?? []) : this.packs;
  }

  above(node: CatalogNode): CatalogNode | undefined {
    switch (node.kind) {
      case 'pack':
        return undefined;
      case 'module':
        return this.groups.get(keyOf({ kind: 'pack', pack: node.pack }))?.node;
      case 'exercise':
        return this.groups.get(keyOf({ kind: 'module', pack: node.entry.pack, title: node.entry.module }))
          ?.node;
    }
  }

  exercise(ref: ExerciseRef): CatalogNode | undefined {
    return this.exercises.get(ref);
  }

  /** What is below the row, which is made when it is the first of its kind. */
  private group(siblings: CatalogNode[], node: CatalogNode): CatalogNode[] {
    const known = this.groups.get(keyOf(node));
    if (known) return known.below;
    const below: CatalogNode[] = [];
    this.groups.set(keyOf(node), { node, below });
    siblings.push(node);
    return below;
  }
}

/** Ids hold no `#`, and refs have a `/`. */
function keyOf(node: CatalogNode): string {
  switch (node.kind) {
    case 'pack':
      return node.pack.id;
    case 'module':
      return `${node.pack.id}#${node.title}`;
    case 'exercise':
      return node.ref;
  }
}
