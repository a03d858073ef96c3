/** What was given is not the id of a company: no text, an empty one, or one with U+0000 or a lone surrogate. */
export class InvalidTenantError extends Error {
  override readonly name = 'InvalidTenantError';
  constructor(readonly tenant: unknown) {
    super(`Not the id of a company: ${typeof tenant === 'string' ? JSON.stringify(tenant) : typeof tenant}`);
  }
}

/** A scope was used after its run had ended. */
export class ScopeEndedError extends Error {
  override readonly name = 'ScopeEndedError';
  constructor(readonly tenant: string) {
    super(`The run for ${JSON.stringify(tenant)} has ended, and its scope with it`);
  }
}
