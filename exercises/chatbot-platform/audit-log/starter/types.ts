/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says and on `errors.ts`, and on nothing else. All moments are epoch milliseconds.
 */

/** Whatever JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [field: string]: Json;
}

/** What happened. Names are any strings, those of fields too: `__proto__` and the empty one included. */
export interface AuditEvent {
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  /** The target before and after it, if it changed anything. Absent is the same as `{}`. */
  readonly before?: JsonObject;
  readonly after?: JsonObject;
}

/**
 * A field that is different afterwards. Objects are compared field by field, at any depth; everything else, lists included,
 * as a whole.
 */
export interface Change {
  /** The names of the fields that lead to it, from the outside: `['address', 'city']`. */
  readonly path: readonly string[];
  /** Absent if the field was not there before. */
  readonly old?: Json;
  /** Absent if the field is not there afterwards. */
  readonly new?: Json;
}

/** What stands in the place of a secret, whatever it was. */
export const redacted = '[redacted]';

export interface Entry {
  /** 0 for the first. */
  readonly index: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  /** In any order. */
  readonly changes: readonly Change[];
}

/** Proof of an entry: keep it somewhere else, and nobody can cut the log off before it. */
export interface Receipt {
  readonly index: number;
  /** Tells this entry, with all before it, from every other history. */
  readonly seal: string;
}

/**
 * What `verify` found. `index` is that of the first entry that is not as it was written; of the first that is missing, if the
 * log is too short.
 *
 * - `changed`: the entry is not what was written there, or does not follow from the one before
 * - `missing`: the anchor proves that there was an entry, and there is none
 * - `anchor`: all entries up to it fit together, and the one with the anchor's index is another than the anchor's
 */
export type Verification =
  | { readonly ok: true; readonly length: number }
  | { readonly ok: false; readonly index: number; readonly reason: 'changed' | 'missing' | 'anchor' };

export interface AuditLogOptions {
  /** This server's connection to the log that all servers share. */
  readonly store: AuditStore;
  /**
   * The HMAC of a text, with a key that lies in a key service: whoever can write to the store cannot make one. The same on
   * every server, always 32 hexadecimal digits, quick.
   */
  readonly seal: (text: string) => string;
  /**
   * Names of fields whose value nobody may see, such as `password` and `apiKey`. Case, `_` and `-` do not matter: `API_Key`
   * is one as well.
   */
  readonly secretFields: readonly string[];
  /** How long `record` may take. A whole number, at least 100. */
  readonly timeoutMs: number;
}

/** One server's audit log. `auditLog.ts` exports `createAuditLog`. */
export interface AuditLog {
  /**
   * Writes an entry at the end. What it says is what the event was at the moment of this call.
   * @throws AuditUnavailableError if it is not confirmed within `timeoutMs`. Then it is in the log once or not at all.
   */
  record(event: AuditEvent): Promise<Receipt>;
  /**
   * The entry with this index, or `undefined` if there is none. What it gives for a text that `record` did not write is up
   * to you: `verify` is there to tell. Tries its request once, without a time limit.
   * @param index a whole number, at least 0
   * @throws AuditUnavailableError if the store rejects
   */
  read(index: number): Promise<Entry | undefined>;
  /**
   * Reads the whole log from the store and looks whether it is as it was written; what was known before does not count.
   * Tries each request once, without a time limit.
   * @param anchor a receipt that was kept elsewhere
   * @throws AuditUnavailableError if the store rejects
   */
  verify(anchor?: Receipt): Promise<Verification>;
}

export type CreateAuditLog = (options: AuditLogOptions) => AuditLog;

/**
 * A list of texts on a machine of its own. Each call is a round trip of some milliseconds, may reject, and may never be
 * answered; you cannot know then whether it was carried out.
 */
export interface AuditStore {
  /** How many texts there are. */
  length(): Promise<number>;
  /**
   * Adds this text at the end, if `index` is the number of texts that there are. False if it is not; then nothing is written.
   */
  append(index: number, text: string): Promise<boolean>;
  /** Up to `count` texts, at most 500, beginning with this index. Fewer if there are no more. */
  read(index: number, count: number): Promise<readonly string[]>;
}
