import { CycleError, RoleExistsError, UnknownRoleError } from './errors';
import type { Pair } from './types';

interface Node {
  /** Direct ones. */
  readonly parents: Set<string>;
  readonly children: Set<string>;
  /** All of them, kept with every change. */
  readonly above: Set<string>;
  readonly below: Set<string>;
}

/**
 * An acyclic graph with its transitive closure in both directions, so that questions cost one look-up.
 *
 * With `b` roles below a new edge and `a` above it, `link` takes O(b · a), which is what it may have to add. `unlink`
 * takes O(b · a · p) with p parents for each role. Memory: O(pairs).
 */
export class Hierarchy {
  readonly #nodes = new Map<string, Node>();

  has(role: string): boolean {
    return this.#nodes.has(role);
  }

  /** @throws UnknownRoleError */
  above(role: string): ReadonlySet<string> {
    return this.#node(role).above;
  }

  /** @throws UnknownRoleError */
  below(role: string): ReadonlySet<string> {
    return this.#node(role).below;
  }

  /** @throws RoleExistsError */
  add(role: string): void {
    if (this.#nodes.has(role)) throw new RoleExistsError(role);
    this.#nodes.set(role, { parents: new Set(), children: new Set(), above: new Set(), below: new Set() });
  }

  /** @throws UnknownRoleError */
  remove(role: string): Pair[] {
    const { parents, children } = this.#node(role);
    const lost = [...children].flatMap(child => this.unlink(child, role));
    for (const parent of parents) lost.push(...this.unlink(role, parent));
    this.#nodes.delete(role);
    return lost;
  }

  /** @throws UnknownRoleError, CycleError */
  link(role: string, from: string): Pair[] {
    const [lower, upper] = [this.#node(role), this.#node(from)];
    if (role === from) throw new CycleError([role, role]);
    if (upper.parents.has(role)) throw new CycleError([role, from, role]);
    lower.parents.add(from);
    upper.children.add(role);
    const gained: Pair[] = [];
    for (const below of [role, ...lower.below]) {
      const { above } = this.#node(below);
      for (const ancestor of [from, ...upper.above]) {
        if (above.has(ancestor)) continue;
        above.add(ancestor);
        this.#node(ancestor).below.add(below);
        gained.push({ role: below, ancestor });
      }
    }
    return gained;
  }

  /** @throws UnknownRoleError */
  unlink(role: string, from: string): Pair[] {
    const [lower, upper] = [this.#node(role), this.#node(from)];
    if (!lower.parents.delete(from)) return [];
    upper.children.delete(role);
    const lost: Pair[] = [];
    // Whoever is higher has fewer ancestors: in this order, the parents of each are right when its turn comes.
    const order = [role, ...lower.below].sort((a, b) => this.above(a).size - this.above(b).size);
    const candidates = [from, ...upper.above];
    for (const below of order) {
      const { parents, above } = this.#node(below);
      for (const ancestor of candidates) {
        if ([...parents].some(parent => parent === ancestor || this.above(parent).has(ancestor))) continue;
        if (!above.delete(ancestor)) continue;
        this.#node(ancestor).below.delete(below);
        lost.push({ role: below, ancestor });
      }
    }
    return lost;
  }

  /** One of the shortest paths upwards from any of these roles to one that fits. Breadth first: each role once. */
  pathUp(starts: Iterable<string>, fits: (role: string) => boolean): string[] | undefined {
    const cameFrom = new Map<string, string | undefined>([...starts].map(start => [start, undefined]));
    for (const [role] of cameFrom) {
      if (fits(role)) return trace(cameFrom, role);
      for (const parent of this.#node(role).parents) if (!cameFrom.has(parent)) cameFrom.set(parent, role);
    }
    return undefined;
  }

  #node(role: string): Node {
    const node = this.#nodes.get(role);
    if (!node) throw new UnknownRoleError(role);
    return node;
  }
}

function trace(cameFrom: ReadonlyMap<string, string | undefined>, end: string): string[] {
  const path: string[] = [];
  for (let role: string | undefined = end; role !== undefined; role = cameFrom.get(role)) path.unshift(role);
  return path;
}
