import { within } from './deadline';
import { RefreshRefusedError, StoreUnavailableError } from './errors';
import { splitToken, textToSign, type TokenParts } from './jwt';
import { accepts, initialRing, type KeyRing } from './keyRing';
import { Ledger, type Issue } from './ledger';
import { addressOf, parseAddress, parseNetwork } from './network';
import {
  maxSkewMs,
  type Claims,
  type Refusal,
  type TokenPair,
  type TokenService,
  type TokenServiceOptions,
  type Verification,
} from './types';

/**
 * One server's token service. Each operation is one script in the store, so one round trip; a token that is not worth
 * asking about costs none. Nothing is cached but the newest key ring, for the time when the store cannot be asked.
 */
export function createTokenService(options: TokenServiceOptions): TokenService {
  return new StoreBackedTokens(options);
}

class StoreBackedTokens implements TokenService {
  readonly #options: TokenServiceOptions;
  #ring: KeyRing;

  constructor(options: TokenServiceOptions) {
    this.#options = options;
    this.#ring = initialRing(options.initialKid);
  }

  async login(userId: string, ip: string): Promise<TokenPair> {
    const address = parseAddress(ip);
    const [sid, secret] = [crypto.randomUUID(), crypto.randomUUID()];
    const { order, ring } = await this.#ask(ledger => ledger.begin(sid, secret, userId, address));
    return this.#pair(ring, { sub: userId, ip, sid, order }, secret);
  }

  async verify(accessToken: string): Promise<Verification> {
    const token = this.#read(accessToken);
    if (typeof token === 'string') return refused(token);
    const { jti, userId, kid } = token;
    try {
      const known = await this.#ask(ledger => ({
        ring: ledger.ring,
        now: ledger.now,
        isRevoked: isRevoked(ledger, token),
      }));
      this.#learn(known.ring);
      if (!accepts(known.ring, kid, known.now)) return refused('key');
      return known.isRevoked ? refused('revoked') : { ok: true, userId, jti, degraded: false };
    } catch {
      if (this.#options.whenStoreFails === 'closed') return refused('unavailable', true);
      const isKeyGood = accepts(this.#ring, kid, Date.now());
      return isKeyGood ? { ok: true, userId, jti, degraded: true } : refused('key', true);
    }
  }

  async refresh(refreshToken: string, ip: string): Promise<TokenPair> {
    const address = parseAddress(ip);
    const [sid = '', secret = ''] = refreshToken.split('.');
    const next = crypto.randomUUID();
    const userId = await this.#ownerOf(sid, secret);
    if (userId === undefined) {
      // Unknown, revoked, or used before: the ledger knows what to do.
      const answer = await this.#ask(ledger => ledger.refresh(sid, secret, next, address));
      throw new RefreshRefusedError(answer.kind === 'refreshed' ? 'reused' : answer.kind);
    }
    const { order, ring } = await this.#ask(ledger => ledger.begin(sid, next, userId, address));
    return this.#pair(ring, { sub: userId, ip, sid, order }, next);
  }

  /** Whose session it is, if this is its newest refresh token. */
  async #ownerOf(sid: string, secret: string): Promise<string | undefined> {
    return this.#ask(ledger => {
      const session = ledger.session(sid);
      const isGood = session?.secret === secret && !session.isOver && !ledger.isRevoked(session);
      return isGood ? session.userId : undefined;
    });
  }

  async rotateKey(to: string, graceMs: number): Promise<void> {
    const { accessTtlMs, signer } = this.#options;
    if (!Number.isInteger(graceMs) || graceMs < 0 || graceMs > accessTtlMs)
      throw new RangeError(`graceMs must be a whole number from 0 to ${accessTtlMs}, not ${graceMs}`);
    signer.sign(to, ''); // throws if there is no such key: better now than at the next login
    const ring = await this.#ask(ledger => ledger.rotate(to, graceMs));
    if (!ring) throw new RangeError(`key ${JSON.stringify(to)} was replaced and stays so`);
    this.#learn(ring);
  }

  async revokeToken(accessToken: string): Promise<void> {
    // What is over here may have a few seconds left on a server whose clock is behind.
    const token = this.#read(accessToken, Date.now() - maxSkewMs);
    if (typeof token === 'string') return;
    await this.#ask(ledger => {
      if (accepts(ledger.ring, token.kid, ledger.now) && !isRevoked(ledger, token))
        ledger.denyToken(token.jti, token.exp - Date.now());
    });
  }

  async revokeUser(userId: string): Promise<void> {
    await this.#ask(ledger => ledger.revokeUser(userId));
  }

  async revokeNetwork(cidr: string): Promise<void> {
    const network = parseNetwork(cidr);
    await this.#ask(ledger => ledger.revokeNetwork(network));
  }

  #pair(ring: KeyRing, who: OwnClaims & Pick<Claims, 'sub' | 'ip'>, secret: string): TokenPair {
    this.#learn(ring);
    const iat = Date.now();
    const claims = { ...who, jti: crypto.randomUUID(), iat, exp: iat + this.#options.accessTtlMs };
    const text = textToSign(ring.current, claims);
    const signature = this.#options.signer.sign(ring.current, text);
    return { accessToken: `${text}.${signature}`, refreshToken: `${who.sid}.${secret}` };
  }

  /** What can be said about a token without asking anybody. */
  #read(accessToken: string, now = Date.now()): AccessToken | 'invalid' | 'expired' {
    const parts = splitToken(accessToken);
    if (!parts || !this.#options.signer.verify(parts.header.kid, parts.signedText, parts.signature))
      return 'invalid';
    if (now >= parts.claims.exp) return 'expired';
    return tokenOf(parts) ?? 'invalid';
  }

  /** Answers overtake one another; an older ring must not bring a withdrawn key back. */
  #learn(ring: KeyRing): void {
    // Stryker disable next-line EqualityOperator: rings of one version are the same
    if (ring.version > this.#ring.version) this.#ring = ring;
  }

  /** @throws StoreUnavailableError in time, whatever the store does */
  async #ask<T>(work: (ledger: Ledger) => T): Promise<T> {
    const { store, initialKid, accessTtlMs, refreshTtlMs, storeTimeoutMs } = this.#options;
    try {
      return await within(
        storeTimeoutMs,
        store.transaction(db => work(new Ledger(db, initialKid, accessTtlMs, refreshTtlMs))),
      );
    } catch (error) {
      throw new StoreUnavailableError(error);
    }
  }
}

/** What this design adds to the claims. The signature vouches for it, as long as the key is nobody else's. */
interface OwnClaims {
  readonly sid: string;
  readonly order: number;
}

interface AccessToken extends Issue {
  readonly kid: string;
  readonly jti: string;
  readonly sid: string;
  readonly exp: number;
}

/**
 * Everything is looked at here, so that no script can stumble over a claim: an exception that looks like an outage
 * would let the token in wherever `whenStoreFails` is `open`.
 */
function tokenOf({ header: { kid }, claims }: TokenParts): AccessToken | undefined {
  const { sub: userId, jti, exp, sid, order } = claims;
  const address = addressOf(claims.ip);
  if (address === undefined || typeof sid !== 'string' || typeof order !== 'number') return undefined;
  return { kid, jti, userId, exp, address, sid, order };
}

const isRevoked = (ledger: Ledger, token: AccessToken): boolean =>
  ledger.isDenied(token.jti) || ledger.isOver(token.sid) || ledger.isRevoked(token);

const refused = (reason: Refusal, degraded = false): Verification => ({ ok: false, reason, degraded });
