/** Secrets, and what can be done with them. */
import type { Signer, Verifier } from '#attempt/types.ts';
import { harden } from '#testkit';

const secrets = { access: 'what only the auth service has', refresh: 'and something else' } as const;

/** A stand-in for HMAC: nobody can guess it without trying, and it needs no library. */
function digest(secret: string, text: string): string {
  const input = `${secret}|${text}|${secret}`;
  let words: readonly [number, number, number, number] = [0xdeadbeef, 0x41c6ce57, 0x9e3779b9, 0x7f4a7c15];
  for (let i = 0; i < input.length; i++) {
    const unit = input.charCodeAt(i) + i;
    const [a, b, c, d] = words;
    words = [
      Math.imul(a ^ unit, 2654435761),
      Math.imul(b ^ unit ^ (a >>> 15), 1597334677),
      Math.imul(c ^ unit ^ (b >>> 13), 2246822507),
      Math.imul(d ^ unit ^ (c >>> 16), 3266489909),
    ];
  }
  return words.map(word => ((word ^ (word >>> 16)) >>> 0).toString(16).padStart(8, '0')).join('');
}

export const signer: Signer = harden<Signer>({
  sign: (purpose, text) => digest(secrets[purpose], text),
  verify: (purpose, text, signature) => digest(secrets[purpose], text) === signature,
});

export const verifier: Verifier = harden<Verifier>({
  verify: (text, signature) => digest(secrets.access, text) === signature,
});
