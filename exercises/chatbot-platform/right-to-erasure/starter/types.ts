/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says, on `errors.ts`, and on nothing else.
 *
 * All durations are milliseconds. All moments are readings of `Date.now()`, since they have to mean the same to every
 * server and after every restart. The clocks of the servers agree, and are never put back.
 *
 * A _subject_ is the id of a person: any text that is not empty. Ids are never given to anybody else, nor again.
 */

/** Every option has to be given; the figures of the story are in `options.ts`. The checks give none that make no sense. */
export interface ErasureOptions {
  /** Where personal data are. Between 1 and 8, each with its own name. */
  readonly stores: readonly DataStore[];
  readonly ledger: Ledger;
  readonly vault: Vault;
  /** How long a person may think better of it. */
  readonly graceMs: number;
  /** How long after the request everything has to be gone. More than `graceMs`. */
  readonly deadlineMs: number;
  /** An erasure that has this long or less until its deadline is at risk. */
  readonly warnMs: number;
  /** How long a backup is kept; a backup holds what was there when it was made. */
  readonly backupsMs: number;
  /** A store that has not answered a call after this long has failed. */
  readonly timeoutMs: number;
  readonly retry: RetryOptions;
  /** On how many subjects one `run` works at a time. A whole number, at least 1. */
  readonly parallel: number;
}

export interface RetryOptions {
  /** The pause after the n-th failure is `baseMs * 2 ** (n - 1)`, … More than 0. */
  readonly baseMs: number;
  /** … but never more than this. At least `baseMs`. */
  readonly capMs: number;
}

/**
 * One place with personal data, behind an adapter: a database, a cache, the logs, files.
 *
 * Calls may reject, may take long, may never be answered, and may be carried out although they reject or are given up.
 * They may be repeated as often as you like. None of them throws synchronously.
 */
export interface DataStore {
  readonly name: string;
  /**
   * The name of the store that tells where the items of this one are: files are found by rows of the database. Without
   * those rows `count` gives 0 and `erase` removes nothing, while the files are still there.
   */
  readonly foundThrough?: string;
  /**
   * Somebody copies from another store into this one: readers fill the cache from the database, a shipper carries lines
   * to the log search. Whoever has read an item there writes it here less than `lagMs` later, whatever you erase meanwhile.
   */
  readonly copiesFrom?: { readonly store: string; readonly lagMs: number };
  /** How many items of this subject there are. */
  count(subject: string): Promise<number>;
  /** Removes some of them: one batch, so that nobody has to wait for a lock. All of them may need many batches. */
  erase(subject: string): Promise<void>;
  /**
   * Whose items there are: subjects in the order of their code units, those after `after`, as many as fit on a page. An
   * empty page is the end.
   */
  subjects(after?: string): Promise<readonly string[]>;
}
// `foundThrough` and `copiesFrom` name other stores among the options, and never lead round in a circle: of each store all that
// are found through it, and the one that it copies from, can be empty before it is.

/**
 * What the service itself remembers: texts under keys, both as you like. Each call is carried out at one moment, alone. It
 * is shared by all servers, survives every crash, and is in no backup that anybody restores. It always answers, but may
 * reject; a `swap` that rejects may have been carried out.
 */
export interface Ledger {
  read(key: string): Promise<string | undefined>;
  /** Every key that begins with `prefix` and its value, in the order of the code units of the keys. */
  scan(prefix: string): Promise<readonly (readonly [key: string, value: string])[]>;
  /**
   * If the value of `key` is exactly `expected` (`undefined`: there is none), makes it `next` (`undefined`: removes it) and
   * gives true. Otherwise changes nothing and gives false.
   */
  swap(key: string, expected: string | undefined, next: string | undefined): Promise<boolean>;
}

/** Keys that never leave it. It always answers, but may reject. */
export interface Vault {
  /** Names the key of `sign`. */
  readonly keyId: string;
  /** HMAC-SHA-256 of the text, 43 characters of base64url. The same text always gives the same. */
  pseudonym(text: string): Promise<string>;
  /** Ed25519 (RFC 8032) of the UTF-8 bytes of the text, 86 characters of base64url. */
  sign(text: string): Promise<string>;
}

