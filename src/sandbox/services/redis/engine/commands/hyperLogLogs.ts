import { read, write, type Commands } from '../command';
import type { Database } from '../database';
import { ok, RedisError } from '../reply';
import { TextValue } from '../value';

/**
 * Counts of distinct members. Redis estimates them with an error of 0.81 %; here the members are kept and the count is
 * exact, which no design may rely on and none is harmed by.
 */
export const hyperLogLogCommands: Commands = {
  pfadd: write(-2, (db, [key, ...members]) => {
    const known = membersOf(db, key!);
    const all = new Set([...(known ?? []), ...members]);
    if (all.size === known?.size) return 0;
    save(db, key!, all);
    return 1;
  }),
  pfcount: read(-2, (db, keys) => new Set(keys.flatMap(key => [...(membersOf(db, key) ?? [])])).size),
  pfmerge: write(-2, (db, [target, ...keys]) => {
    const all = new Set([target!, ...keys].flatMap(key => [...(membersOf(db, key) ?? [])]));
    save(db, target!, all);
    return ok;
  }),
};

const header = 'HYLL';

const save = (db: Database, key: string, members: ReadonlySet<string>): void => {
  const text = `${header}${[...members].map(member => `${member.length}:${member}`).join('')}`;
  db.grow(text.length);
  db.put(key, { kind: 'string', value: new TextValue(text) }, true);
};

function membersOf(db: Database, key: string): Set<string> | undefined {
  const text = db.read(key, 'string')?.toString();
  if (text === undefined) return undefined;
  if (!text.startsWith(header))
    throw new RedisError('WRONGTYPE Key is not a valid HyperLogLog string value.');
  const members = new Set<string>();
  for (let at = header.length; at < text.length;) {
    const colon = text.indexOf(':', at);
    const length = Number(text.slice(at, colon));
    members.add(text.slice(colon + 1, colon + 1 + length));
    at = colon + 1 + length;
  }
  return members;
}
