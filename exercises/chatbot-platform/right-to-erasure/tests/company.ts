/** A company with stores full of personal data, a ledger, a vault, and servers that end at any call. */
import { createErasureService } from '#attempt/erasureService.ts';
import type {
  Certificate,
  CertificateBody,
  DataStore,
  ErasureOptions,
  ErasureService,
  ErasureState,
  Ledger,
  Vault,
} from '#attempt/types.ts';
import assert from 'node:assert/strict';
import { clock, deferred, harden, random, trace, type Deferred, type Latency } from '#testkit';
import { base64url, hex, sha256, utf8 } from './digests.ts';
import { keyId, pseudonymOf, signatureOf } from './vault.ts';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export type Operation = 'count' | 'erase' | 'subjects';

/** What a store does in place of its work, or after it. */
export type Mishap = 'rejects' | 'rejects after it' | 'is silent' | 'only says so';

export interface StorePlan {
  readonly name: string;
  readonly foundThrough?: string;
  readonly copiesFrom?: { readonly store: string; readonly lagMs: number };
  /** How many items one call of `erase` removes. Default 3. */
  readonly batch?: number;
}

/** Database, files, cache and the search of the logs, as in the statement. */
export const four: readonly StorePlan[] = [
  { name: 'database' },
  { name: 'cache', copiesFrom: { store: 'database', lagMs: 5 * second } },
  { name: 'logs', copiesFrom: { store: 'database', lagMs: 15 * minute } },
  { name: 'objects', foundThrough: 'database' },
];

/** Stores that have nothing to do with each other, so that one run is enough. */
export const prompt: readonly StorePlan[] = four.map(({ name }) => ({ name }));

/** Files that only the database can find, and nothing that could come late. */
export const filed: readonly StorePlan[] = prompt.map(({ name }) =>
  name === 'objects' ? { name, foundThrough: 'database' } : { name },
);

export interface StoreCall {
  readonly at: number;
  readonly store: string;
  readonly operation: Operation;
  readonly subject: string | undefined;
  endedAt: number;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export class Shelf {
  readonly plan: StorePlan;
  readonly items = new Map<string, number>();
  latencyMs: number | Latency = 0;
  latencyOf: (operation: Operation) => number | Latency = () => this.latencyMs;
  mishap: (operation: Operation, subject: string | undefined) => Mishap | undefined = () => undefined;
  /** Runs when an erasure is carried out, before anything is removed: others are quick, too. */
  beforeErase: (subject: string) => void = () => undefined;
  /** Runs when `count` is carried out and finds nothing, before anybody learns of it. */
  whenFoundEmpty: (subject: string) => void = () => undefined;
  readonly #company: Company;

  constructor(plan: StorePlan, company: Company) {
    this.plan = plan;
    this.#company = company;
  }

  /** What is really there, whether anybody can find it or not. */
  has(subject: string): number {
    return this.items.get(subject) ?? 0;
  }

  put(subject: string, count: number): void {
    if (count > 0) this.items.set(subject, this.has(subject) + count);
  }

  /** When the last item of this subject was removed. */
  readonly emptiedAt = new Map<string, number>();

  #isFound(subject: string): boolean {
    const { foundThrough } = this.plan;
    return foundThrough === undefined || this.#company.shelf(foundThrough).has(subject) > 0;
  }

  #carryOut(operation: Operation, subject: string | undefined): unknown {
    if (operation === 'subjects') {
      const page = [...this.items.keys()].filter(one => subject === undefined || one > subject);
      return harden(page.sort().slice(0, 3));
    }
    assert.ok(typeof subject === 'string', `${operation}() of ${this.plan.name} should be given a subject`);
    const found = this.#isFound(subject) ? this.has(subject) : 0;
    if (operation === 'count') {
      if (found === 0) this.whenFoundEmpty(subject);
      return found;
    }
    this.beforeErase(subject);
    const left = this.has(subject) - Math.min(found, this.plan.batch ?? 3);
    if (left > 0) this.items.set(subject, left);
    else if (this.items.delete(subject)) this.emptiedAt.set(subject, Date.now());
    this.#company.draw();
    return undefined;
  }

  async call(operation: Operation, subject: string | undefined): Promise<unknown> {
    const { name } = this.plan;
    const call: StoreCall = { at: Date.now(), store: name, operation, subject, endedAt: Infinity };
    this.#company.calls.push(call);
    const mishap = this.mishap(operation, subject);
    if (mishap) trace.mark(name, `${operation} ${mishap}`, 'bad');
    await pause(this.latencyOf(operation));
    if (mishap === 'is silent') return never();
    // The message names the subject, as those of real databases do.
    const error = new Error(`${name}: could not ${operation} ${subject}`);
    if (mishap === 'rejects') {
      call.endedAt = Date.now();
      throw error;
    }
    const value =
      mishap === 'only says so' && operation === 'erase' ? undefined : this.#carryOut(operation, subject);
    await pause(this.latencyOf(operation));
    call.endedAt = Date.now();
    if (mishap === 'rejects after it') throw error;
    return value;
  }
}

