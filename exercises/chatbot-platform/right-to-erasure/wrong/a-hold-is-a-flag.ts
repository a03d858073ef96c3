import { GraceOverError, UnknownErasureError } from './errors';
import { eachOf } from './pool';
import { Purge } from './purge';
import { isEmptied, reached, reopened, statusOf, type SubjectRecord } from './record';
import { RecordBook } from './recordBook';
import { withinTime } from './timeLimit';
import type {
  Certificate,
  DataStore,
  DeadlineEntry,
  ErasureOptions,
  ErasureService,
  ErasureStatus,
  HoldResult,
} from './types';

/**
 * Everything that is known of a subject is one record of the ledger, and every decision one swap of it: whether an undo,
 * a hold or the purge came first is settled there, whatever the servers believe.
 *
 * A run costs one scan, and for each open erasure a few swaps and O(batches) calls of the stores.
 */
export function createErasureService(options: ErasureOptions): ErasureService {
  return new LedgerErasureService(options);
}

class LedgerErasureService implements ErasureService {
  readonly #options: ErasureOptions;
  readonly #book: RecordBook;
  readonly #purge: Purge;

  constructor(options: ErasureOptions) {
    this.#options = options;
    this.#book = new RecordBook(options.ledger);
    this.#purge = new Purge(options, this.#book);
  }

  async request(subject: string): Promise<ErasureStatus> {
    const reference = await this.#options.vault.pseudonym(subject);
    const record = await this.#book.update(reference, record =>
      record.erasure
        ? record
        : {
            ...record,
            erasure: { state: 'pending', subject, requestedAt: Date.now(), round: 1, steps: {} },
          },
    );
    return statusOf(reference, record, this.#options)!;
  }

  async status(subject: string): Promise<ErasureStatus | undefined> {
    const reference = await this.#options.vault.pseudonym(subject);
    return statusOf(reference, await this.#book.read(reference), this.#options);
  }

  async undo(subject: string): Promise<void> {
    const calledAt = Date.now();
    const reference = await this.#options.vault.pseudonym(subject);
    await this.#book.update(reference, ({ holds, erasure }) => {
      if (!erasure) throw new UnknownErasureError(reference);
      const isOver = calledAt >= erasure.requestedAt + this.#options.graceMs;
      if (isOver || erasure.state !== 'pending') throw new GraceOverError(reference);
      return { holds };
    });
  }

  async hold(subject: string, caseId: string): Promise<HoldResult> {
    const reference = await this.#options.vault.pseudonym(subject);
    const { erasure } = await this.#book.update(reference, record =>
      record.holds.includes(caseId) ? record : { ...record, holds: [...record.holds, caseId].sort() },
    );
    const results = { pending: 'intact', purging: 'partial', completed: 'gone' } as const;
    return results[erasure?.state ?? 'pending'];
  }

  async release(subject: string, caseId: string): Promise<void> {
    const reference = await this.#options.vault.pseudonym(subject);
    await this.#book.update(reference, record =>
      record.holds.includes(caseId) ? { ...record, holds: [] } : record,
    );
  }

  async run(): Promise<void> {
    const open = (await this.#book.all()).filter(([, record]) => isOpen(record));
    await eachOf(open, this.#options.parallel, ([reference]) => this.#purge.advance(reference));
  }

  /** The ledger knows pseudonyms only, so it is the restored stores that have to say whose data they hold. */
  async restored(names: readonly string[]): Promise<void> {
    const { stores, vault, parallel } = this.#options;
    const unknown = names.find(name => !stores.some(store => store.name === name));
    if (unknown !== undefined) throw new RangeError(`No store is called ${unknown}`);
    const again = reached(names, stores);
    for (const store of stores.filter(({ name }) => names.includes(name))) {
      let page = await this.#page(store);
      while (page.length > 0) {
        await eachOf(page, parallel, async subject => {
          const reference = await vault.pseudonym(subject);
          await this.#book.update(reference, record => {
            const { erasure } = record;
            if (!erasure || erasure.state === 'pending') return record;
            return { ...record, erasure: reopened(erasure, subject, again) };
          });
        });
        page = await this.#page(store, page.at(-1));
      }
    }
  }

  /** What a store says of its errors may name people. */
  #page(store: DataStore, after?: string): Promise<readonly string[]> {
    return withinTime(() => store.subjects(after), this.#options.timeoutMs).catch(() => {
      throw new Error(`${store.name} did not say whose items it holds; call restored() again`);
    });
  }

  async certificate(subject: string): Promise<Certificate | undefined> {
    const { erasure } = await this.#book.read(await this.#options.vault.pseudonym(subject));
    return erasure?.certificate;
  }

  async deadlines(): Promise<readonly DeadlineEntry[]> {
    const now = Date.now();
    const all = await this.#book.all();
    const entries = all.flatMap(([reference, record]) => this.#entry(reference, record, now) ?? []);
    // They come by reference, and sorting is stable.
    return entries.sort((a, b) => a.deadlineAt - b.deadlineAt);
  }

  #entry(reference: string, record: SubjectRecord, now: number): DeadlineEntry | undefined {
    const status = statusOf(reference, record, this.#options);
    const { erasure } = record;
    if (!status || !erasure || status.state === 'completed') return undefined;
    const { state, deadlineAt, holds } = status;
    const leftMs = deadlineAt - now;
    const standing = leftMs <= 0 ? 'overdue' : leftMs <= this.#options.warnMs ? 'at-risk' : 'on-time';
    const names = this.#options.stores.map(({ name }) => name);
    const waitingFor = names.filter(name => !isEmptied(erasure, name));
    return { reference, state, deadlineAt, standing, holds, waitingFor };
  }
}

const isOpen = ({ erasure }: SubjectRecord): boolean =>
  erasure !== undefined && erasure.state !== 'completed';
