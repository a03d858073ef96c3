/**
 * The format of access tokens: `<header>.<claims>.<signature>`, the first two as base64url of JSON (RFC 7519, compact
 * form). This file belongs to the exercise and is restored before every run. It signs and checks nothing.
 */
import type { Claims } from './types';

export interface TokenHeader {
  readonly alg: 'HS256';
  /** Names the key that signed. Whoever made the token wrote it, and may have written anything. */
  readonly kid: string;
}

export interface TokenParts {
  readonly header: TokenHeader;
  readonly claims: Claims;
  /** What the signature is of. */
  readonly signedText: string;
  readonly signature: string;
}

/** `<header>.<claims>`: what is to be signed. Append a dot and the signature, and you have the token. */
export const textToSign = (kid: string, claims: Claims): string =>
  `${encode({ alg: 'HS256', kid } satisfies TokenHeader)}.${encode(claims)}`;

/** The parts of a token, or `undefined` if it is none. Says nothing about whether the signature is right. */
export function splitToken(token: unknown): TokenParts | undefined {
  if (typeof token !== 'string') return undefined;
  const [first, second, signature, ...more] = token.split('.');
  if (!first || !second || !signature || more.length > 0) return undefined;
  const header = decode(first);
  const claims = decode(second);
  if (!isHeader(header) || !isClaims(claims)) return undefined;
  return { header, claims, signedText: `${first}.${second}`, signature };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isHeader = (value: unknown): value is TokenHeader =>
  isRecord(value) && value.alg === 'HS256' && typeof value.kid === 'string';

const isClaims = (value: unknown): value is Claims =>
  isRecord(value) &&
  (['sub', 'jti', 'ip'] as const).every(name => typeof value[name] === 'string') &&
  (['iat', 'exp'] as const).every(name => Number.isSafeInteger(value[name]));

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** JSON in ASCII, and that in base64url. */
function encode(value: unknown): string {
  const json = JSON.stringify(value).replace(
    /[^\0-\x7f]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  let text = '';
  for (let i = 0; i < json.length; i += 3) {
    const bits =
      (json.charCodeAt(i) << 16) | ((json.charCodeAt(i + 1) || 0) << 8) | (json.charCodeAt(i + 2) || 0);
    const length = Math.min(3, json.length - i) + 1;
    for (let digit = 0; digit < length; digit++) text += digits.charAt((bits >> (18 - 6 * digit)) & 63);
  }
  return text;
}

function decode(text: string): unknown {
  let json = '';
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const value = digits.indexOf(text.charAt(i));
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    if (i % 4 !== 0) json += String.fromCharCode((bits >> (6 - 2 * (i % 4))) & 0xff);
  }
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
