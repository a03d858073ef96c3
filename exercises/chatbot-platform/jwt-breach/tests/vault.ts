/** Keys, and what somebody can do who has one. */
import { splitToken, textToSign } from '#attempt/jwt.ts';
import type { Claims, Signer } from '#attempt/types.ts';
import assert from 'node:assert/strict';
import { harden, random } from '#testkit';

/** `k1` is current at first. `webhooks` signs what we send to partners, and is no business of the token service. */
const secrets: ReadonlyMap<string, string> = new Map(
  ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'webhooks'].map(kid => [kid, `secret of ${kid}`]),
);

/** A stand-in for HMAC-SHA256: nobody can guess it without trying, and it needs no library. */
function digest(secret: string, text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  const input = `${secret}|${text}|${secret}`;
  for (let i = 0; i < input.length; i++) {
    const unit = input.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a, b].map(half => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

const sign = (kid: string, text: string): string => {
  const secret = secrets.get(kid);
  if (secret === undefined) throw new RangeError(`no key is called ${JSON.stringify(kid)}`);
  return digest(secret, text);
};

export const signer: Signer = harden<Signer>({
  sign,
  verify: (kid, text, signature) => secrets.has(kid) && sign(kid, text) === signature,
});

/** The claims of a token that the service gave out. */
export function claimsOf(accessToken: string): Claims {
  const parts = splitToken(accessToken);
  if (!parts) assert.fail(`The access token is not in the format of jwt.ts: ${JSON.stringify(accessToken)}`);
  return parts.claims;
}

export function kidOf(accessToken: string): string {
  const parts = splitToken(accessToken);
  if (!parts) assert.fail(`The access token is not in the format of jwt.ts: ${JSON.stringify(accessToken)}`);
  return parts.header.kid;
}

/** What an attacker makes who has read a real token and holds a key. */
export function forge(model: string, kid: string, changes: Partial<Claims> = {}): string {
  const claims = { ...claimsOf(model), jti: `forged-${random.int(1, 1e9)}`, ...changes };
  const text = textToSign(kid, { ...claims });
  return `${text}.${sign(kid, text)}`;
}
