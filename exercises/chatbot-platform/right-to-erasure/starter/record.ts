/** What the ledger has to know of one subject, so that any server can go on where another one stopped. */
export interface SubjectRecord {
  /** The cases that hold the subject. */
  readonly holds: readonly string[];
}
