import { changesOf, secretNames } from './changes';
import { decode, encode, follows, origin, sealOf } from './chain';
import { AuditUnavailableError } from './errors';
import type {
  AuditEvent,
  AuditLog,
  AuditLogOptions,
  CreateAuditLog,
  Entry,
  Receipt,
  Verification,
} from './types';

export const createAuditLog: CreateAuditLog = options => new ChainedLog(options);

/** The end of the log, as far as this server knows. */
interface Head {
  readonly length: number;
  readonly seal: string;
  readonly at: number;
}

type Draft = Pick<Entry, 'at' | 'actor' | 'action' | 'target' | 'changes'>;

const page = 500;

/**
 * Entries of one server are written one after another, each in one round trip as long as nobody else has written in
 * between: the end of the log is remembered. If somebody has, what was added is read and the entry is sealed anew.
 * O(1) for an entry, O(n) to verify, in pages.
 */
class ChainedLog implements AuditLog {
  readonly #options: AuditLogOptions;
  readonly #isSecret: (field: string) => boolean;
  #head: Head | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#isSecret = secretNames(options.secretFields);
  }

  record({ actor, action, target, before = {}, after = {} }: AuditEvent): Promise<Receipt> {
    const at = Date.now();
    // Read and cut to size at once: the caller may change the objects while the entry waits for its turn.
    const changes = structuredClone(changesOf(before, after, this.#isSecret));
    const deadline = performance.now() + this.#options.timeoutMs;
    const turn = this.#last.then(() => this.#write({ at, actor, action, target, changes }, deadline));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async read(index: number): Promise<Entry | undefined> {
    const [text] = await reached(this.#options.store.read(index, 1));
    return text === undefined ? undefined : decode(text);
  }

  async verify(anchor?: Receipt): Promise<Verification> {
    const { store, seal } = this.#options;
    let [index, previous] = [0, origin];
    let anchored: string | undefined;
    for (;;) {
      const texts = await reached(store.read(index, page));
      for (const text of texts) {
        if (!follows(text, index, previous, seal)) return { ok: false, index, reason: 'changed' };
        previous = sealOf(text);
        if (index === anchor?.index) anchored = previous;
        index++;
      }
      if (texts.length < page) break;
    }
    if (anchor && anchor.index >= index) return { ok: false, index, reason: 'missing' };
    if (anchor && anchored !== anchor.seal) return { ok: false, index: anchor.index, reason: 'anchor' };
    return { ok: true, length: index };
  }

  async #write(draft: Draft, deadline: number): Promise<Receipt> {
    const { store, seal } = this.#options;
    /** An attempt whose answer got lost: it may be in the log, under this index. */
    let doubtful: string | undefined;
    for (;;) {
      try {
        if (performance.now() >= deadline) throw new AuditUnavailableError();
        if (doubtful !== undefined || !this.#head) {
          const found = await this.#catchUp(doubtful, deadline);
          if (found) return found;
        }
        const head = this.#head!;
        const entry = { index: head.length, ...draft, at: Math.max(draft.at, head.at) };
        const sealed = encode({ ...entry, id: '' }, head.seal, seal);
        doubtful = sealed.text;
        const isWritten = await within(deadline, store.append(head.length, sealed.text));
        if (isWritten) {
          this.#head = { length: head.length + 1, seal: sealed.seal, at: entry.at };
          return { index: head.length, seal: sealed.seal };
        }
      } catch (error) {
        if (performance.now() >= deadline) throw new AuditUnavailableError({ cause: error });
        await pause(Math.min(20, deadline - performance.now()));
      }
    }
  }

  /** Reads what others have added, and finds out on the way whether one's own entry is there already. */
  async #catchUp(own: string | undefined, deadline: number): Promise<Receipt | undefined> {
    const { store } = this.#options;
    let found: Receipt | undefined;
    let head = this.#head;
    if (!head) {
      const length = await within(deadline, store.length());
      head = { length: Math.max(0, length - 1), seal: origin, at: 0 };
    }
    for (;;) {
      const texts: readonly string[] = await within(deadline, store.read(head.length, page));
      for (const text of texts) {
        if (text === own) found = { index: head.length, seal: sealOf(text) };
        head = { length: head.length + 1, seal: sealOf(text), at: decode(text)?.at ?? head.at };
      }
      this.#head = head;
      if (texts.length < page) return found;
    }
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise(resolve => {
    setTimeout(() => resolve(), Math.max(0, ms));
  });

async function reached<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw new AuditUnavailableError({ cause: error });
  }
}

/** Rejects at the deadline, by the monotonic clock. */
async function within<T>(deadline: number, request: Promise<T>): Promise<T> {
  let timer: TimerHandle | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AuditUnavailableError()), Math.max(0, deadline - performance.now()));
  });
  try {
    return await Promise.race([request, late]);
  } finally {
    clearTimeout(timer);
  }
}
