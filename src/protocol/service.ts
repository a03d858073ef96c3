import { isRecord, parseList } from './runValues';

/** What the child asks the host to do on a server of the person's own. Texts are binary: a character is a byte. */
export interface ServiceRequest {
  readonly service: 'redis';
  /** `run` and `exec` take the words of the script of node/services/virtualTime.lua, `watch` takes keys. */
  readonly op: 'run' | 'watch' | 'unwatch' | 'exec' | 'flush' | 'memory';
  /** The connection that it is for. */
  readonly session: number;
  readonly words: readonly string[];
}

/** A reply as JSON: a text, a number, nothing, a list, or one of the two that are more than their text. */
export type WireReply =
  string | number | null | { readonly ok: string } | { readonly err: string } | readonly WireReply[];

const operations: readonly ServiceRequest['op'][] = ['run', 'watch', 'unwatch', 'exec', 'flush', 'memory'];

const maxWords = 300_000;
/** Characters of all words of one request. */
const maxCharacters = 32 * 1_024 * 1_024;

/** Undefined for anything that is malformed or too large. */
export function parseServiceRequest(value: unknown): ServiceRequest | undefined {
  if (!isRecord(value) || value['service'] !== 'redis') return undefined;
  const { session } = value;
  const op = operations.find(known => known === value['op']);
  if (op === undefined || typeof session !== 'number' || !Number.isSafeInteger(session) || session < 0)
    return undefined;
  let characters = 0;
  const words = parseList(value['words'], maxWords, word => {
    if (typeof word !== 'string') return undefined;
    characters += word.length;
    return characters <= maxCharacters ? word : undefined;
  });
  return words && { service: 'redis', op, session, words };
}

/** Undefined for anything that is malformed. */
export function parseWireReply(value: unknown, depth = 0): WireReply | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (depth > 100) return undefined;
  if (Array.isArray(value)) {
    const items: WireReply[] = [];
    for (const item of value) {
      const parsed = parseWireReply(item, depth + 1);
      if (parsed === undefined) return undefined;
      items.push(parsed);
    }
    return items;
  }
  if (!isRecord(value)) return undefined;
  if (typeof value['ok'] === 'string') return { ok: value['ok'] };
  return typeof value['err'] === 'string' ? { err: value['err'] } : undefined;
}
