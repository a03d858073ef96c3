/** Three auth servers, ten services, the store and the directory, and the words for who gets in. */
import { RefusedError, UnavailableError, type Refusal } from '#attempt/errors.ts';
import { createGuard } from '#attempt/guard.ts';
import { createHybridAuth } from '#attempt/hybridAuth.ts';
import type {
  Access,
  Device,
  Directory,
  Grant,
  Guard,
  HybridAuth,
  HybridAuthOptions,
  Store,
} from '#attempt/types.ts';
import assert from 'node:assert/strict';
import {
  clock,
  harden,
  latency,
  link,
  random,
  servers,
  sharedStore,
  trace,
  type Latency,
  type Link,
  type Servers,
  type SharedStore,
} from '#testkit';
import { signer, verifier } from './vault.ts';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Names that come apart at dots, colons and slashes, or mean something to JavaScript. */
export const oddNames = [
  'ann.lee@example.org',
  'ann',
  'ann:lee',
  'ann:',
  'a/b',
  '__proto__',
  'constructor',
  '{}',
  'Зоя 🔑',
  '%2e',
  ' ',
];

type Settings = Pick<
  HybridAuthOptions,
  'accessTtlMs' | 'idleMs' | 'absoluteMs' | 'graceMs' | 'maxDevices' | 'timeoutMs'
>;

export interface PlatformOptions extends Partial<Settings> {
  /** Of the way to the store, each way. */
  readonly storeMs?: number | Latency;
  /** Of the way to the directory, each way. */
  readonly directoryMs?: number | Latency;
}

export class Platform {
  readonly store: SharedStore;
  readonly directory: Link<[string], readonly string[] | undefined>;
  readonly settings: Settings;
  /** Of those whose roles are not the usual ones. `undefined`: the account is disabled. */
  readonly roles = new Map<string, readonly string[] | undefined>();
  /** All keys and values that were ever written to the store. */
  readonly written: string[] = [];
  readonly #guards: readonly Guard[];
  readonly #fleet: Servers<HybridAuth>;

