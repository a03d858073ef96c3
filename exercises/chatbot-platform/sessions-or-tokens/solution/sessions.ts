import type { Device, HybridAuthOptions, StoreView } from './types';

export interface Session extends Device {
  /** How often it was refreshed: the number of its newest refresh token. All lower numbers are spent. */
  readonly turn: number;
}

export type Turned =
  { readonly kind: 'turned'; readonly session: Session } | { readonly kind: 'invalid' | 'reused' };

type Lives = Pick<HybridAuthOptions, 'idleMs' | 'absoluteMs' | 'graceMs' | 'maxDevices'>;

/**
 * The sessions of one user, as seen by one script that runs alone in the store.
 *
 * They lie in one entry, since they are few, listed together, and compete for places. The entry holds numbers and names:
 * whoever reads it cannot make a token. Each operation reads and writes it once, and takes O(maxDevices).
 */
export class Sessions {
  readonly #key: string;

  constructor(
    private readonly db: StoreView,
    private readonly now: number,
    private readonly lives: Lives,
    userId: string,
  ) {
    this.#key = `user:${userId}`;
  }

  /** Those that go on, the one used last coming first. */
  get alive(): readonly Session[] {
    const text = this.db.get(this.#key);
    // Stryker disable next-line ArrayDeclaration: what is no session has no end before which it goes on
    const sessions = text === undefined ? [] : (JSON.parse(text) as readonly Session[]);
    return sessions.filter(session => this.now < this.#endOf(session));
  }

  begin(deviceId: string, name: string): Session {
    const session = { deviceId, name, signedInAt: this.now, lastUsedAt: this.now, turn: 0 };
    this.#write([session, ...this.alive].slice(0, this.lives.maxDevices));
    return session;
  }

  /** Spends the refresh token with this number. The one before the newest may come back for `graceMs`. */
  turn(deviceId: string, turn: number): Turned {
    const { alive } = this;
    const session = alive.find(one => one.deviceId === deviceId);
    if (!session) return { kind: 'invalid' };
    const others = alive.filter(one => one !== session);
    if (turn === session.turn) {
      const turned = { ...session, turn: turn + 1, lastUsedAt: this.now };
      this.#write([turned, ...others]);
      return { kind: 'turned', session: turned };
    }
    // The same successor again, and not another one: however often it is tried, the session has one newest token.
    if (turn === session.turn - 1 && this.now < session.lastUsedAt + this.lives.graceMs)
      return { kind: 'turned', session };
    this.#write(others);
    return { kind: 'reused' };
  }

  /** Ends those that are meant, and tells how many. */
  end(isMeant: (deviceId: string) => boolean): number {
    const { alive } = this;
    const left = alive.filter(({ deviceId }) => !isMeant(deviceId));
    this.#write(left);
    return alive.length - left.length;
  }

  #write(sessions: readonly Session[]): void {
    if (sessions.length === 0) return void this.db.delete(this.#key);
    const end = Math.max(...sessions.map(session => this.#endOf(session)));
    this.db.set(this.#key, JSON.stringify(sessions), end - this.now);
  }

  #endOf({ signedInAt, lastUsedAt }: Session): number {
    return Math.min(lastUsedAt + this.lives.idleMs, signedInAt + this.lives.absoluteMs);
  }
}