async function pause(latency: number | Latency): Promise<void> {
  const ms = typeof latency === 'number' ? latency : latency();
  if (ms > 0) await clock.sleep(ms / 2);
}

/** Serialises nothing: each call is carried out at one moment, and that is all that a ledger promises. */
export class Book {
  readonly entries = new Map<string, string>();
  latencyMs: number | Latency = 0;
  mishap: (operation: keyof Ledger) => 'before' | 'after' | undefined = () => undefined;
  calls = 0;

  async call<T>(operation: keyof Ledger, carryOut: () => T): Promise<T> {
    this.calls += 1;
    const mishap = this.mishap(operation);
    await pause(this.latencyMs);
    if (mishap === 'before') throw new Error(`ledger: ${operation} was refused`);
    const value = carryOut();
    await pause(this.latencyMs);
    if (mishap === 'after') throw new Error(`ledger: no answer to ${operation}`);
    return value;
  }

  /** Every text that it holds. */
  texts(): string[] {
    return [...this.entries].flat();
  }
}

/** A stand-in for a signature, of the same length: FNV-1a, which anybody could make, but nobody would by accident. */
function quickSignature(text: string): string {
  let digest = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) digest = Math.imul(digest ^ text.charCodeAt(i), 0x01000193);
  return `quick-${(digest >>> 0).toString(36)}`.padEnd(86, '-');
}

/** In which ways a text can name a subject without any secret. */
function formsOf(subject: string): Readonly<Record<string, string>> {
  const bytes = utf8(subject);
  const digest = sha256(bytes);
  return {
    'as it is': subject,
    'escaped as JSON': JSON.stringify(subject).slice(1, -1),
    'in base64': base64url(bytes),
    'in hexadecimal': hex(bytes),
    'as its SHA-256 in hexadecimal': hex(digest),
    'as its SHA-256 in base64': base64url(digest),
  };
}

export interface CompanyOptions extends Partial<Omit<ErasureOptions, 'stores' | 'ledger' | 'vault'>> {
  /** Whether the vault makes real signatures. */
  readonly signs?: boolean;
  readonly plans?: readonly StorePlan[];
}

export class Company {
  readonly shelves: readonly Shelf[];
  readonly book = new Book();
  readonly calls: StoreCall[] = [];
  readonly figures: Omit<ErasureOptions, 'stores' | 'ledger' | 'vault'>;
  /** Real signatures take some milliseconds each; only checks that verify them ask for them. */
  sign: (text: string) => string;
  /** Runs while something is on its way to be signed. */
  whileSigning: () => Promise<void> = () => Promise.resolve();
  vaultMishap: (operation: 'pseudonym' | 'sign') => boolean = () => false;
  #watched: string | undefined;

  constructor({ plans = four, signs = false, ...figures }: CompanyOptions = {}) {
    this.sign = signs ? signatureOf : quickSignature;
    this.figures = {
      graceMs: day,
      deadlineMs: 30 * day,
      warnMs: 5 * day,
      backupsMs: 30 * day,
      timeoutMs: 10 * second,
      retry: { baseMs: minute, capMs: hour },
      parallel: 8,
      ...figures,
    };
    this.shelves = plans.map(plan => new Shelf(plan, this));
  }

  shelf(name: string): Shelf {
    const shelf = this.shelves.find(({ plan }) => plan.name === name);
    assert.ok(shelf);
    return shelf;
  }

  /** Gives this subject between one and `most` items in each store. */
  fill(subject: string, most = 7): void {
    for (const shelf of this.shelves) shelf.put(subject, random.int(1, most));
    this.draw();
  }

  /** Draws what there is of this subject from now on. */
  watch(subject: string): void {
    this.#watched = subject;
    this.draw();
  }

