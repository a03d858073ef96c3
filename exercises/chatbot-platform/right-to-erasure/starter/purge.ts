import type { RecordBook } from './recordBook';
import type { ErasureOptions } from './types';

/** Takes the erasure of one subject as far as it can go now. */
export class Purge {
  readonly #options: ErasureOptions;
  readonly #book: RecordBook;

  constructor(options: ErasureOptions, book: RecordBook) {
    this.#options = options;
    this.#book = book;
  }

  async advance(reference: string): Promise<void> {
    await this.#book.update(reference, record => record);
    throw new Error(`not implemented: empty ${this.#options.stores.length} stores for ${reference}`);
  }
}