  constructor({
    storeMs = latency.uniform(1, 3),
    directoryMs = latency.uniform(5, 15),
    ...settings
  }: PlatformOptions = {}) {
    this.settings = {
      accessTtlMs: 15 * minute,
      idleMs: 30 * day,
      absoluteMs: 90 * day,
      graceMs: 30 * second,
      maxDevices: 5,
      timeoutMs: 5 * second,
      ...settings,
    };
    this.store = sharedStore({ name: 'store', latencyMs: storeMs });
    this.directory = link(
      (userId: string) => (this.roles.has(userId) ? this.roles.get(userId) : ['analyst']),
      { name: 'directory', latencyMs: directoryMs },
    );
    const directory = harden<Directory>({ rolesOf: this.directory.call });
    const store = this.#watched();
    this.#fleet = servers(3, ({ connect }) =>
      createHybridAuth({
        ...this.settings,
        store: connect(store),
        directory: connect(directory),
        signer,
      }),
    );
    this.#guards = Array.from({ length: 10 }, () => createGuard({ verifier }));
  }

  /** The store, by a way on which what is written can be read. */
  #watched(): Store {
    const { client } = this.store;
    const note = (...texts: readonly unknown[]): void => void this.written.push(...texts.map(String));
    return harden<Store>({
      get: key => client.get(key),
      set: (key, value, ttlMs) => (note(key, value), client.set(key, value, ttlMs)),
      delete: key => client.delete(key),
      compareAndSet: (key, expected, value, ttlMs) => (
        note(key, value),
        client.compareAndSet(key, expected, value, ttlMs)
      ),
      transaction: script =>
        client.transaction(db =>
          script(
            harden({
              get: (key: string) => db.get(key),
              set: (key: string, value: string, ttlMs?: number) => (
                note(key, value),
                db.set(key, value, ttlMs)
              ),
              delete: (key: string) => db.delete(key),
            }),
          ),
        ),
    });
  }

  /** One server's instance; without a number, any. */
  server(index = random.int(0, 2)): HybridAuth {
    return this.#fleet.server(index).instance;
  }

  /** Lets a server do something, and time pass until it is done. */
  ask<T>(work: (server: HybridAuth) => Promise<T>, index?: number): Promise<T> {
    return clock.until(work(this.server(index)));
  }

  async login(userId = 'ann', deviceName = 'phone'): Promise<Grant> {
    const grant = parseGrant(await this.ask(server => server.login(userId, deviceName)), 'login');
    trace.mark('sessions', `login ${userId}, ${deviceName}`);
    return grant;
  }

  async refresh(refreshToken: string): Promise<Grant> {
    const grant = parseGrant(await this.ask(server => server.refresh(refreshToken)), 'refresh');
    trace.mark('sessions', 'refresh', 'good');
    return grant;
  }

  /** Fails unless refreshing is refused, for this reason unless it is null. */
  async refuses(refreshToken: string, reason: Refusal | null, when: string): Promise<void> {
    const error = await failureOf(
      this.ask(server => server.refresh(refreshToken)),
      `${when} refresh() should be refused, but it gave a new pair`,
    );
    expectRefused(error, reason, `${when} refresh()`);
    trace.mark('sessions', `refused: ${error.reason}`, 'bad');
  }

  /** Fails unless the device with this refresh token can use it. */
  async goesOn({ refreshToken }: Grant, when: string): Promise<Grant> {
    try {
      return await this.refresh(refreshToken);
    } catch (error) {
      assert.fail(`${when} its refresh token should work, but refresh() rejected with ${nameOf(error)}`);
    }
  }

  async devices(userId = 'ann'): Promise<readonly Device[]> {
    const devices: unknown = await this.ask(server => server.devices(userId));
    assert.ok(Array.isArray(devices), 'devices() should give an array');
    trace.point('devices', devices.length);
    return devices as readonly Device[];
  }

  async names(userId = 'ann'): Promise<readonly string[]> {
    return (await this.devices(userId)).map(({ name }) => name);
  }

  /** What one of the ten services says. */
  check(accessToken: string): Access {
    const which = random.int(0, 9);
    const access = this.#guards[which]!.check(accessToken);
    assert.ok(
      typeof access === 'object' && access !== null && typeof access.ok === 'boolean',
      'check() should give an object with `ok`, true or false, and no promise',
    );
    trace.mark('services', access.ok ? 'accepted' : `refused: ${access.reason}`, access.ok ? 'good' : 'bad');
    return access;
  }

  /** Fails unless the services accept the grant's access token until it ends, and no longer. Time passes until then. */
  async livesToItsEnd(grant: Grant, when: string): Promise<void> {
    const { accessToken, accessEndsAt } = grant;
    await clock.advanceTo(accessEndsAt - 1);
    assert.ok(this.check(accessToken).ok, `${when} the access token should be good until it ends`);
    await clock.advance(1);
    assert.deepEqual(
      this.check(accessToken),
      { ok: false, reason: 'expired' },
      `${when} at the moment in \`accessEndsAt\` a service says`,
    );
  }
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

export function expectRefused(
  error: unknown,
  reason: Refusal | null,
  what: string,
): asserts error is RefusedError {
  assert.ok(
    error instanceof RefusedError,
    `${what} should reject with a RefusedError, not with ${nameOf(error)}`,
  );
  if (reason !== null) assert.equal(error.reason, reason, `${what} is refused with the reason`);
}

/** Fails unless the call rejects with an `UnavailableError` in time. */
export async function expectUnavailable(
  platform: Platform,
  call: (server: HybridAuth) => Promise<unknown>,
  what: string,
): Promise<void> {
  const from = clock.elapsed();
  const error = await failureOf(platform.ask(call), `${what} cannot have been done, but it fulfilled`);
  assert.ok(
    error instanceof UnavailableError,
    `${what} should reject with an UnavailableError, not with ${nameOf(error)}`,
  );
  const took = clock.elapsed() - from;
  const { timeoutMs } = platform.settings;
  assert.ok(took <= timeoutMs + 1, `${what} may take ${timeoutMs} ms, and took ${took}`);
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function parseGrant(grant: unknown, method: string): Grant {
  assert.ok(typeof grant === 'object' && grant !== null, `${method}() should give a grant`);
  const { deviceId, accessToken, refreshToken, accessEndsAt } = grant as Partial<Grant>;
  for (const [name, value] of Object.entries({ deviceId, accessToken, refreshToken }))
    assert.ok(
      typeof value === 'string' && value !== '',
      `${method}() should give a grant whose \`${name}\` is a text that is not empty`,
    );
  assert.ok(
    Number.isSafeInteger(accessEndsAt),
    `${method}() should give a grant whose \`accessEndsAt\` is a whole number`,
  );
  return {
    deviceId: deviceId!,
    accessToken: accessToken!,
    refreshToken: refreshToken!,
    accessEndsAt: accessEndsAt!,
  };
}
