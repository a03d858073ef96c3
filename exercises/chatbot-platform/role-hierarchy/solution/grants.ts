import type { Period } from './types';

/** @throws RangeError if a bound is not a whole number, or the end is not after the beginning */
export function checkPeriod({ from, until }: Period): void {
  for (const bound of [from ?? 0, until ?? 0])
    if (!Number.isInteger(bound))
      throw new RangeError(`a bound of a period must be whole milliseconds, not ${bound}`);
  if ((until ?? Infinity) <= (from ?? -Infinity))
    throw new RangeError(`a period from ${from} must end after that, not at ${until}`);
}

const holds = ({ from = -Infinity, until = Infinity }: Period, now: number): boolean =>
  from <= now && now < until;

const isOver = ({ until = Infinity }: Period, now: number): boolean => until <= now;

/**
 * Who was granted what, found by either. Nothing happens when a grant ends: whether it holds is a comparison with the
 * moment of the question, so there is no timer that could be late, lost or too long.
 */
export class Grants {
  readonly #byUser = new Map<string, Map<string, Period[]>>();
  readonly #byRole = new Map<string, Set<string>>();

  /** Grants that are over make room: O(grants of this role to this user), which stay few. */
  add(user: string, role: string, period: Period, now: number): void {
    const roles = this.#byUser.get(user) ?? new Map<string, Period[]>();
    this.#byUser.set(user, roles);
    const going = (roles.get(role) ?? []).filter(other => !isOver(other, now));
    roles.set(role, [...going, { ...period }]); // a copy: the caller may change the object later
    const users = this.#byRole.get(role) ?? new Set();
    this.#byRole.set(role, users.add(user));
  }

  /** Whether one of them held, or was to come. */
  remove(user: string, role: string, now: number): boolean {
    const roles = this.#byUser.get(user);
    const periods = roles?.get(role) ?? [];
    roles?.delete(role);
    if (roles?.size === 0) this.#byUser.delete(user);
    this.#byRole.get(role)?.delete(user);
    return periods.some(period => !isOver(period, now));
  }

  removeRole(role: string, now: number): void {
    for (const user of this.#byRole.get(role) ?? []) this.remove(user, role, now);
    this.#byRole.delete(role);
  }

  /** The roles that a user has been granted and holds now. */
  held(user: string, now: number): string[] {
    const roles = [...(this.#byUser.get(user) ?? [])];
    return roles.filter(([, periods]) => periods.some(period => holds(period, now))).map(([role]) => role);
  }

  /** The users who have been granted this very role and hold it now. */
  holders(role: string, now: number): string[] {
    return [...(this.#byRole.get(role) ?? [])].filter(user =>
      this.#byUser
        .get(user)
        ?.get(role)
        ?.some(period => holds(period, now)),
    );
  }
}
