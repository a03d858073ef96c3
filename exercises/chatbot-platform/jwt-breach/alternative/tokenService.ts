import { within } from './deadline';
import { RefreshRefusedError, StoreUnavailableError } from './errors';
import { splitToken, textToSign } from './jwt';
import { addressOf, parseAddress, parseNetwork } from './network';
import { maxSkewMs, type Claims, type TokenPair, type TokenService, type TokenServiceOptions, type Verification } from './types'; // prettier-ignore

/** Kept for longer than needed by as much as clocks may disagree. */
const margin = 2 * maxSkewMs;

/** The moment of the last change, the current key, and until when each earlier one is good. */
type Ring = readonly [
  changedAt: number,
  current: string,
  earlier: readonly (readonly [kid: string, until: number])[],
];

/** Revoked networks, as prefixes of bits, and when. */
type Networks = readonly (readonly [bits: string, at: number])[];

const parse = (text: string | undefined): Networks =>
  text === undefined ? [] : (JSON.parse(text) as Networks);

/** What a refresh token was issued for. There is one entry for each token, spent ones included. */
interface Grant {
  readonly sub: string;
  readonly ip: string;
  readonly family: string;
  /** When the user logged in, by the store's clock. */
  readonly since: number;
  /** When this token was issued, by the store's clock. */
  readonly at: number;
  readonly isSpent?: true;
}

/**
 * Single commands instead of scripts, and moments of the store's clock instead of a counter: an entry for each refresh
 * token, spent or not, and one for each mark on a token, a user or a family. A verification is six reads side by side,
 * so one round trip; a refresh takes up to four.
 *
 * Marks get their moment from the store as they are written. Everything else reads the clock first and the marks after
 * it, so whatever misses a mark carries an earlier moment and falls under it.
 */
