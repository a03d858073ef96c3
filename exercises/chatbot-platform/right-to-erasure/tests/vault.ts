/** Keys, and what can be proved with the public half of one of them. */
import { base64url, fromBase64url, hmacSha256, sha256, utf8 } from './digests.ts';
import { keyPair, verifies, type KeyPair } from './ed25519.ts';

const pseudonymKey = sha256(utf8('a key that never leaves the vault'));
export const keyId = 'erasure-2026';

let pair: KeyPair | undefined;
const keys = (): KeyPair => (pair ??= keyPair(sha256(utf8(`seed of ${keyId}`))));

/** Both are functions of their text alone, so what was computed once holds for the other checks too. */
function remembered(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return text => {
    let value = known.get(text);
    if (value === undefined) {
      if (known.size > 5_000) known.clear();
      known.set(text, (value = compute(text)));
    }
    return value;
  };
}

export const pseudonymOf = remembered(text => base64url(hmacSha256(pseudonymKey, utf8(text))));
export const signatureOf = remembered(text => base64url(keys().sign(utf8(text))));

/** As the authority does it, who has the public key and nothing else. */
export function isSigned(text: string, signature: string): boolean {
  const bytes = fromBase64url(signature);
  return bytes !== undefined && verifies(keys().publicKey, utf8(text), bytes);
}
