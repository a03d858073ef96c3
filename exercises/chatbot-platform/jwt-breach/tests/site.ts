/** Three servers, the store that they share, and the words for what tokens are good for. */
import { RefreshRefusedError, StoreUnavailableError, type RefreshRefusal } from '#attempt/errors.ts';
import { createTokenService } from '#attempt/tokenService.ts';
import type { Refusal, TokenPair, TokenService, TokenServiceOptions, Verification } from '#attempt/types.ts';
import assert from 'node:assert/strict';
import {
  clock,
  latency,
  random,
  servers,
  sharedStore,
  trace,
  type Latency,
  type Servers,
  type SharedStore,
} from '#testkit';
import { claimsOf, signer } from './vault.ts';

export const second = 1_000;
export const minute = 60 * second;
export const day = 24 * 60 * minute;

type Settings = Pick<
  TokenServiceOptions,
  'accessTtlMs' | 'refreshTtlMs' | 'storeTimeoutMs' | 'whenStoreFails'
>;

export interface SiteOptions extends Partial<Settings> {
  /** Of the way to the store, each way. */
  readonly latencyMs?: number | Latency;
  /** By how much each server's clock is ahead. Then requests have to come one at a time. */
  readonly skewsMs?: readonly number[];
}

export class Site {
  readonly store: SharedStore;
  readonly settings: Settings;
  readonly #fleet: Servers<TokenService>;
  readonly #hasSkew: boolean;

  constructor({ latencyMs = latency.uniform(1, 3), skewsMs, ...settings }: SiteOptions = {}) {
    this.settings = {
      accessTtlMs: 15 * minute,
      refreshTtlMs: 30 * day,
      storeTimeoutMs: second,
      whenStoreFails: 'closed',
      ...settings,
    };
    this.store = sharedStore({ name: 'store', latencyMs });
    this.#hasSkew = skewsMs !== undefined;
    this.#fleet = servers(
      3,
      ({ connect }) =>
        createTokenService({ ...this.settings, store: connect(this.store.client), signer, initialKid: 'k1' }),
      { skewMs: index => skewsMs?.[index] ?? 0 },
    );
  }

  /** One server's instance; without a number, any. */
  service(server = random.int(0, 2)): TokenService {
    return this.#fleet.server(server).instance;
  }

  /** Lets a server do something, and time pass until it is done. */
  async ask<T>(work: (service: TokenService) => Promise<T>, server = random.int(0, 2)): Promise<T> {
    const result = await (this.#hasSkew
      ? this.#fleet.server(server).alone(work)
      : clock.until(work(this.service(server))));
    const { complaint } = this.store;
    if (complaint !== undefined) trace.mark('store', complaint, 'bad');
    return result;
  }

  async login(userId = 'ann', ip = '198.51.100.7', server?: number): Promise<TokenPair> {
    const pair = parsePair(await this.ask(service => service.login(userId, ip), server), 'login');
    trace.mark('sessions', `login ${userId}`);
    return pair;
  }

  async refresh(refreshToken: string, ip = '198.51.100.7', server?: number): Promise<TokenPair> {
    const pair = parsePair(await this.ask(service => service.refresh(refreshToken, ip), server), 'refresh');
    trace.mark('sessions', 'refresh', 'good');
    return pair;
  }

  /** What `refresh` rejects with. */
  async refusal(refreshToken: string, ip = '198.51.100.7', server?: number): Promise<RefreshRefusedError> {
    const error = await failureOf(
      this.ask(service => service.refresh(refreshToken, ip), server),
      'A refresh token that is not good should be refused, but a new pair was issued for it',
    );
    expect(
      error instanceof RefreshRefusedError,
      `A refused refresh should reject with RefreshRefusedError, not with ${nameOf(error)}`,
    );
    trace.mark('sessions', `refused: ${error.reason}`, 'bad');
    return error;
  }

  /** Fails unless the refresh token is refused, for this reason. */
  async refusesToRefresh(refreshToken: string, expected: RefreshRefusal, what: string): Promise<void> {
    const { reason } = await this.refusal(refreshToken);
    assert.equal(reason, expected, `${what} should be refused as “${expected}”, not as “${reason}”`);
  }

  /** What the store holds, by the first word of the keys. */
  get contents(): string {
    const kinds = new Map<string, number>();
    for (const key of this.store.keys) {
      const kind = /^[^\W\d_]{1,12}(?![^\W_])/.exec(key)?.[0] ?? key.slice(0, 6);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    const listed = [...kinds].map(([kind, count]) => `${count} × “${kind}…”`);
    return listed.length > 8 ? `${listed.slice(0, 8).join(', ')} and others` : listed.join(', ');
  }

  async verify(accessToken: string, server = random.int(0, 2)): Promise<Verification> {
    const verification = parseVerification(
      await this.ask(
        service =>
          service.verify(accessToken).catch((error: unknown) => {
            assert.fail(`verify() should never reject, but it did with ${nameOf(error)}`);
          }),
        server,
      ),
    );
    draw(server, verification);
    return verification;
  }

  /** Fails unless this server (or all of them) accepts the token. */
  async accepts(accessToken: string, when: string, only?: number): Promise<void> {
    for (const server of only === undefined ? [0, 1, 2] : [only]) {
      const verification = await this.verify(accessToken, server);
      expect(
        verification.ok,
        `${when} the token should be accepted, but server ${server + 1} refused it: ${verification.ok ? '' : verification.reason}`,
      );
      assert.equal(
        verification.userId,
        claimsOf(accessToken).sub,
        `${when} server ${server + 1} took the token for somebody else’s`,
      );
    }
  }

  /** Fails unless this server (or all of them) refuses the token, for this reason unless it is null. */
  async refuses(accessToken: string, reason: Refusal | null, when: string, only?: number): Promise<void> {
    for (const server of only === undefined ? [0, 1, 2] : [only]) {
      const verification = await this.verify(accessToken, server);
      expect(!verification.ok, `${when} the token should be refused, but server ${server + 1} accepted it`);
      if (reason === null) continue;
      assert.equal(
        verification.reason,
        reason,
        `${when} server ${server + 1} should tell the reason “${reason}”, not “${verification.reason}”`,
      );
    }
  }

  /** Fails unless neither token of the pair is good for anything on any server. */
  async hasEnded(pair: TokenPair, when: string): Promise<void> {
    await this.refuses(pair.accessToken, 'revoked', when);
    for (const server of [0, 1, 2]) {
      const error = await failureOf(
        this.ask(service => service.refresh(pair.refreshToken, '198.51.100.7'), server),
        `${when} the refresh token should be refused, but server ${server + 1} issued a new pair for it`,
      );
      expect(
        error instanceof RefreshRefusedError,
        `${when} refreshing should reject with RefreshRefusedError, not with ${nameOf(error)}`,
      );
    }
  }
}