export function createTokenService(options: TokenServiceOptions): TokenService {
  const { store, signer, accessTtlMs, refreshTtlMs, storeTimeoutMs, whenStoreFails } = options;
  let newest: Ring = [0, options.initialKid, []];

  const readRing = async (): Promise<Ring> => {
    const text = await store.get('ring');
    const ring = text === undefined ? newest : (JSON.parse(text) as Ring);
    if (ring[0] > newest[0]) newest = ring;
    return ring;
  };

  const isGood = ([, current, earlier]: Ring, kid: string, now: number): boolean =>
    kid === current || earlier.some(([name, until]) => name === kid && now < until);

  const mark = (key: string): Promise<void> =>
    store.transaction(db => db.set(key, String(db.time()), refreshTtlMs + margin));

  const moment = async (key: string): Promise<number> => Number((await store.get(key)) ?? -1);

  const isRevoked = async ({ sub, ip, family, since, at }: Grant): Promise<boolean> => {
    const bits = parseAddress(ip);
    const [user, reuse, networks] = await Promise.all([
      moment(`user ${sub}`),
      moment(`family ${family}`),
      store.get('networks'),
    ]);
    return (
      user >= since || reuse >= since || parse(networks).some(([n, when]) => bits.startsWith(n) && when >= at)
    );
  };

  const issue = async (grant: Grant, [, kid]: Ring): Promise<TokenPair> => {
    const refreshToken = crypto.randomUUID();
    await store.set(`refresh ${refreshToken}`, JSON.stringify(grant), refreshTtlMs);
    const iat = Date.now();
    const text = textToSign(kid, { ...grant, jti: crypto.randomUUID(), iat, exp: iat + accessTtlMs });
    return { accessToken: `${text}.${signer.sign(kid, text)}`, refreshToken };
  };

  const asked = <T>(work: Promise<T>): Promise<T> =>
    within(storeTimeoutMs, work).catch((error: unknown) => {
      throw error instanceof RefreshRefusedError || error instanceof RangeError
        ? error
        : new StoreUnavailableError(error);
    });

  const check = (
    token: string,
    localNow: number,
  ): { kid: string; claims: Claims; grant: Grant } | 'invalid' | 'expired' => {
    const parts = splitToken(token);
    if (!parts || !signer.verify(parts.header.kid, parts.signedText, parts.signature)) return 'invalid';
    const { sub, ip, family, since, at, exp } = parts.claims;
    if (addressOf(ip) === undefined || typeof family !== 'string') return 'invalid';
    if (typeof since !== 'number' || typeof at !== 'number') return 'invalid';
    if (exp <= localNow) return 'expired';
    return { kid: parts.header.kid, claims: parts.claims, grant: { sub, ip, family, since, at } };
  };

  const refresh = async (refreshToken: string, ip: string): Promise<TokenPair> => {
    const key = `refresh ${refreshToken}`;
    const [now, ring, text] = await Promise.all([store.time(), readRing(), store.get(key)]);
    if (text === undefined) throw new RefreshRefusedError('unknown');
    const grant = JSON.parse(text) as Grant;
    const spent = JSON.stringify({ ...grant, isSpent: true });
    if (!grant.isSpent) {
      if (await isRevoked(grant)) throw new RefreshRefusedError('revoked');
      if (await store.compareAndSet(key, text, spent, refreshTtlMs))
        return issue({ ...grant, ip, at: now }, ring);
    }
    await mark(`family ${grant.family}`);
    throw new RefreshRefusedError('reused');
  };

  const rotate = async (to: string, graceMs: number): Promise<void> => {
    for (;;) {
      const [now, text] = await Promise.all([store.time(), store.get('ring')]);
      const [changedAt, current, earlier] = text === undefined ? newest : (JSON.parse(text) as Ring);
      if (earlier.some(([kid]) => kid === to)) throw new RangeError(`${to} was replaced`);
      const ending = to === current ? earlier : [...earlier, [current, Infinity] as const];
      const ring: Ring = [
        Math.max(changedAt + 1, now),
        to,
        ending.map(([kid, until]) => [kid, Math.min(until, now + graceMs)]),
      ];
      if (!(await store.compareAndSet('ring', text, JSON.stringify(ring)))) continue;
      await readRing();
      return;
    }
  };

  return {
    async login(sub, ip) {
      parseAddress(ip);
      const begin = async (): Promise<TokenPair> => {
        const [at, ring] = await Promise.all([store.time(), readRing()]);
        return issue({ sub, ip, family: crypto.randomUUID(), since: at, at }, ring);
      };
      return asked(begin());
    },

    async verify(accessToken): Promise<Verification> {
      const token = check(accessToken, Date.now());
      if (typeof token === 'string') return { ok: false, reason: token, degraded: false };
      const { kid, claims, grant } = token;
      const good = (degraded: boolean): Verification => ({
        ok: true,
        userId: claims.sub,
        jti: claims.jti,
        degraded,
      });
      try {
        const [now, ring, denied, isEnded] = await asked(
          Promise.all([store.time(), readRing(), store.get(`token ${claims.jti}`), isRevoked(grant)]),
        );
        if (!isGood(ring, kid, now)) return { ok: false, reason: 'key', degraded: false };
        return denied === undefined && !isEnded
          ? good(false)
          : { ok: false, reason: 'revoked', degraded: false };
      } catch {
        if (whenStoreFails === 'closed') return { ok: false, reason: 'unavailable', degraded: true };
        return isGood(newest, kid, Date.now()) ? good(true) : { ok: false, reason: 'key', degraded: true };
      }
    },

    async refresh(refreshToken, ip) {
      parseAddress(ip);
      return asked(refresh(refreshToken, ip));
    },

    async rotateKey(to, graceMs) {
      if (!(Number.isInteger(graceMs) && graceMs >= 0 && graceMs <= accessTtlMs))
        throw new RangeError(`no grace of ${graceMs} ms`);
      signer.sign(to, 'a trial');
      await asked(rotate(to, graceMs));
    },

    async revokeToken(accessToken) {
      // Another server's clock may be behind this one, and only the store's says whether a grace is over.
      const token = check(accessToken, Date.now() - maxSkewMs);
      if (typeof token === 'string') return;
      const deny = async (): Promise<void> => {
        const [now, ring, isEnded] = await Promise.all([store.time(), readRing(), isRevoked(token.grant)]);
        if (isEnded || !isGood(ring, token.kid, now)) return;
        await store.set(`token ${token.claims.jti}`, '', token.claims.exp - Date.now() + margin);
      };
      await asked(deny());
    },

    async revokeUser(userId) {
      await asked(mark(`user ${userId}`));
    },

    async revokeNetwork(cidr) {
      const network = parseNetwork(cidr);
      await asked(
        store.transaction(db => {
          const now = db.time();
          const kept = parse(db.get('networks')).filter(
            ([n, at]) => n !== network && at > now - refreshTtlMs - margin,
          );
          db.set('networks', JSON.stringify([...kept, [network, now]]), refreshTtlMs + margin);
        }),
      );
    },
  };
}
