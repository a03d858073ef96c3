/** The store did not answer in time, or not at all. */
export class AuditUnavailableError extends Error {
  override readonly name = 'AuditUnavailableError';
  constructor(options?: ErrorOptions) {
    super('The audit log cannot be reached', options);
  }
}
