import type { Database } from '../database';
import { integer } from '../numbers';
import { error, type Reply } from '../reply';

/** The moment that an option of SET or GETEX means. @throws RedisError */
export function readExpiry(now: number, unit: string, amount: string, command: string): number {
  const isSeconds = unit.startsWith('e');
  const isAbsolute = unit.endsWith('at');
  const value = integer(amount);
  const moment = momentOf(now, value, isSeconds, isAbsolute);
  if (value <= 0 || moment === undefined) throw error(`invalid expire time in '${command}' command`);
  return moment;
}

/** Undefined if it does not fit. Redis counts in 64 bits; here 2^53 is the end, which is the year 287,396. */
function momentOf(now: number, value: number, isSeconds: boolean, isAbsolute: boolean): number | undefined {
  const ms = isSeconds ? value * 1_000 : value;
  const moment = isAbsolute ? ms : now + ms;
  return Math.abs(moment) > 9_223_372_036_854_775_000 ? undefined : moment;
}

/** EXPIRE and its relatives. */
export const expireCommand =
  (name: string, isSeconds: boolean, isAbsolute: boolean) =>
  (db: Database, [key, amount, ...options]: readonly string[]): Reply => {
    const flags = readFlags(options);
    const value = integer(amount!);
    const moment = momentOf(db.now, value, isSeconds, isAbsolute);
    if (moment === undefined) throw error(`invalid expire time in '${name}' command`);
    if (!db.has(key!)) return 0;
    const current = db.expiry(key!);
    if (flags.has('nx') && current !== undefined) return 0;
    if (flags.has('xx') && current === undefined) return 0;
    if (flags.has('gt') && (current === undefined || moment <= current)) return 0;
    if (flags.has('lt') && current !== undefined && moment >= current) return 0;
    if (moment <= db.now) db.delete(key!);
    else db.expire(key!, moment);
    return 1;
  };

function readFlags(options: readonly string[]): ReadonlySet<string> {
  const flags = new Set<string>();
  for (const option of options) {
    const flag = option.toLowerCase();
    if (!['nx', 'xx', 'gt', 'lt'].includes(flag)) throw error(`Unsupported option ${option}`);
    flags.add(flag);
  }
  if (flags.has('nx') && flags.size > 1)
    throw error('NX and XX, GT or LT options at the same time are not compatible');
  if (flags.has('gt') && flags.has('lt'))
    throw error('GT and LT options at the same time are not compatible');
  return flags;
}

/** TTL and its relatives: -2 without the key, -1 without an end. */
export const ttlCommand =
  (isSeconds: boolean, isAbsolute: boolean) =>
  (db: Database, [key]: readonly string[]): Reply => {
    if (!db.has(key!)) return -2;
    const moment = db.expiry(key!);
    if (moment === undefined) return -1;
    const ms = isAbsolute ? moment : Math.max(0, moment - db.now);
    return isSeconds ? Math.floor((ms + 500) / 1_000) : ms;
  };