  draw(): void {
    if (this.#watched === undefined) return;
    for (const { plan, items } of this.shelves)
      trace.point(`items in ${plan.name}`, items.get(this.#watched) ?? 0);
  }

  /** Somebody reads one store now, and writes into another what was there, so much later. */
  copy(from: string, to: string, subject: string, afterMs: number): void {
    if (this.shelf(from).has(subject) === 0) return;
    const write = (): void => {
      this.shelf(to).put(subject, 1);
      trace.mark(to, 'a copy arrives');
      this.draw();
    };
    clock.at(clock.elapsed() + afterMs, write);
  }

  /** From now on each erasure of a source is raced by somebody who reads it just before, and writes as late as possible. */
  raceReaders(): void {
    for (const { plan } of this.shelves)
      this.shelf(plan.name).beforeErase = subject => {
        for (const { plan: other } of this.shelves)
          if (other.copiesFrom?.store === plan.name && other.copiesFrom.lagMs > 1)
            this.copy(plan.name, other.name, subject, other.copiesFrom.lagMs - 1);
      };
  }

  /** Everything that is really left of this subject, as `{ store: items }`. */
  left(subject: string): Record<string, number> {
    const found = this.shelves.map(shelf => [shelf.plan.name, shelf.has(subject)] as const);
    return Object.fromEntries(found.filter(([, items]) => items > 0));
  }

  snapshot(): Map<string, Map<string, number>> {
    return new Map(this.shelves.map(({ plan, items }) => [plan.name, new Map(items)]));
  }

  /** Puts these stores back to what they held then. */
  restore(backup: ReadonlyMap<string, ReadonlyMap<string, number>>, names: readonly string[]): void {
    for (const name of names) {
      const { items } = this.shelf(name);
      items.clear();
      for (const [subject, count] of backup.get(name) ?? []) items.set(subject, count);
      trace.mark(name, 'restored', 'bad');
    }
    this.draw();
  }

  erasesOf(subject: string): readonly StoreCall[] {
    return this.calls.filter(call => call.operation === 'erase' && call.subject === subject);
  }

  start(crash?: CrashPlan): Server {
    return new Server(this, crash);
  }

  /** The reading of the wall clock when the check began is not 0: all moments are those of `Date.now()`. */
  expectGone(subject: string, when: string): void {
    assert.deepEqual(
      this.left(subject),
      {},
      `${when} there should be nothing left of ${subject}, but there is:`,
    );
  }

  /** Fails if the ledger holds the subject as it is, encoded, or as a digest that anybody can make. */
  expectForgotten(subject: string, when: string): void {
    const texts = this.book.texts();
    for (const [form, needle] of Object.entries(formsOf(subject)))
      assert.ok(
        !texts.some(text => text.includes(needle)),
        `${when} the ledger should not know who it was, but holds the subject ${form}`,
      );
  }
}

export interface CrashPlan {
  /** At which of its calls the server ends, from 1. */
  readonly at: number;
  /** Before the call is carried out, or after it, before anybody learns of the answer. */
  readonly when: 'before' | 'after';
}

/** One process. When it ends, what it still sends is never carried out, and it never learns of an answer. */
export class Server {
  readonly service: ErasureService;
  readonly died: Deferred<void> = deferred();
  isDead = false;
  calls = 0;
  readonly #company: Company;
  readonly #crash: CrashPlan | undefined;

  constructor(company: Company, crash?: CrashPlan) {
    this.#company = company;
    this.#crash = crash;
    const { book } = company;
    const shared = { ...structuredClone(company.figures) };
    const stores = company.shelves.map((shelf): DataStore => {
      const { name, foundThrough, copiesFrom } = shelf.plan;
      return {
        name,
        ...(foundThrough !== undefined && { foundThrough }),
        ...(copiesFrom && { copiesFrom: { ...copiesFrom } }),
        count: subject => this.#send(() => shelf.call('count', subject)) as Promise<number>,
        erase: subject => this.#send(() => shelf.call('erase', subject)) as Promise<void>,
        subjects: after => this.#send(() => shelf.call('subjects', after)) as Promise<readonly string[]>,
      };
    });
    const ledger: Ledger = {
      read: key => this.#send(() => book.call('read', () => book.entries.get(key))),
      scan: prefix =>
        this.#send(() =>
          book.call('scan', () =>
            harden(
              [...book.entries]
                .filter(([key]) => key.startsWith(prefix))
                .sort(([a], [b]) => (a < b ? -1 : 1)),
            ),
          ),
        ),
      swap: (key, expected, next) =>
        this.#send(() =>
          book.call('swap', () => {
            for (const text of [key, expected, next])
              assert.ok(text === undefined || typeof text === 'string', 'The ledger holds texts under texts');
            if (book.entries.get(key) !== expected) return false;
            if (next === undefined) book.entries.delete(key);
            else book.entries.set(key, next);
            return true;
          }),
        ),
    };
    const ask = (operation: 'pseudonym' | 'sign', text: string): Promise<string> =>
      this.#send(async () => {
        if (company.vaultMishap(operation)) throw new Error(`vault: cannot ${operation} now`);
        if (operation === 'pseudonym') return pseudonymOf(text);
        await company.whileSigning();
        return company.sign(text);
      });
    const vault: Vault = {
      keyId,
      pseudonym: text => ask('pseudonym', text),
      sign: text => ask('sign', text),
    };
    this.service = createErasureService(harden({ ...shared, stores, ledger, vault }));
    assert.ok(
      typeof this.service === 'object' && this.service !== null,
      'createErasureService() should return a service',
    );
  }

  crash(): void {
    if (this.isDead) return;
    this.isDead = true;
    trace.mark('servers', 'crash', 'bad');
    this.died.resolve();
  }

  async #send<T>(carryOut: () => Promise<T>): Promise<T> {
    if (this.isDead) return never();
    this.calls += 1;
    const isLast = this.#crash !== undefined && this.calls === this.#crash.at;
    if (isLast && this.#crash.when === 'before') this.crash();
    if (this.isDead) return never();
    try {
      return await carryOut();
    } finally {
      if (isLast) this.crash();
      if (this.isDead) await never();
    }
  }

  run(): Promise<void> {
    return clock.until(this.service.run(), 2 * hour);
  }

  /** Lets time pass, minute by minute, with a run at the end of each. */
  async runFor(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += minute) {
      await clock.advance(Math.min(minute, ms - passed));
      await this.run();
    }
  }

  async stateOf(subject: string): Promise<ErasureState | undefined> {
    return (await clock.until(this.service.status(subject)))?.state;
  }

  async request(subject: string): Promise<void> {
    await clock.until(this.service.request(subject));
    trace.mark('servers', 'request');
  }

  /** Requests, waits for the end of the grace period, and runs once. */
  async forget(...subjects: readonly string[]): Promise<void> {
    for (const subject of subjects) await this.request(subject);
    await clock.advance(day);
    await this.run();
  }

  async expectState(subject: string, expected: ErasureState | undefined, when: string): Promise<void> {
    assert.equal(
      await this.stateOf(subject),
      expected,
      `${when} the state of ${subject}'s erasure should be`,
    );
  }

  /** The certificate with what it says. Fails if there is none, or one that the vault has not signed. */
  async proof(subject: string): Promise<{ certificate: Certificate; body: CertificateBody }> {
    const certificate = await clock.until(this.service.certificate(subject));
    assert.ok(certificate, `There should be a certificate for ${subject}, whose erasure is completed`);
    assert.equal(typeof certificate.body, 'string', 'The body of a certificate is a text');
    assert.equal(
      certificate.signature,
      this.#company.sign(certificate.body),
      'The signature should be what the vault made of this very body',
    );
    return { certificate, body: JSON.parse(certificate.body) as CertificateBody };
  }
}

