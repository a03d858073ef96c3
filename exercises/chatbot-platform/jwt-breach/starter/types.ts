/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says, on `errors.ts` and `jwt.ts`, and on nothing else.
 *
 * All moments are epoch milliseconds, all lengths of time are milliseconds. (A JWT on the wire counts in seconds.)
 */

export interface TokenServiceOptions {
  /** This server's connection to the store that all servers share. */
  readonly store: Store;
  /** Knows the secrets of all keys; every server has the same. */
  readonly signer: Signer;
  /** The key that signs until `rotateKey` is called for the first time. The same on every server. */
  readonly initialKid: string;
  /** How long an access token lives. A whole number, at least 1,000. */
  readonly accessTtlMs: number;
  /** How long a refresh token lives. A whole number, not below `accessTtlMs`. */
  readonly refreshTtlMs: number;
  /** How long any call may wait for the store, all its round trips together. A whole number, at least 1. */
  readonly storeTimeoutMs: number;
  /** What `verify` does when the store cannot be asked: accept what else is in order (`open`), or refuse (`closed`). */
  readonly whenStoreFails: 'open' | 'closed';
}

/** By how much the wall clocks of two servers, or of a server and the store, may disagree. */
export const maxSkewMs = 5_000;

/**
 * One server's token service. Nothing throws synchronously: whatever goes wrong is a rejection.
 *
 * Addresses are IPv4 in dotted form, `203.0.113.7`; whether `203.0.113.07` is one is up to you. User ids are any strings.
 * A *session* is what one login begins and refreshing carries on; all the tokens that it was ever given are its family.
 */
export interface TokenService {
  /**
   * Begins a session. Whether the password was right is not this service's business.
   * @throws RangeError if `ip` is no IPv4 address
   * @throws StoreUnavailableError
   */
  login(userId: string, ip: string): Promise<TokenPair>;

  /** Whether this access token is good now. Never rejects, whatever it is given. */
  verify(accessToken: string): Promise<Verification>;

  /**
   * Spends a refresh token and gives the session a new pair, issued to `ip`.
   * @throws RefreshRefusedError
   * @throws RangeError if `ip` is no IPv4 address; the token is not spent
   * @throws StoreUnavailableError
   */
  refresh(refreshToken: string, ip: string): Promise<TokenPair>;

  /**
   * Signs with the key `to` from now on. Tokens of earlier keys are good for at most another `graceMs`, and never for
   * longer than they were before this call. If `to` is the current key already, only the second sentence applies.
   * @throws RangeError if `graceMs` is not a whole number from 0 to `accessTtlMs`, if the signer has no key `to`, or
   * if `to` was current before and was replaced. Then nothing has changed.
   * @throws StoreUnavailableError
   */
  rotateKey(to: string, graceMs: number): Promise<void>;

  /**
   * Ends one access token. Its session can go on refreshing. Does nothing for a token that every server refuses anyway,
   * whatever its clock says.
   * @throws StoreUnavailableError
   */
  revokeToken(accessToken: string): Promise<void>;

  /**
   * Ends all tokens, of both kinds, that this user has been issued so far.
   * @throws StoreUnavailableError
   */
  revokeUser(userId: string): Promise<void>;

  /**
   * Ends all tokens, of both kinds, that were issued so far to an address in this network.
   * @param cidr IPv4, `a.b.c.d/n` with n from 0 to 32. Bits of the address beyond the first n do not matter.
   * @throws RangeError for anything else
   * @throws StoreUnavailableError
   */
  revokeNetwork(cidr: string): Promise<void>;
}

export interface TokenPair {
  /** A signed token in the format of `jwt.ts`. Anybody can read it, and whoever has the key can make one. */
  readonly accessToken: string;
  /** A text of your choice that nobody can guess, and that nobody can make from a leaked signing key. */
  readonly refreshToken: string;
}

export type Verification =
  | { readonly ok: true; readonly userId: string; readonly jti: string; readonly degraded: boolean }
  | { readonly ok: false; readonly reason: Refusal; readonly degraded: boolean };

/**
 * Why a token was refused. If several are true, tell any one of them.
 *
 * - `invalid`: not a token, or the signature does not fit
 * - `expired`: its life is over
 * - `key`: the signature fits, but that key does not count, or not any more
 * - `revoked`: it, its user, its network or its session was revoked
 * - `unavailable`: the store could not be asked, and `whenStoreFails` is `closed`
 */
export type Refusal = 'invalid' | 'expired' | 'key' | 'revoked' | 'unavailable';

/** What an access token says. Add claims of your own if you need them; values have to survive JSON. */
export interface Claims {
  /** The user's id. */
  readonly sub: string;
  /** This token's own id: no two tokens have the same. */
  readonly jti: string;
  /** Issued at, by the clock of the server that issued it. */
  readonly iat: number;
  /** `iat + accessTtlMs`: good before this moment, by the clock of the server that verifies it, when `verify` begins. */
  readonly exp: number;
  /** The address that it was issued to. */
  readonly ip: string;
  readonly [own: string]: unknown;
}

/** Signing with secrets that stay where they are: a key management service, an HSM, or a library. */
export interface Signer {
  /**
   * The signature of `text` with the key of this name.
   * @throws RangeError if there is no such key
   */
  sign(kid: string, text: string): string;
  /** Whether this is the signature of `text` with that key; false if there is no such key. Takes constant time. */
  verify(kid: string, text: string, signature: string): boolean;
}

/**
 * A key-value store on a machine of its own, much like a Redis. It is the only thing that servers share.
 *
 * - Each call is one round trip, usually of 2 to 6 ms. Calls that are under way together may arrive in any order.
 * - The store does one thing at a time: a call is carried out at one moment between its start and its reply, and
 *   nothing comes in between. That holds for one call, not for two calls in a row.
 * - A call rejects while the store is down or when the connection breaks, and sometimes it is never answered. You cannot
 *   know then whether it was carried out.
 * - `ttlMs` is a whole number, at least 1. That long after the write, by the store's clock, the key is gone.
 */
export interface Store {
  get(key: string): Promise<string | undefined>;
  /** Without `ttlMs` the key stays for ever, even if it had an expiry before. */
  set(key: string, value: string, ttlMs?: number): Promise<void>;
  /**
   * Adds `by` (default 1) to a whole number and gives the sum. A missing key counts as 0 and is created without an
   * expiry; a key that has one keeps it. Rejects if the value is not a whole number.
   */
  increment(key: string, by?: number): Promise<number>;
  /** Gives an existing key a new expiry. False if there is no such key. */
  expire(key: string, ttlMs: number): Promise<boolean>;
  /** False if there was no such key. */
  delete(key: string): Promise<boolean>;
  /**
   * Writes `value`, as `set` does, if the key's value is exactly `expected` (`undefined`: if there is no such key).
   * False if it is not; then nothing is written.
   */
  compareAndSet(key: string, expected: string | undefined, value: string, ttlMs?: number): Promise<boolean>;
  /** The store's clock. It never goes back. */
  time(): Promise<number>;
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
  /** Throws if the value is not a whole number. */
  increment(key: string, by?: number): number;
  expire(key: string, ttlMs: number): boolean;
  delete(key: string): boolean;
  /** The store's clock. It stands still while a script runs. */
  time(): number;
}
