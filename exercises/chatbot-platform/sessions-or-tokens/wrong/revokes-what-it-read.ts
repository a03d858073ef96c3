import { Deadline } from './deadline';
import { RefusedError } from './errors';
import { Sessions, type Session } from './sessions';
import { readRefresh, writeAccess, writeRefresh } from './tokens';
import type { Device, Grant, HybridAuth, HybridAuthOptions, StoreView } from './types';

/**
 * One auth server. It keeps nothing: what lasts is in the store, what changes is in the directory, and what the ten
 * services need is in the access token.
 *
 * A login or refresh costs one request to the directory and one script in the store, ending a device two commands.
 */
export function createHybridAuth(options: HybridAuthOptions): HybridAuth {
  return new StoredSessions(options);
}

/** Roles, and since when they may be out of date. */
interface Known {
  readonly roles: readonly string[];
  readonly askedAt: number;
}

class StoredSessions implements HybridAuth {
  constructor(private readonly options: HybridAuthOptions) {}

  async login(userId: string, deviceName: string): Promise<Grant> {
    const deadline = this.#deadline();
    const known = await this.#rolesOf(userId, deadline);
    const deviceId = crypto.randomUUID();
    const session = await this.#run(userId, deadline, sessions => sessions.begin(deviceId, deviceName));
    return this.#grant(userId, session, known);
  }

  /**
   * First the directory, then the store: a question that is not answered has spent nothing, and the last word about the
   * session is as young as it can be.
   */
  async refresh(refreshToken: string): Promise<Grant> {
    const ticket = readRefresh(this.options.signer, refreshToken);
    if (!ticket) throw new RefusedError('invalid');
    const { userId, deviceId, turn } = ticket;
    const deadline = this.#deadline();
    const known = await this.#rolesOf(userId, deadline);
    const turned = await this.#run(userId, deadline, sessions => sessions.turn(deviceId, turn));
    if (turned.kind !== 'turned') throw new RefusedError(turned.kind);
    return this.#grant(userId, turned.session, known);
  }

  async devices(userId: string): Promise<readonly Device[]> {
    const sessions = await this.#run(userId, this.#deadline(), ({ alive }) => alive);
    return sessions.map(({ deviceId, name, signedInAt, lastUsedAt }) => ({
      deviceId,
      name,
      signedInAt,
      lastUsedAt,
    }));
  }

  async revoke(userId: string, deviceId: string): Promise<boolean> {
    return (await this.#end(userId, id => id === deviceId)) > 0;
  }

  async revokeAll(userId: string, exceptDeviceId?: string): Promise<number> {
    return this.#end(userId, id => id !== exceptDeviceId);
  }

  async #end(userId: string, isMeant: (deviceId: string) => boolean): Promise<number> {
    const { store } = this.options;
    const deadline = this.#deadline();
    const text = await deadline.of(() => store.get(`user:${userId}`));
    let write: (() => Promise<unknown>) | undefined;
    const view: StoreView = {
      get: () => text,
      set: (key, value, ttlMs) => void (write = () => store.set(key, value, ttlMs)),
      delete: key => ((write = () => store.delete(key)), true),
    };
    const ended = new Sessions(view, Date.now(), this.options, userId).end(isMeant);
    if (write) await deadline.of(write);
    return ended;
  }

  async #rolesOf(userId: string, deadline: Deadline): Promise<Known> {
    const askedAt = Date.now();
    const roles = await deadline.of(() => this.options.directory.rolesOf(userId));
    if (!roles) throw new RefusedError('disabled');
    return { roles, askedAt };
  }

  /** The life of an access token begins when its roles were asked for, for they may have changed an instant later. */
  #grant(userId: string, { deviceId, turn, signedInAt }: Session, { roles, askedAt }: Known): Grant {
    const { signer, accessTtlMs, absoluteMs } = this.options;
    const endsAt = Math.min(askedAt + accessTtlMs, signedInAt + absoluteMs);
    return {
      deviceId,
      accessToken: writeAccess(signer, { userId, deviceId, roles, endsAt }),
      accessEndsAt: endsAt,
      refreshToken: writeRefresh(signer, { userId, deviceId, turn }),
    };
  }

  #run<T>(userId: string, deadline: Deadline, work: (sessions: Sessions) => T): Promise<T> {
    const { store } = this.options;
    return deadline.of(() =>
      store.transaction(db => work(new Sessions(db, Date.now(), this.options, userId))),
    );
  }

  #deadline(): Deadline {
    return new Deadline(this.options.timeoutMs);
  }
}
