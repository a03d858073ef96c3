/** SHA-256, SHA-512 and HMAC (FIPS 180-4, RFC 2104): a suite has no library that it could ask. */

const mask64 = (1n << 64n) - 1n;

/** The first `count` primes: all constants come from their square and cube roots. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every(prime => n % prime !== 0)) found.push(n);
  return found;
}

/** The first 64 bits after the point of the root, exactly: the integer root of `n * 2 ** (64 * degree)`. */
function rootBits(n: number, degree: 2n | 3n): bigint {
  const target = BigInt(n) << (64n * degree);
  let [low, high] = [0n, 1n << 70n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= target) low = middle;
    else high = middle;
  }
  return low & mask64;
}

const cubes = primes(80).map(prime => rootBits(prime, 3n));
const squares = primes(8).map(prime => rootBits(prime, 2n));
const upper = (bits: bigint): number => Number(bits >> 32n);
const k256 = Uint32Array.from(cubes.slice(0, 64), upper);

/** The message, a one, zeros, and its length in bits. */
function padded(bytes: Uint8Array, block: 64 | 128): Uint8Array {
  const lengthBytes = block / 8;
  const size = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
  const out = new Uint8Array(size);
  out.set(bytes);
  out[bytes.length] = 0x80;
  const bits = bytes.length * 8;
  for (let i = 0; i < 4; i++) out[size - 1 - i] = (bits >>> (8 * i)) & 255;
  return out;
}

export function sha256(bytes: Uint8Array): Uint8Array {
  const input = padded(bytes, 64);
  const state = Uint32Array.from(squares, upper);
  const w = new Uint32Array(64);
  // No lists are made and taken apart in the inner loop: it runs some thousand times for each check.
  for (let at = 0; at < input.length; at += 64) {
    for (let i = 0; i < 16; i++) {
      const j = at + 4 * i;
      w[i] = (input[j]! << 24) | (input[j + 1]! << 16) | (input[j + 2]! << 8) | input[j + 3]!;
    }
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15]!;
      const y = w[i - 2]!;
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
    }
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    let f = state[5]!;
    let g = state[6]!;
    let h = state[7]!;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k256[i]! + w[i]!) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
    state[4]! += e;
    state[5]! += f;
    state[6]! += g;
    state[7]! += h;
  }
  const out = new Uint8Array(32);
  state.forEach((word, i) => {
    for (let j = 0; j < 4; j++) out[4 * i + j] = (word >>> (24 - 8 * j)) & 255;
  });
  return out;
}

export function sha512(bytes: Uint8Array): Uint8Array {
  const input = padded(bytes, 128);
  const state = [...squares];
  const w = new Array<bigint>(80).fill(0n);
  const turn = (x: bigint, by: bigint): bigint => (x >> by) | ((x << (64n - by)) & mask64);
  for (let at = 0; at < input.length; at += 128) {
    for (let i = 0; i < 16; i++) {
      let word = 0n;
      for (let j = 0; j < 8; j++) word = (word << 8n) | BigInt(input[at + 8 * i + j]!);
      w[i] = word;
    }
    for (let i = 16; i < 80; i++) {
      const [a, b] = [w[i - 15]!, w[i - 2]!];
      const s0 = turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n);
      const s1 = turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n);
      w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) & mask64;
    }
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i++) {
      const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const t1 = h + s1 + ((e & f) ^ ((e ^ mask64) & g)) + cubes[i]! + w[i]!;
      const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & mask64, c, b, a, (t1 + t2) & mask64];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (state[i]! + value) & mask64));
  }
  const out = new Uint8Array(64);
  state.forEach((word, i) => {
    for (let j = 0; j < 8; j++) out[8 * i + j] = Number((word >> BigInt(56 - 8 * j)) & 255n);
  });
  return out;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const pad = (value: number): Uint8Array => Uint8Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ value);
  return sha256(concat(pad(0x5c), sha256(concat(pad(0x36), bytes))));
}

/** UTF-8, lone surrogates as U+FFFD. */
export function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  const out: number[] = [];
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] === '%') {
      out.push(parseInt(escaped.slice(i + 1, i + 3), 16));
      i += 2;
    } else out.push(escaped.charCodeAt(i));
  }
  return Uint8Array.from(out);
}

export const hex = (bytes: Uint8Array): string =>
  [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function base64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    text += digits[a >> 2]! + digits[((a & 3) << 4) | ((b ?? 0) >> 4)]!;
    if (b !== undefined) text += digits[((b & 15) << 2) | ((c ?? 0) >> 6)]!;
    if (c !== undefined) text += digits[c & 63]!;
  }
  return text;
}

/** Undefined if it is not base64url without padding. */
export function fromBase64url(text: string): Uint8Array | undefined {
  const out: number[] = [];
  let [bits, held] = [0, 0];
  for (const char of text) {
    const value = digits.indexOf(char);
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) out.push((bits >> (held -= 8)) & 255);
  }
  return Uint8Array.from(out);
}
