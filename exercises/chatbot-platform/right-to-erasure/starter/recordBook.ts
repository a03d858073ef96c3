import type { SubjectRecord } from './record';
import type { Ledger } from './types';

/** The ledger as records, one for each subject. */
export class RecordBook {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Changes a record, however many servers do so at the same time, and gives what it is now. */
  async update(reference: string, change: (record: SubjectRecord) => SubjectRecord): Promise<SubjectRecord> {
    const text = await this.#ledger.read(reference);
    throw new Error(`not implemented: change ${text} by ${change.name}`);
  }
}