/** A site with two servers whose clocks disagree by as much as clocks may. */
export function siteWithSkew(options: SiteOptions = {}): { site: Site; ahead: number; behind: number } {
  const [ahead, behind] = random.shuffle([0, 1, 2]) as [number, number, number];
  const skewsMs = [0, 1, 2].map(server => (server === ahead ? 2_500 : server === behind ? -2_500 : 0));
  return { site: new Site({ ...options, skewsMs }), ahead, behind };
}

function draw(server: number, verification: Verification): void {
  const by = verification.degraded ? ', without the store' : '';
  if (verification.ok) trace.mark(`server ${server + 1}`, `accepted${by}`, 'good');
  else trace.mark(`server ${server + 1}`, `refused: ${verification.reason}${by}`, 'bad');
}

/** Fails with this sentence unless it is true. */
export function expect(isTrue: boolean, otherwise: string): asserts isTrue {
  if (!isTrue) assert.fail(otherwise);
}

/** What the promise rejects with. */
export async function failureOf(promise: Promise<unknown>, otherwise: string): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  assert.fail(otherwise);
}

export async function expectRangeError(promise: Promise<unknown>, what: string): Promise<void> {
  const error = await failureOf(promise, `${what} should reject with a RangeError, but it fulfilled`);
  expect(error instanceof RangeError, `${what} should reject with a RangeError, not with ${nameOf(error)}`);
}

export async function expectUnavailable(promise: Promise<unknown>, what: string): Promise<void> {
  const error = await failureOf(
    promise,
    `${what} cannot have been stored and should reject with StoreUnavailableError, but it fulfilled`,
  );
  expect(
    error instanceof StoreUnavailableError,
    `${what} should reject with StoreUnavailableError, not with ${nameOf(error)}`,
  );
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function parsePair(pair: unknown, method: string): TokenPair {
  expect(
    typeof pair === 'object' && pair !== null && 'accessToken' in pair && 'refreshToken' in pair,
    `${method}() should give an access token and a refresh token`,
  );
  const { accessToken, refreshToken } = pair;
  expect(
    typeof accessToken === 'string' && typeof refreshToken === 'string' && refreshToken !== '',
    `${method}() should give two tokens that are text`,
  );
  return { accessToken, refreshToken };
}

function parseVerification(value: unknown): Verification {
  expect(
    typeof value === 'object' &&
      value !== null &&
      'ok' in value &&
      typeof value.ok === 'boolean' &&
      'degraded' in value &&
      typeof value.degraded === 'boolean',
    'verify() should give an object with `ok` and `degraded`, each true or false',
  );
  return value as Verification;
}
