/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says, on `errors.ts`, and on nothing else.
 *
 * All moments are epoch milliseconds, all lengths of time are whole milliseconds. All clocks agree.
 */

// ── In each of the ten services ─────────────────────────────────────────────────────────────────────────────────────

/** What a service looks at an access token with. It has no store, no directory, and no secret. */
export interface Guard {
  /** Decides here and now. Never throws, whatever it is given. */
  check(accessToken: string): Access;
}

/**
 * - `expired`: it was issued by the auth service, and its life is over
 * - `invalid`: everything else
 */
export type Access =
  | {
      readonly ok: true;
      readonly userId: string;
      readonly deviceId: string;
      readonly roles: readonly string[];
    }
  | { readonly ok: false; readonly reason: 'invalid' | 'expired' };

export interface GuardOptions {
  readonly verifier: Verifier;
}

/** The public half of the key for access tokens. */
export interface Verifier {
  /** Whether this is what `Signer.sign('access', text)` gives. */
  verify(text: string, signature: string): boolean;
}

// ── On each of the three auth servers ───────────────────────────────────────────────────────────────────────────────

export interface HybridAuthOptions {
  /** This server's connection to the store. The three servers share it, and nothing else. */
  readonly store: Store;
  readonly directory: Directory;
  readonly signer: Signer;
  /** The longest life of an access token. At least 1,000. */
  readonly accessTtlMs: number;
  /** How long a refresh token may lie unused. Not below `accessTtlMs`. */
  readonly idleMs: number;
  /** How long a device may stay logged in on one login. Not below `idleMs`. */
  readonly absoluteMs: number;
  /** For how long the refresh token that was just spent may come back. At least 1, and below `accessTtlMs`. */
  readonly graceMs: number;
  /** How many devices a user may have. At least 1. */
  readonly maxDevices: number;
  /** How long any call may take, all that it waits for together. At least 1. */
  readonly timeoutMs: number;
}

/**
 * One auth server. Nothing throws synchronously: whatever goes wrong is a rejection.
 *
 * User ids and names of devices are any strings that are not empty, `ann.lee@example.org` and `a:b` among them. Each
 * login makes a *device*, with a session of its own.
 */
export interface HybridAuth {
  /**
   * Begins a session on a device. Whether the password was right is not this service's business.
   * @throws RefusedError `disabled`
   * @throws UnavailableError
   */
  login(userId: string, deviceName: string): Promise<Grant>;

  /**
   * Spends a refresh token and gives the device a new pair.
   * @throws RefusedError
   * @throws UnavailableError
   */
  refresh(refreshToken: string): Promise<Grant>;

  /**
   * The devices whose sessions go on, the one used last coming first.
   * @throws UnavailableError
   */
  devices(userId: string): Promise<readonly Device[]>;

  /**
   * Ends the session of one device of this user. False if the user has no such device (any more).
   * @throws UnavailableError
   */
  revoke(userId: string, deviceId: string): Promise<boolean>;

  /**
   * Ends the sessions of all devices of this user, except the one with this id, and tells how many that were.
   * @throws UnavailableError
   */
  revokeAll(userId: string, exceptDeviceId?: string): Promise<number>;
}

/** What a device is given. */
export interface Grant {
  /** Never used twice. No secret: it is in the list of devices, in access tokens, and in logs. */
  readonly deviceId: string;
  /** A text of your choice that guards can read and nobody else can make. */
  readonly accessToken: string;
  /** From this moment on guards refuse the access token. */
  readonly accessEndsAt: number;
  /** A text of your choice that nobody can guess, of 20 characters or more. */
  readonly refreshToken: string;
}

export interface Device {
  readonly deviceId: string;
  readonly name: string;
  /** When it logged in. */
  readonly signedInAt: number;
  /** When it logged in or last spent a refresh token, not counting tokens that came back in their grace. */
  readonly lastUsedAt: number;
}

/** Who may do what, as of now. Kept by somebody else; one request usually takes 10 to 30 ms, and may never be answered. */
export interface Directory {
  /** The user's roles at some moment between request and answer; `undefined` if the account is disabled. */
  rolesOf(userId: string): Promise<readonly string[] | undefined>;
}

/** Two secrets, one for each purpose, that never leave the hardware they lie in. */
export interface Signer {
  /**
   * 32 characters, 0 to 9 and a to f, that nobody can make who cannot call this. The same text always gives the same
   * signature, so it is as good as a keyed hash (HMAC).
   */
  sign(purpose: 'access' | 'refresh', text: string): string;
  /** Whether this is the signature of `text` for that purpose. Takes constant time. */
  verify(purpose: 'access' | 'refresh', text: string, signature: string): boolean;
}

/**
 * A key-value store on a machine of its own, much like a Redis.
 *
 * - Each call is one round trip, usually of 2 to 6 ms. Calls that are under way together may arrive in any order.
 * - The store does one thing at a time: a call is carried out at one moment between its start and its reply, and
 *   nothing comes in between. That holds for one call, not for two calls in a row.
 * - A call rejects while the store is down or when the connection breaks, and sometimes it is never answered. You cannot
 *   know then whether it was carried out.
 * - `ttlMs` is a whole number, at least 1. That long after the write the key is gone. Nothing else is ever lost: the store
 *   is not restored from backups.
 */
export interface Store {
  get(key: string): Promise<string | undefined>;
  /** Without `ttlMs` the key stays for ever, even if it had an expiry before. */
  set(key: string, value: string, ttlMs?: number): Promise<void>;
  /** False if there was no such key. */
  delete(key: string): Promise<boolean>;
  /**
   * Writes `value`, as `set` does, if the key's value is exactly `expected` (`undefined`: if there is no such key).
   * False if it is not; then nothing is written.
   */
  compareAndSet(key: string, expected: string | undefined, value: string, ttlMs?: number): Promise<boolean>;
  /**
   * Sends `script` to the store, which runs it alone and at once, as Redis runs Lua: no other call comes between its
   * first read and its last write. The script must be synchronous. If it throws, none of its writes remain and the
   * call rejects with what was thrown. The promise gives what the script returns, copied as plain data.
   */
  transaction<T>(script: (db: StoreView) => T): Promise<T>;
}

/** What a script sees: the operations of `Store`, without the round trips. Of no use after the script has ended. */
export interface StoreView {
  get(key: string): string | undefined;
  set(key: string, value: string, ttlMs?: number): void;
  delete(key: string): boolean;
}
