/** The store that the servers share, who writes to it behind their backs, and the seal of the key service. */
import assert from 'node:assert/strict';
import { createAuditLog } from '#attempt/auditLog.ts';
import { AuditUnavailableError } from '#attempt/errors.ts';
import type { AuditEvent, AuditLog, Change, Entry, Receipt, Verification } from '#attempt/types.ts';
import {
  clock,
  harden,
  latency,
  link,
  random,
  spy,
  trace,
  type Fault,
  type Latency,
  type When,
} from '#testkit';

export const second = 1_000;

/** Not a real HMAC, but nobody here can make one without it: 128 bits that depend on each character and on the key. */
function mac(text: string): string {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762] as [number, number, number, number];
  for (const char of `the key${text}`) {
    const code = char.codePointAt(0)!;
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  return [a, b, c, d].map(part => (part >>> 0).toString(16).padStart(8, '0')).join('');
}

export interface SiteOptions {
  readonly servers?: number;
  readonly latencyMs?: number | Latency;
  readonly secretFields?: readonly string[];
  readonly timeoutMs?: number;
}

export class Site {
  /** The log itself: whoever holds this can do anything to it. */
  texts: string[] = [];
  readonly logs: readonly AuditLog[];
  /** Round trips, by name. */
  readonly calls = { length: 0, append: 0, read: 0 };
  /** The largest answer, in texts. */
  largestPage = 0;
  readonly #links;

  constructor({
    servers = 3,
    latencyMs = latency.uniform(1, 4),
    secretFields = [],
    timeoutMs = 2 * second,
  }: SiteOptions = {}) {
    const length = link(() => this.texts.length, { name: 'length', latencyMs });
    const append = link((index: number, text: string) => this.#append(index, text), {
      name: 'append',
      latencyMs,
    });
    const read = link((index: number, count: number) => this.#read(index, count), {
      name: 'read',
      latencyMs,
    });
    this.#links = [length, append, read];
    const count = <A extends unknown[], R>(name: keyof Site['calls'], call: (...args: A) => Promise<R>) =>
      spy((...args: A): Promise<R> => {
        this.calls[name]++;
        return call(...args);
      }).fn;
    this.logs = Array.from({ length: servers }, () =>
      createAuditLog(
        harden({
          store: {
            length: count('length', length.call),
            append: count('append', append.call),
            read: count('read', read.call),
          },
          seal: spy(mac).fn,
          secretFields: [...secretFields],
          timeoutMs,
        }),
      ),
    );
  }

  #append(index: number, text: string): boolean {
    assert.equal(typeof text, 'string', 'What is appended should be a text');
    if (index !== this.texts.length) return false;
    this.texts.push(text);
    trace.point('entries', this.texts.length);
    return true;
  }

  #read(index: number, count: number): string[] {
    const texts = this.texts.slice(index, index + Math.min(count, 500));
    this.largestPage = Math.max(this.largestPage, texts.length);
    return texts;
  }

  get roundTrips(): number {
    return this.calls.length + this.calls.append + this.calls.read;
  }

  apply(fault: Fault, when?: When): () => void {
    const heals = this.#links.map(it => it.apply(fault, when));
    return () => heals.forEach(heal => heal());
  }

  heal(): void {
    for (const it of this.#links) it.heal();
  }

  log(server = random.int(0, this.logs.length - 1)): AuditLog {
    return this.logs[server]!;
  }

  async record(event: AuditEvent, server?: number): Promise<Receipt> {
    const recording = confirmed(
      this.log(server).record(harden(structuredClone(event))),
      `The record of ${JSON.stringify(event.target)} by ${JSON.stringify(event.actor)}`,
    );
    const receipt = await clock.until(recording);
    trace.mark('log', `${receipt.index}: ${event.actor} ${event.action}`, 'neutral');
    return receipt;
  }

  async read(index: number, server?: number): Promise<Entry | undefined> {
    const entry = await clock.until(answered(this.log(server).read(index), `read(${index})`));
    return entry && parseEntry(entry);
  }

  /** The entry of a receipt, without its index and moment. */
  async event(receipt: Receipt): Promise<Omit<Entry, 'index' | 'at'>> {
    const entry = await this.read(receipt.index);
    assert.ok(entry, `There should be an entry with the index ${receipt.index}`);
    assert.equal(entry.index, receipt.index, 'The index of the entry');
    const { actor, action, target, changes } = entry;
    return { actor, action, target, changes };
  }

  async verify(anchor?: Receipt): Promise<Verification> {
    const log = this.log();
    const found = await clock.until(
      anchor
        ? answered(log.verify(harden({ ...anchor })), `verify with the receipt of entry ${anchor.index}`)
        : answered(log.verify(), 'verify without an anchor'),
    );
    const verdict: Verification = found.ok
      ? { ok: true, length: found.length }
      : { ok: false, index: found.index, reason: found.reason };
    trace.mark(
      'log',
      verdict.ok ? 'verified' : `entry ${verdict.index}: ${verdict.reason}`,
      verdict.ok ? 'good' : 'bad',
    );
    return verdict;
  }

  /** Entries of all servers in turn. */
  async fill(entries: number, from = 0): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    for (let i = from; i < from + entries; i++)
      receipts.push(await this.record(event(i), i % this.logs.length));
    return receipts;
  }

  /** Many entries of one server, some at once: quicker. */
  async pour(entries: number, from = 0, server = 0): Promise<void> {
    for (let first = from; first < from + entries; first += 10) {
      const ids = Array.from({ length: Math.min(10, from + entries - first) }, (_, n) => first + n);
      const recording = ids.map(i =>
        confirmed(this.log(server).record(harden(event(i))), `The record of event ${i}`),
      );
      await clock.until(Promise.all(recording));
    }
  }
}

export const event = (i: number): AuditEvent => ({
  actor: `admin ${i % 3}`,
  action: 'role.edit',
  target: `role ${i}`,
  before: { members: i, name: 'guest' },
  after: { members: i + 1, name: 'guest' },
});

export function parseReceipt({ index, seal }: Receipt): Receipt {
  assert.ok(Number.isInteger(index) && typeof seal === 'string', 'A receipt should have an index and a seal');
  return { index, seal };
}

function parseEntry({ index, at, actor, action, target, changes }: Entry): Entry {
  const copy = structuredClone(changes);
  return { index, at, actor, action, target, changes: copy };
}

/** In an order of their own, as texts. */
export const listed = (changes: readonly Change[]): string[] =>
  changes
    .map(change =>
      JSON.stringify([
        change.path,
        'old' in change ? [sorted(change.old)] : [],
        'new' in change ? [sorted(change.new)] : [],
      ]),
    )
    .sort();

/** The same value with the fields of objects in order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

/** Says which call it was if it is refused. */
export async function answered<T>(call: Promise<T>, what: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof AuditUnavailableError)) throw error;
    assert.fail(
      `${what} should succeed, as there is time enough for the store to answer, but it rejected with AuditUnavailableError`,
    );
  }
}

/** The receipt of a call that may take its time, but must not be refused. */
export const confirmed = async (call: Promise<Receipt>, what: string): Promise<Receipt> =>
  parseReceipt(await answered(call, what));

/** Fails unless the call rejects with `AuditUnavailableError`. */
export async function unavailable(promise: Promise<unknown>, what: string): Promise<void> {
  try {
    await promise;
  } catch (error) {
    assert.ok(
      error instanceof AuditUnavailableError,
      `${what} should reject with AuditUnavailableError, not ${String(error)}`,
    );
    return;
  }
  assert.fail(`${what} should reject with AuditUnavailableError, but it fulfilled`);
}
