import type { Change, Role } from './types';

interface Known {
  readonly roles: readonly Role[];
  /** By the monotonic clock, when the request was sent: what it gives may be as old as that, and no older. */
  readonly askedAt: number;
}

/** What this server knows of one user's roles, and how well. */
export class KnownRoles {
  readonly #ask: () => Promise<readonly Role[]>;
  readonly #maxStaleMs: number;
  readonly #onNews: () => void;
  #known: Known | undefined;
  /** A notice has come since the request for what is known was sent. */
  #isSuspect = true;
  #load: Promise<readonly Role[]> | undefined;

  /**
   * @param ask calls `sent` at the moment at which the request goes out
   * @param onNews whenever newer roles are known than before
   */
  constructor(ask: (sent: () => void) => Promise<readonly Role[]>, maxStaleMs: number, onNews: () => void) {
    this.#maxStaleMs = maxStaleMs;
    this.#onNews = onNews;
    this.#ask = () => this.#begin(ask);
  }

  /** How long ago the newest known roles were asked for, notices or not; Infinity if none are known. */
  get age(): number {
    return performance.now() - (this.#known?.askedAt ?? -Infinity);
  }

  /** The newest roles that are known, good or not. */
  get newest(): readonly Role[] {
    return this.#known?.roles ?? [];
  }

  get isLoading(): boolean {
    return this.#load !== undefined;
  }

  get isFresh(): boolean {
    return !this.#isSuspect && this.age < this.#maxStaleMs;
  }

  /** A notice about a role matters if the user has it, or if the request under way may bring it. */
  isConcernedBy(change: Change, user: string): boolean {
    if (change.kind === 'user') return change.user === user;
    return this.isLoading || this.newest.some(({ name }) => name === change.role);
  }

  /** From here on, what was asked for before does not count, . */
  distrust(): void {
    this.#isSuspect = true;
  }

  /** Fresh roles, without a request if possible. Whoever asks while a request is under way shares it. */
  async roles(): Promise<readonly Role[]> {
    return this.isFresh ? this.newest : this.reload();
  }

  /** Joins the request that is under way, or makes one. */
  reload(): Promise<readonly Role[]> {
    this.#load ??= this.#ask();
    return this.#load;
  }

  #begin(ask: (sent: () => void) => Promise<readonly Role[]>): Promise<readonly Role[]> {
    let askedAt = Infinity;
    const load: Promise<readonly Role[]> = ask(() => (askedAt = performance.now())).then(
      roles => {
        const isCurrent = this.#load === load;
        if (isCurrent) [this.#load, this.#isSuspect] = [undefined, false];
        // One that was overtaken by a notice still tells more than what was known before it.
        if (askedAt > (this.#known?.askedAt ?? -Infinity)) {
          this.#known = { roles, askedAt };
          this.#onNews();
        }
        return roles;
      },
      (error: unknown) => {
        if (this.#load === load) this.#load = undefined;
        throw error;
      },
    );
    return load;
  }
}
