import { following, sealed, unsealed } from './chain';
import { Deadline } from './deadline';
import { DeviceEntries, type Entry } from './deviceEntries';
import { RefusedError } from './errors';
import { writeAccess } from './tokens';
import type { Device, Grant, HybridAuth, HybridAuthOptions } from './types';

/**
 * Single commands instead of scripts, an entry for each device, and a chain of tokens of which each one determines the
 * next. Store and directory are asked at the same time; the one write comes last.
 */
export function createHybridAuth(options: HybridAuthOptions): HybridAuth {
  const { store, directory, signer, accessTtlMs, absoluteMs, graceMs, timeoutMs } = options;
  const entriesOf = (userId: string, deadline = new Deadline(timeoutMs)): DeviceEntries =>
    new DeviceEntries(store, options, userId, deadline);

  async function rolesOf(userId: string, deadline: Deadline): Promise<readonly string[]> {
    const roles = await deadline.of(() => directory.rolesOf(userId));
    if (!roles) throw new RefusedError('disabled');
    return roles;
  }

  function grant(userId: string, entry: Entry, roles: readonly string[], askedAt: number): Grant {
    const { deviceId, signedInAt, newest } = entry;
    const accessEndsAt = Math.min(askedAt + accessTtlMs, signedInAt + absoluteMs);
    return {
      deviceId,
      accessToken: writeAccess(signer, { userId, deviceId, roles, endsAt: accessEndsAt }),
      accessEndsAt,
      refreshToken: sealed(signer, { userId, deviceId, member: newest }),
    };
  }

  return {
    async login(userId, name) {
      const askedAt = Date.now();
      const deadline = new Deadline(timeoutMs);
      const roles = await rolesOf(userId, deadline);
      const now = Date.now();
      const newest = crypto.randomUUID();
      const entry: Entry = {
        deviceId: crypto.randomUUID(),
        name,
        signedInAt: now,
        lastUsedAt: now,
        newest,
        before: undefined,
      };
      await entriesOf(userId, deadline).add(entry);
      return grant(userId, entry, roles, askedAt);
    },

    async refresh(refreshToken) {
      const askedAt = Date.now();
      const place = unsealed(signer, refreshToken);
      if (!place) throw new RefusedError('invalid');
      const { userId, deviceId, member } = place;
      const deadline = new Deadline(timeoutMs);
      const entries = entriesOf(userId, deadline);
      const [roles, first] = await Promise.all([rolesOf(userId, deadline), entries.read(deviceId)]);
      for (let read = first; read; read = await entries.read(deviceId)) {
        const { entry } = read;
        if (member === entry.newest) {
          const next = {
            ...entry,
            lastUsedAt: Date.now(),
            newest: following(signer, member),
            before: member,
          };
          if (await entries.replace(read, next)) return grant(userId, next, roles, askedAt);
        } else if (member === entry.before && Date.now() < entry.lastUsedAt + graceMs) {
          return grant(userId, entry, roles, askedAt);
        } else {
          await entries.end(id => id === deviceId);
          throw new RefusedError('reused');
        }
      }
      throw new RefusedError('invalid');
    },

    async devices(userId): Promise<readonly Device[]> {
      const entries = await entriesOf(userId).all();
      return entries.map(({ deviceId, name, signedInAt, lastUsedAt }) => ({
        deviceId,
        name,
        signedInAt,
        lastUsedAt,
      }));
    },

    async revoke(userId, deviceId) {
      return (await entriesOf(userId).end(id => id === deviceId)) > 0;
    },

    async revokeAll(userId, exceptDeviceId) {
      return entriesOf(userId).end(id => id !== exceptDeviceId);
    },
  };
}