/**
 * - `pending`: requested; nothing has been erased, and nobody has begun to
 * - `purging`: a server has begun, or a restore has brought something back; not everything is known to be gone
 * - `completed`: everything is gone, and there is a certificate
 */
export type ErasureState = 'pending' | 'purging' | 'completed';

export interface ErasureStatus {
  /** The subject's pseudonym. */
  readonly reference: string;
  readonly state: ErasureState;
  readonly requestedAt: number;
  /** `requestedAt + graceMs`. */
  readonly graceEndsAt: number;
  /** `requestedAt + deadlineMs`. Nothing ever moves it. */
  readonly deadlineAt: number;
  /** The cases that hold it at present, in the order of their code units. */
  readonly holds: readonly string[];
}

/**
 * How much there is left to hold:
 *
 * - `intact`: nothing has been erased, and nothing will be as long as this hold lasts
 * - `partial`: the state is `purging`, so something may be gone
 * - `gone`: the state is `completed`
 */
export type HoldResult = 'intact' | 'partial' | 'gone';

/** Proof for the person and for the authority. */
export interface Certificate {
  /** A `CertificateBody` as JSON, the very text that was signed. */
  readonly body: string;
  /** The `keyId` of the vault that signed it. */
  readonly keyId: string;
  /** What the vault made of `body`. */
  readonly signature: string;
}

/** What a certificate says, and nothing else. */
export interface CertificateBody {
  readonly reference: string;
  readonly requestedAt: number;
  readonly deadlineAt: number;
  /** Not before any `emptyAt`. */
  readonly completedAt: number;
  /**
   * In the order of the options: when each store was found to be empty. From that moment on there was nothing of the
   * subject in it.
   */
  readonly stores: readonly { readonly name: string; readonly emptyAt: number }[];
  /** `completedAt + backupsMs`: from then on no backup holds anything of the subject. */
  readonly backupsGoneAt: number;
}

/** For a board that many people see. */
export interface DeadlineEntry {
  readonly reference: string;
  readonly state: 'pending' | 'purging';
  readonly deadlineAt: number;
  /** `overdue` from `deadlineAt` on; before that `at-risk` if it is at most `warnMs` away. */
  readonly standing: 'on-time' | 'at-risk' | 'overdue';
  readonly holds: readonly string[];
  /** The stores that are not known to be empty, in the order of the options; all of them while it is pending. */
  readonly waitingFor: readonly string[];
}

/**
 * One instance on each server, made anew after a restart. Each method may reject with the error of the ledger or the
 * vault; it may then have done all of it, some of it or nothing, and can be called again.
 */
export interface ErasureService {
  /** Asks for an erasure. If there is one already, in whatever state, gives that one. */
  request(subject: string): Promise<ErasureStatus>;
  /** Undefined if there is none: never requested, or undone. */
  status(subject: string): Promise<ErasureStatus | undefined>;
  /**
   * Takes the request back. Holds have nothing to do with it.
   * @throws GraceOverError if it is `graceEndsAt` or later at the call, or the state is no longer `pending`
   * @throws UnknownErasureError if there is none
   */
  undo(subject: string): Promise<void>;
  /** Somebody may need these data in court. A subject may be held by many cases, before any request too. */
  hold(subject: string, caseId: string): Promise<HoldResult>;
  /** Ends the hold of this case, if there is one. */
  release(subject: string, caseId: string): Promise<void>;
  /**
   * Goes as far as is possible now, for every subject, and does not wait for time to come. Called every minute on some
   * server, sometimes on several at once, and also while an earlier run is still under way. If the ledger or the vault
   * rejects for one subject, it goes on with the others, and rejects with that error when these are done.
   */
  run(): Promise<void>;
  /**
   * These stores were restored from a backup, all at the same time, and are in use again. When it fulfils, every erasure
   * that the restore may have brought something back of is `purging`; runs do the rest.
   * @throws any error of your own if there is no store of such a name, or `subjects` of one fails; those of stores may name people
   */
  restored(stores: readonly string[]): Promise<void>;
  /** Undefined unless the state is `completed`. */
  certificate(subject: string): Promise<Certificate | undefined>;
  /** Every erasure that is not completed, by `deadlineAt`, and in the order of the code units of `reference` if these are equal. */
  deadlines(): Promise<readonly DeadlineEntry[]>;
}
