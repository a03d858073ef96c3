import {
  isEmptied,
  isReady,
  sealed,
  stepOf,
  untouched,
  withStep,
  type Erasure,
  type Step,
  type SubjectRecord,
} from './record';
import { eachOf } from './pool';
import type { RecordBook } from './recordBook';
import { withinTime } from './timeLimit';
import type { CertificateBody, DataStore, ErasureOptions } from './types';

/** Takes the erasure of one subject as far as it can go now. */
export class Purge {
  readonly #options: ErasureOptions;
  readonly #book: RecordBook;
  readonly #pauses = new Map<string, Step>();

  constructor(options: ErasureOptions, book: RecordBook) {
    this.#options = options;
    this.#book = book;
  }

  /** With n stores at most n rounds of the loop, each with at least one store fewer that is ready. */
  async advance(reference: string): Promise<void> {
    const { stores } = this.#options;
    let record = await this.#begin(reference);
    for (;;) {
      const erasure = underWay(record);
      if (!erasure) return;
      const now = Date.now();
      const isPausing = (name: string): boolean =>
        now < (this.#pauses.get(`${reference} ${name}`)?.notBefore ?? 0);
      const ready = stores.filter(store => isReady(erasure, store, stores, now) && !isPausing(store.name));
      if (ready.length === 0) {
        if (stores.every(({ name }) => isEmptied(erasure, name))) await this.#seal(reference, erasure);
        return;
      }
      await eachOf(ready, ready.length, store => this.#empty(reference, erasure, store));
      record = await this.#book.read(reference);
    }
  }

  /** The one moment at which it becomes too late to undo or to hold everything. */
  #begin(reference: string): Promise<SubjectRecord> {
    return this.#book.update(reference, record => {
      const { holds, erasure } = record;
      if (erasure?.state !== 'pending' || holds.length > 0) return record;
      if (Date.now() < erasure.requestedAt + this.#options.graceMs) return record;
      return { ...record, erasure: { ...erasure, state: 'purging' } };
    });
  }

  async #empty(reference: string, { subject, round }: OpenErasure, store: DataStore): Promise<void> {
    const { stores, timeoutMs, retry } = this.#options;
    const ask = <T>(call: () => Promise<T>): Promise<T | undefined> =>
      withinTime(call, timeoutMs).catch(() => undefined);
    let before = Infinity;
    for (;;) {
      const left = await ask(() => store.count(subject));
      const emptyAt = Date.now();
      if (left === 0)
        return this.#note(reference, round, store, () => ({ failures: 0, notBefore: 0, emptyAt }));
      // What says that it has erased, and has not, may be asked for ever: that is a failure like the others.
      if (left === undefined || left >= before) break;
      before = left;
      // Counting takes time, and a batch after a batch too: a hold may have come, a restore, a failure on another server.
      const present = underWay(await this.#book.read(reference));
      if (present?.round !== round || !isReady(present, store, stores, Date.now())) return;
      if ((await ask(() => store.erase(subject).then(() => true))) === undefined) break;
    }
    const failedAt = Date.now();
    const key = `${reference} ${store.name}`;
    const { failures } = this.#pauses.get(key) ?? untouched;
    const pauseMs = Math.min(retry.capMs, retry.baseMs * 2 ** failures);
    this.#pauses.set(key, { failures: failures + 1, notBefore: failedAt + pauseMs });
  }

  async #note(
    reference: string,
    round: number,
    { name }: DataStore,
    next: (failures: number) => Step,
  ): Promise<void> {
    await this.#book.update(reference, record => {
      const { erasure } = record;
      if (erasure?.state !== 'purging' || erasure.round !== round || isEmptied(erasure, name)) return record;
      return { ...record, erasure: withStep(erasure, name, next(stepOf(erasure, name).failures)) };
    });
  }

  async #seal(reference: string, { requestedAt, round, steps }: Erasure): Promise<void> {
    const { stores, vault, deadlineMs, backupsMs } = this.#options;
    const completedAt = Date.now();
    const content: CertificateBody = {
      reference,
      requestedAt,
      deadlineAt: requestedAt + deadlineMs,
      completedAt,
      stores: stores.map(({ name }) => ({ name, emptyAt: steps[name]?.emptyAt ?? completedAt })),
      backupsGoneAt: completedAt + backupsMs,
    };
    const body = JSON.stringify(content);
    const certificate = { body, keyId: vault.keyId, signature: await vault.sign(body) };
    await this.#book.update(reference, record => {
      const { erasure } = record;
      if (erasure?.state !== 'purging' || erasure.round !== round) return record;
      return { ...record, erasure: sealed(erasure, certificate) };
    });
  }
}

/** One that has begun knows whose it is. */
type OpenErasure = Erasure & { readonly subject: string };

/** The erasure, if somebody has begun and nobody holds it. */
function underWay({ holds, erasure }: SubjectRecord): OpenErasure | undefined {
  return erasure?.state === 'purging' && holds.length === 0 ? (erasure as OpenErasure) : undefined;
}
