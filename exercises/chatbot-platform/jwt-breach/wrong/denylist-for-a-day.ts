import { initialRing, rotated, type KeyRing } from './keyRing';
import { contains, type Network } from './network';
import { maxSkewMs, type StoreView } from './types';

/** What a token was issued as: enough to tell whether a revocation means it. */
export interface Issue {
  readonly userId: string;
  /** The address that it was issued to. */
  readonly address: number;
  /** Its place in the one order of all issues and revocations. */
  readonly order: number;
}

/** The newest token of a session; every other one of its family has been spent. */
interface Session extends Issue {
  readonly secret: string;
  /** Set when a token was reused. */
  readonly isOver?: true;
}

interface RevokedNetwork extends Network {
  readonly order: number;
  readonly until: number;
}

export type Refreshed =
  | { readonly kind: 'refreshed'; readonly userId: string; readonly order: number; readonly ring: KeyRing }
  | { readonly kind: 'unknown' | 'reused' | 'revoked' };

/** Entries outlive the tokens that they are about by this much: the exact end is a matter of several clocks. */
const margin = 2 * maxSkewMs;

/**
 * What all servers know together, as seen by one script that runs alone in the store.
 *
 * Issues and revocations draw numbers from one counter, and a revocation means what was issued at a lower number. So
 * "before" needs no clock, and a revocation can be forgotten safely: the next one has a higher number in any case.
 *
 * Every operation takes O(1) reads and writes; those that look at networks take O(networks revoked in `refreshTtlMs`).
 */
export class Ledger {
  constructor(
    private readonly db: StoreView,
    private readonly initialKid: string,
    private readonly accessTtlMs: number,
    private readonly refreshTtlMs: number,
  ) {}

  get now(): number {
    return this.db.time();
  }

  get ring(): KeyRing {
    return (this.read('keys') as KeyRing | undefined) ?? initialRing(this.initialKid);
  }

  /** The new ring; `undefined` if the key was replaced before. */
  rotate(to: string, graceMs: number): KeyRing | undefined {
    const ring = rotated(this.ring, to, graceMs, this.now);
    if (ring) this.db.set('keys', JSON.stringify(ring));
    return ring;
  }

  // ── Sessions ──────────────────────────────────────────────────────────────────────────────────────────────────────

  begin(sid: string, secret: string, userId: string, address: number): { order: number; ring: KeyRing } {
    return { order: this.issue(sid, secret, userId, address), ring: this.ring };
  }

  refresh(sid: string, secret: string, next: string, address: number): Refreshed {
    const session = this.session(sid);
    if (!session) return { kind: 'unknown' };
    if (session.isOver) return { kind: 'revoked' };
    if (session.secret !== secret) {
      // Access tokens of the family are refused as long as this is remembered; its refresh tokens, for ever.
      this.write(`session:${sid}`, { ...session, isOver: true }, this.accessTtlMs + margin);
      return { kind: 'reused' };
    }
    if (this.isRevoked(session)) return { kind: 'revoked' };
    const order = this.issue(sid, next, session.userId, address);
    return { kind: 'refreshed', userId: session.userId, order, ring: this.ring };
  }

  isOver(sid: string): boolean {
    return this.session(sid)?.isOver === true;
  }

  session(sid: string): Session | undefined {
    return this.read(`session:${sid}`) as Session | undefined;
  }

  private issue(sid: string, secret: string, userId: string, address: number): number {
    const session: Session = { userId, address, order: this.nextOrder(), secret };
    this.write(`session:${sid}`, session, this.refreshTtlMs);
    return session.order;
  }

  // ── Revocations ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** For a day: no token of ours has ever lived longer. */
  denyToken(jti: string, remainingMs: number): void {
    this.db.set(`token:${jti}`, '', Math.max(remainingMs + margin, 24 * 60 * 60_000));
  }

  isDenied(jti: string): boolean {
    return this.db.get(`token:${jti}`) !== undefined;
  }

  revokeUser(userId: string): void {
    this.write(`user:${userId}`, this.nextOrder(), this.refreshTtlMs + margin);
  }

  revokeNetwork(network: Network): void {
    const until = this.now + this.refreshTtlMs + margin;
    const others = this.networks.filter(known => known.until > this.now && !isSame(known, network));
    this.write('networks', [...others, { ...network, order: this.nextOrder(), until }], until - this.now);
  }

  isRevoked({ userId, address, order }: Issue): boolean {
    // Stryker disable next-line EqualityOperator: no two numbers are the same
    if (((this.read(`user:${userId}`) as number | undefined) ?? 0) > order) return true;
    // Stryker disable next-line EqualityOperator: no two numbers are the same
    return this.networks.some(network => network.order > order && contains(network, address));
  }

  private get networks(): readonly RevokedNetwork[] {
    return (this.read('networks') as RevokedNetwork[] | undefined) ?? [];
  }

  private nextOrder(): number {
    return this.db.increment('order');
  }

  /** Nobody but this class writes to the store, so what is read has the type that was written. */
  private read(key: string): unknown {
    const text = this.db.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  private write(key: string, value: unknown, ttlMs: number): void {
    this.db.set(key, JSON.stringify(value), ttlMs);
  }
}

const isSame = (a: Network, b: Network): boolean => a.base === b.base && a.bits === b.bits;
