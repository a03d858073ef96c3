/** There is no role of this name. */
export class UnknownRoleError extends Error {
  override readonly name = 'UnknownRoleError';
  constructor(readonly role: string) {
    super(`There is no role ${JSON.stringify(role)}`);
  }
}

/** There is a role of this name already. */
export class RoleExistsError extends Error {
  override readonly name = 'RoleExistsError';
  constructor(readonly role: string) {
    super(`There is a role ${JSON.stringify(role)} already`);
  }
}

/** A role would inherit from itself. */
export class CycleError extends Error {
  override readonly name = 'CycleError';
  /**
   * @param cycle begins and ends with the role that was to inherit; each role inherits directly from the next, or, as the
   * first from the second, would. No other role is in it twice: `['admin', 'guest', 'analyst', 'admin']`.
   */
  constructor(readonly cycle: readonly string[]) {
    super(`Roles would inherit in a circle: ${cycle.join(' → ')}`);
  }
}
