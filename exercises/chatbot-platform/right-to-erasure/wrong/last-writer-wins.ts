import type { SubjectRecord } from './record';
import type { Ledger } from './types';

const nothing: SubjectRecord = { holds: [] };

/** The ledger as records, one for each subject, so that every decision about a subject is one swap. */
export class RecordBook {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async read(reference: string): Promise<SubjectRecord> {
    return parse(await this.#ledger.read(reference));
  }

  async all(): Promise<readonly (readonly [reference: string, record: SubjectRecord])[]> {
    const entries = await this.#ledger.scan('');
    return entries.map(([key, text]) => [key, parse(text)]);
  }

  /**
   * Changes a record and gives what it is now. `change` sees the newest state and may be called again if somebody else was
   * quicker; it gives the record that it was given to leave everything as it is.
   */
  async update(reference: string, change: (record: SubjectRecord) => SubjectRecord): Promise<SubjectRecord> {
    for (;;) {
      const text = await this.#ledger.read(reference);
      const before = parse(text);
      const after = change(before);
      // Stryker disable next-line ConditionalExpression: a swap of a text for itself changes nothing.
      if (after === before) return before;
      const isWorthKeeping = after.erasure !== undefined || after.holds.length > 0;
      const next = isWorthKeeping ? JSON.stringify(after) : undefined;
      // Somebody else was quicker? Then on top of theirs.
      const newest = await this.#ledger.read(reference);
      if (await this.#ledger.swap(reference, newest, next)) return after;
    }
  }
}

/** Trusts the ledger: nobody else writes there. */
const parse = (text: string | undefined): SubjectRecord =>
  text === undefined ? nothing : (JSON.parse(text) as SubjectRecord);
