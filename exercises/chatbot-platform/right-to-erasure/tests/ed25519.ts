/** Ed25519 as in RFC 8032, written to be read, not to be safe: it takes as long as the key tells it to. */
import { concat, sha512 } from './digests.ts';

const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z. */
type Point = readonly [X: bigint, Y: bigint, Z: bigint, T: bigint];

const mod = (value: bigint, by = p): bigint => ((value % by) + by) % by;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let e = exponent, b = base; e > 0n; e >>= 1n, b = (b * b) % p) if (e & 1n) result = (result * b) % p;
  return result;
}

const inverse = (value: bigint): bigint => power(mod(value), p - 2n);
const d = mod(-121665n * inverse(121666n));
const d2 = mod(2n * d);
const rootOfMinusOne = power(2n, (p - 1n) / 4n);
const zero: Point = [0n, 1n, 1n, 0n];

function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = ((y1 - x1) * (y2 - x2)) % p;
  const b = ((y1 + x1) * (y2 + x2)) % p;
  const c = (((t1 * d2) % p) * t2) % p;
  const z = (2n * z1 * z2) % p;
  const [e, f, g, h] = [b - a, z - c, z + c, b + a];
  return [(e * f) % p, (g * h) % p, (f * g) % p, (e * h) % p];
}

function times(scalar: bigint, point: Point): Point {
  let result = zero;
  for (let s = scalar, q = point; s > 0n; s >>= 1n, q = add(q, q)) if (s & 1n) result = add(result, q);
  return result;
}

/** The x of a y, with this lowest bit. */
function recover(y: bigint, sign: bigint): bigint | undefined {
  if (y >= p) return undefined;
  const xx = mod((y * y - 1n) * inverse(d * y * y + 1n));
  let x = power(xx, (p + 3n) / 8n);
  if (mod(x * x - xx) !== 0n) x = (x * rootOfMinusOne) % p;
  if (mod(x * x - xx) !== 0n || (x === 0n && sign === 1n)) return undefined;
  return (x & 1n) === sign ? x : p - x;
}

const baseY = mod(4n * inverse(5n));
const baseX = recover(baseY, 0n)!;
const base: Point = [baseX, baseY, 1n, mod(baseX * baseY)];

/** For each digit of a scalar in base 16 the multiples of the base point, so that signing adds 64 times at most. */
const table: readonly (readonly Point[])[] = (() => {
  const rows: Point[][] = [];
  for (let i = 0, unit = base; i < 64; i++) {
    const row = [zero];
    for (let n = 1; n <= 15; n++) row.push(add(row[n - 1]!, unit));
    rows.push(row);
    unit = add(row[15]!, unit);
  }
  return rows;
})();

const timesBase = (scalar: bigint): Point =>
  table.reduce((sum, row, i) => {
    const digit = Number((scalar >> BigInt(4 * i)) & 15n);
    return digit === 0 ? sum : add(sum, row[digit]!);
  }, zero);

const fromLittle = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

const toLittle = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

function encode([x, y, z]: Point): Uint8Array {
  const inverted = inverse(z);
  return toLittle(mod(y * inverted) | ((mod(x * inverted) & 1n) << 255n));
}

function decode(bytes: Uint8Array): Point | undefined {
  const value = fromLittle(bytes);
  const y = value & ((1n << 255n) - 1n);
  const x = recover(y, value >> 255n);
  return x === undefined ? undefined : [x, y, 1n, mod(x * y)];
}

export interface KeyPair {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** @param seed 32 bytes, the private key of RFC 8032 */
export function keyPair(seed: Uint8Array): KeyPair {
  const hashed = sha512(seed);
  const scalar = (fromLittle(hashed.slice(0, 32)) & ((1n << 254n) - 8n)) | (1n << 254n);
  const prefix = hashed.slice(32);
  const publicKey = encode(timesBase(scalar));
  return {
    publicKey,
    sign(message) {
      const r = mod(fromLittle(sha512(concat(prefix, message))), order);
      const point = encode(timesBase(r));
      const challenge = fromLittle(sha512(concat(point, publicKey, message)));
      return concat(point, toLittle(mod(r + challenge * scalar, order)));
    },
  };
}

export function verifies(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const [left, key] = [decode(signature.slice(0, 32)), decode(publicKey)];
  const s = fromLittle(signature.slice(32));
  if (!left || !key || s >= order) return false;
  const challenge = mod(fromLittle(sha512(concat(signature.slice(0, 32), publicKey, message))), order);
  const [x1, y1, z1] = timesBase(s);
  const [x2, y2, z2] = add(left, times(challenge, key));
  return mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;
}
