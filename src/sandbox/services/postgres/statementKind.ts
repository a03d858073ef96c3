import { ownError } from './sqlError';

/** Characters. */
const maxSql = 100_000;

/** What a statement may begin with. What it may do is up to the role's rights. */
const allowed = new Set(
  `select insert update delete merge with values table explain analyze create alter drop truncate grant revoke comment
   lock refresh do call show`.split(/\s+/),
);

/** Named by what to do instead. */
const instead: Readonly<Record<string, string>> = Object.fromEntries(
  [
    [
      'begin start commit end rollback abort savepoint release',
      'Use transaction(), which begins and ends it.',
    ],
    ['set reset discard', 'Settings last for a transaction: use SET LOCAL in one.'],
    ['copy', 'Use INSERT with unnest($1::int[], …) for many rows.'],
    ['prepare execute deallocate', 'Use query() with parameters.'],
  ].flatMap(([names = '', advice = '']) => names.split(' ').map(name => [name, advice] as const)),
);

/**
 * Lets through what makes sense on one of several connections that share a session. It protects nothing: what a role
 * must not do, the server refuses.
 *
 * @throws what a learner's code gets
 */
export function checkStatement(sql: unknown, inTransaction: boolean): string {
  if (typeof sql !== 'string') throw new TypeError('A statement is a string.');
  if (sql.length > maxSql) throw new TypeError(`A statement has at most ${maxSql} characters.`);
  const [first = '', second = ''] = firstWords(sql);
  if (allowed.has(first)) return sql;
  if (first === 'set' && inTransaction && /^(local|transaction|constraints)$/.test(second)) return sql;
  if (first === '') throw ownError('42601', 'the statement is empty');
  throw ownError(
    '0A000',
    `${first.toUpperCase()} is not available through this client`,
    instead[first] ?? 'What may be used is in the statement of the exercise.',
  );
}

/** Lower case, without comments before or between them. */
function firstWords(sql: string): string[] {
  const words: string[] = [];
  let rest = sql;
  while (words.length < 2) {
    rest = withoutLeadingSpace(rest);
    const word = /^[a-z_]+/i.exec(rest)?.[0];
    if (word === undefined) {
      if (words.length === 0 && rest.startsWith('(')) return ['select'];
      break;
    }
    words.push(word.toLowerCase());
    rest = rest.slice(word.length);
  }
  return words;
}

function withoutLeadingSpace(sql: string): string {
  let at = 0;
  for (;;) {
    while (at < sql.length && /\s/.test(sql[at]!)) at++;
    if (sql.startsWith('--', at)) {
      const end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length : end;
    } else if (sql.startsWith('/*', at)) at = endOfComment(sql, at);
    else return sql.slice(at);
  }
}

/** Block comments nest. */
function endOfComment(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith('/*', at)) {
      depth++;
      at++;
    } else if (sql.startsWith('*/', at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  return sql.length;
}
