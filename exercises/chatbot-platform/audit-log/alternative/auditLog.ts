import { AuditUnavailableError } from './errors';
import {
  redacted,
  type AuditLog,
  type Change,
  type CreateAuditLog,
  type Entry,
  type Json,
  type Receipt,
} from './types';

/**
 * Each entry is a JSON list with the seal at its end. An attempt is one
 * function that may fail anywhere, and each further one begins by reading on.
 */
type Draft = readonly [
  id: string,
  at: number,
  who: readonly [string, string, string],
  changes: readonly Change[],
];

type Row = readonly [
  id: string,
  index: number,
  at: number,
  who: readonly [string, string, string],
  changes: readonly Change[],
  seal: string,
];

const leafKey = JSON.stringify;

function parse(text: string | undefined): Row | undefined {
  try {
    const row = JSON.parse(text ?? 'null') as Row | null;
    return Array.isArray(row) && row.length === 6 && JSON.stringify(row) === text ? row : undefined;
  } catch {
    return undefined;
  }
}

export const createAuditLog: CreateAuditLog = ({ store, seal, secretFields, timeoutMs }) => {
  const normal = (name: string): string => name.toLowerCase().replaceAll('-', '').replaceAll('_', '');
  const secrets = new Set(secretFields.map(normal));
  let queue: Promise<unknown> = Promise.resolve();

  const hide = (value: Json): Json => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map(hide);
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        secrets.has(normal(name)) ? redacted : hide(inner),
      ]),
    );
  };

  const sorted = (value: Json): Json => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
    const names = Object.keys(value).sort();
    const fields = names.map(name => [name, sorted((value as Readonly<Record<string, Json>>)[name]!)]);
    return { fields }; // or {} would be the same as []
  };
  const isPlain = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
    value !== null && typeof value === 'object' && !Array.isArray(value);
  const kind = (value: Json): string => (Array.isArray(value) ? 'list' : isPlain(value) ? 'object' : 'value');

  function compare(before: Json, after: Json, path: readonly string[]): Change[] {
    if (!isPlain(before) || !isPlain(after)) return [];
    const [olds, news] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
    const changes: Change[] = [];
    for (const name of new Set([...olds.keys(), ...news.keys()])) {
      const here = [...path, name];
      const [old, now] = [olds.get(name), news.get(name)];
      const isSecret = secrets.has(normal(name));
      if (old !== undefined && now !== undefined) {
        if (kind(old) === kind(now) && leafKey(sorted(old)) === leafKey(sorted(now))) continue;
        if (isPlain(old) && isPlain(now) && !isSecret) {
          changes.push(...compare(old, now, here));
          continue;
        }
      }
      const shown = (value: Json): Json => (isSecret ? redacted : hide(value));
      changes.push({
        path: here,
        ...(old === undefined ? {} : { old: shown(old) }),
        ...(now === undefined ? {} : { new: shown(now) }),
      });
    }
    return changes;
  }

  const sealing = (row: readonly Json[] | readonly unknown[], previous: string): string =>
    seal(JSON.stringify([previous, row]));

  /** What is at the end, if nobody has written since. */
  let tail: { readonly length: number; readonly at: number; readonly seal: string } | undefined;

  /** Where reading begins as long as there is no tail: what this server wrote stands there or later. */
  let start: number | undefined;

  /** Reads on from what is known; gives the row with this id if it is there. */
  async function readOn(id: string, from: number): Promise<Row | undefined> {
    let own: Row | undefined;
    let end = tail;
    for (let index = from; ;) {
      const texts = await store.read(index, 500);
      const rows = texts.map(parse);
      own ??= rows.find(row => row?.[0] === id);
      index += texts.length;
      const last = rows.at(-1);
      if (last) end = { length: index, at: last[2], seal: last[5] };
      if (texts.length === 500) continue;
      tail = end; // not before: after a failure in between, all of it is read again
      return own;
    }
  }

  /** One attempt: nothing if somebody else was quicker. */
  async function attempt(draft: Draft, isFirst: boolean): Promise<Receipt | undefined> {
    const [id, at, who, changes] = draft;
    if (!isFirst || !tail) {
      start ??= Math.max(0, (await store.length()) - 1);
      const own = await readOn(id, tail?.length ?? start);
      if (own) return { index: own[1], seal: own[5] };
    }
    const { length, at: before, seal: previous } = tail ?? { length: 0, at: 0, seal: '' };
    const row = [id, length, Math.max(at, before), who, changes] as const;
    const mark = sealing(row, previous);
    if (!(await store.append(length, JSON.stringify([...row, mark])))) return undefined;
    tail = { length: length + 1, at: row[2], seal: mark };
    return { index: length, seal: mark };
  }

  async function patiently(draft: Draft, until: number): Promise<Receipt> {
    for (let isFirst = true; ; isFirst = false) {
      const left = until - performance.now();
      if (left <= 0) throw new AuditUnavailableError();
      let timer: TimerHandle | undefined;
      const late = new Promise<'late'>(resolve => {
        timer = setTimeout(() => resolve('late'), left);
      });
      const outcome = await Promise.race([attempt(draft, isFirst).catch(() => 'failed' as const), late]);
      clearTimeout(timer);
      if (typeof outcome === 'object') return outcome;
      if (outcome === 'failed')
        await new Promise<void>(go => {
          setTimeout(() => go(), Math.min(15, Math.max(0, until - performance.now())));
        });
    }
  }

  const log: AuditLog = {
    record({ actor, action, target, before, after }) {
      const until = performance.now() + timeoutMs;
      const changes = JSON.parse(JSON.stringify(compare(before ?? {}, after ?? {}, []))) as Change[];
      const row = [crypto.randomUUID(), Date.now(), [actor, action, target], changes] as const;
      const turn = queue.then(() => patiently(row, until));
      queue = turn.catch(() => undefined);
      return turn;
    },
    async read(index) {
      const texts = await store.read(index, 1).catch((cause: unknown) => {
        throw new AuditUnavailableError({ cause });
      });
      const row = parse(texts[0]);
      if (!row) return undefined;
      const [, , at, [actor, action, target], changes] = row;
      return { index, at, actor, action, target, changes } satisfies Entry;
    },
    async verify(anchor) {
      let previous = '';
      let isAnchored = anchor === undefined;
      let index = 0;
      for (let more = true; more;) {
        const texts = await store.read(index, 250).catch((cause: unknown) => {
          throw new AuditUnavailableError({ cause });
        });
        more = texts.length === 250;
        for (const text of texts) {
          const row = parse(text);
          if (row?.[1] !== index || sealing(row.slice(0, 5), previous) !== row[5])
            return { ok: false, index, reason: 'changed' };
          previous = row[5];
          if (index === anchor?.index && previous === anchor.seal) isAnchored = true;
          index++;
        }
      }
      if (isAnchored || !anchor) return { ok: true, length: index };
      return anchor.index < index
        ? { ok: false, index: anchor.index, reason: 'anchor' }
        : { ok: false, index, reason: 'missing' };
    },
  };
  return log;
};
