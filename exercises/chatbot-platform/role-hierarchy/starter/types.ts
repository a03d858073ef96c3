import type { Database } from 'postgres-client';

/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says, on `errors.ts` and `tables.ts`, and on nothing else.
 *
 * Roles, users and permissions are any strings, compared exactly. All moments are epoch milliseconds.
 */

/**
 * What a rule is about: segments joined by `/`, none of them empty, such as `emea` or `emea/berlin`. The empty text is
 * everything. A scope covers itself and all that is below it.
 */
export type Scope = string;

export type Effect = 'allow' | 'deny';

/** Two rules with the same three parts are the same rule. */
export interface Rule {
  readonly effect: Effect;
  readonly permission: string;
  readonly scope: Scope;
}

/** `role` inherits from `ancestor`, directly or through others. */
export interface Pair {
  readonly role: string;
  readonly ancestor: string;
}

/** When a grant holds: at `from` already, at `until` no longer. Without `from` since ever, without `until` for ever. */
export interface Period {
  readonly from?: number;
  readonly until?: number;
}

/**
 * Roles that inherit, what they may do, and who has them when.
 *
 * Unless it says otherwise, a method that is given a role which does not exist throws `UnknownRoleError`. A text that is
 * no scope throws a `RangeError`, and so does a period with a bound that is not a whole number, or whose `until` is not
 * after its `from`. A call that throws has changed nothing. What is given back is the caller's: changing it
 * changes nothing here.
 */
export interface RoleGraph {
  /** @throws RoleExistsError */
  addRole(role: string): void;
  /**
   * Removes the role with its rules, its grants and all that joins it to other roles. A role that is added under this
   * name later has nothing to do with it.
   * @returns every pair that held before and does not hold any more, in any order
   */
  removeRole(role: string): Pair[];

  /**
   * From now on `role` has every rule of `from`, and of all that `from` inherits from. Once more makes no difference.
   * @returns every pair that holds now and did not before, in any order
   * @throws CycleError if `from` is `role`, or inherits from it
   */
  inherit(role: string, from: string): Pair[];
  /**
   * Takes back that `role` inherits *directly* from `from`; does nothing if it does not.
   * @returns every pair that held before and does not hold any more, in any order
   */
  disinherit(role: string, from: string): Pair[];
  /** All that the role inherits from, sorted as `toSorted()` does, without itself. */
  ancestors(role: string): string[];
  /** All that inherits from the role, sorted as `toSorted()` does, without itself. */
  descendants(role: string): string[];

  addRule(role: string, rule: Rule): void;
  /** Whether the role had this rule itself. */
  removeRule(role: string, rule: Rule): boolean;

  /** Adds a grant. It takes none away: a user has a role while any grant of it holds. */
  grant(user: string, role: string, period?: Period): void;
  /**
   * Ends all grants of this role to this user, those to come included. Not those of other roles.
   * @returns whether there was a grant that holds now or later
   */
  revoke(user: string, role: string): boolean;

  /** Whether the user may do this to this resource, now. An unknown user may do nothing. */
  can(user: string, permission: string, resource: Scope): boolean;
  /** The same answer, and why. */
  explain(user: string, permission: string, resource: Scope): Explanation;
  /** All users for whom `can` says yes, now, sorted as `toSorted()` does. */
  whoCan(permission: string, resource: Scope): string[];
  /**
   * All that the user may do, now, in the shortest form; by permission, sorted as `toSorted()` does.
   */
  effective(user: string): EffectivePermission[];
}

export interface Explanation {
  readonly allowed: boolean;
  /** What decided; null if no rule says anything about it. */
  readonly by: Decider | null;
}

export interface Decider {
  /** A deny if there is one that counts, otherwise an allow. */
  readonly rule: Rule;
  /**
   * From a role that the user holds now by a grant to the one whose rule it is; each inherits directly from the next. It
   * is one of the shortest that lead from any such role to any rule of this effect that counts.
   */
  readonly path: readonly string[];
}

/** The permission holds on all that `allow` covers, without what `deny` covers. */
export interface EffectivePermission {
  readonly permission: string;
  /** At least one. None lies below another or is covered by a deny. Sorted. */
  readonly allow: readonly Scope[];
  /** Each lies below a scope of `allow`, and none below another deny. Sorted. */
  readonly deny: readonly Scope[];
}

/** `roleGraph.ts` exports it: `export const createRoleGraph: CreateRoleGraph = () => …`. */
export type CreateRoleGraph = () => RoleGraph;

/**
 * The same hierarchy in a database that several servers share; `storedRoles.ts` exports `storedRoles`. The tables of
 * `tables.ts` are there and filled by others, except `role_parents`, which is yours alone to write.
 */
export interface StoredRoles {
  /** Statements that make what you need beside those tables: a table, an index, a first row. Once, while all is empty. */
  readonly schema: readonly string[];
  /**
   * As `inherit` of the graph, and resolves to nothing.
   * @throws UnknownRoleError, CycleError
   */
  inherit(db: Database, role: string, from: string): Promise<void>;
  /**
   * As `disinherit` of the graph, and resolves to nothing.
   * @throws UnknownRoleError
   */
  disinherit(db: Database, role: string, from: string): Promise<void>;
  /** As `whoCan` of the graph, order included, by the clock of the database: `now()`. */
  whoCan(db: Database, permission: string, resource: Scope): Promise<string[]>;
}