/**
 * Does this on a server that ends at the given call, and again on new ones until it succeeds. Gives the server that is
 * alive at the end.
 */
export async function insist(
  company: Company,
  server: Server,
  work: (server: Server) => Promise<unknown>,
  next: () => Server = () => company.start(),
): Promise<Server> {
  for (let current = server; ; current = next()) {
    if (current.isDead) continue;
    const isDone = await clock.until(
      Promise.race([work(current).then(() => true), current.died.promise.then(() => false)]),
      2 * hour,
    );
    if (isDone && !current.isDead) return current;
  }
}

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** Fails unless the promise rejects with an error of this name. */
export async function expectRejection(promise: Promise<unknown>, name: string, when: string): Promise<void> {
  const outcome = await clock.until(
    promise.then(
      () => 'fulfils',
      (error: unknown) => nameOf(error),
    ),
  );
  assert.equal(outcome, name, `${when} the call should reject with ${name}`);
}

/** Ids as there are, none of which is part of anything else by accident. */
export const person = (number: number): string => {
  const digits = `${number}`.padStart(4, '0');
  return random.pick([
    `usr_x7${digits}`,
    `ann.${digits}@example.org`,
    `Zoë "${digits}" Ünal\n`,
    `+49176555${digits}`,
  ]);
};
