import fc from 'fast-check';

/** Of every message of these tests, where it has one. */
export const nonce = 'a1b2';

/** Texts that some code somewhere takes for something else. */
export const oddText = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'toString',
    'R1 works',
    '\u001b[2J\u001b]0;title\u0007',
    '\ud800',
    '\u202e\u2066\u2028',
    '\0',
    '../../../etc/passwd',
    'a\r\nb',
    'x'.repeat(30_000),
    '🧨'.repeat(3_000),
  ),
);

const oddNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, -1, 1e308, -1e308, 2 ** 53, 2 ** 32, 1.5, 1e-320),
);

const deep = fc
  .integer({ min: 1, max: 3_000 })
  .map(levels => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown);

const polluting = fc.constantFrom(
  '{"__proto__":{"passed":true,"type":"done"}}',
  '{"constructor":{"prototype":{"passed":true}}}',
  '{"length":3,"0":1}',
  '{"toString":1,"valueOf":null,"toJSON":"x"}',
);

/** Anything at all, with a liking for what breaks parsers. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({
    withNullPrototype: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
  }),
  oddText,
  oddNumber,
  fc.constantFrom(null, undefined, true, false, [], {}),
  deep,
  polluting.map(text => JSON.parse(text) as unknown),
  fc.integer({ min: 1, max: 6_000 }).map(length => Array<unknown>(length).fill({ level: 'log', text: 'x' })),
);

const frame = fc.record({
  file: fc.constantFrom('a.ts', 'b/c.ts'),
  line: fc.integer({ min: 1, max: 500 }),
  column: fc.integer({ min: 1, max: 120 }),
  fn: fc.constantFrom('', 'work'),
});

const failure = fc.record(
  { message: oddText, expected: oddText, actual: oddText, frames: fc.array(frame, { maxLength: 3 }) },
  { requiredKeys: ['message', 'frames'] },
);

const logs = fc.array(fc.record({ level: fc.constantFrom('log', 'error'), text: oddText }), { maxLength: 3 });

const moment = fc.integer({ min: 0, max: 100_000 });
const trace = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('point'), t: moment, series: oddText, value: fc.integer() }),
    fc.record({
      kind: fc.constant('mark'),
      t: moment,
      lane: oddText,
      label: oddText,
      tone: fc.constant('good'),
    }),
    fc.record({ kind: fc.constant('state'), t: moment, lane: oddText, state: oddText }),
    fc.record({ kind: fc.constant('limit'), series: oddText, value: fc.integer() }),
  ),
  { maxLength: 3 },
);

const planOf = (checks: number): object => ({
  type: 'planned',
  nonce,
  checks: Array.from({ length: checks }, (_, i) => ({ suite: 's', titles: ['group', `R1 check ${i}`] })),
});

const finished = (index: number): fc.Arbitrary<object> =>
  fc
    .record({ failure: fc.option(failure), ms: fc.double({ min: 0, max: 1e4, noNaN: true }), logs, trace })
    .map(parts => ({ type: 'finished', nonce, index, passed: parts.failure === null, ...parts }));

/** What a sound child says in a run of so many checks. */
const conversation = (checks: number): fc.Arbitrary<object[]> =>
  fc
    .tuple(
      fc.boolean(),
      logs,
      fc.option(failure, { freq: 8 }),
      ...Array.from({ length: checks }, (_, i) => finished(i)),
    )
    .map(([isWatchedLate, loadLogs, loadFailure, ...results]) => [
      ...(isWatchedLate ? [{ type: 'watched', nonce }] : []),
      planOf(checks),
      { type: 'loaded', nonce, failure: loadFailure, logs: loadLogs },
      ...(loadFailure ? [] : results),
      { type: 'done', nonce },
    ]);

/** One part of a value replaced by something odd, taken out, or joined by a part that nobody expects. */
export const mutated = (value: object): fc.Arbitrary<unknown> =>
  fc
    .record({
      picks: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
      how: fc.constantFrom('replace', 'remove', 'add', 'double'),
      with: oddValue,
      key: fc.oneof(oddText, fc.constantFrom('type', 'nonce', 'index', 'passed', 'failure', 'checks')),
    })
    .map(change => {
      const copy: unknown = structuredClone(value);
      const target = partOf(copy, change.picks);
      const keys = Object.keys(target);
      const chosen = keys[change.picks[3]! % Math.max(1, keys.length)] ?? '0';
      if (change.how === 'remove') Reflect.deleteProperty(target, chosen);
      else if (change.how === 'add') define(target, change.key, change.with);
      else if (change.how === 'double' && Array.isArray(target)) target.push(...(target as unknown[]));
      else define(target, chosen, change.with);
      return copy;
    });

/** An object or list somewhere in the value, itself included. */
function partOf(value: unknown, picks: readonly number[]): object {
  let part = value as object;
  for (const pick of picks.slice(0, 3)) {
    const inner = Object.values(part).filter(v => typeof v === 'object' && v !== null) as object[];
    const next = inner[pick % (inner.length + 1)];
    if (!next) return part;
    part = next;
  }
  return part;
}

/** As an own property, also where the name is `__proto__`. */
const define = (target: object, key: string, value: unknown): void =>
  void Reflect.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });

const step = fc.record({
  how: fc.constantFrom('drop', 'repeat', 'swap', 'mutate', 'insert', 'relabel', 'break', 'covered'),
  at: fc.nat(),
  other: fc.nat(),
  odd: oddValue,
});

/** A child that begins soundly and then goes astray a few times, or not at all. */
export const strayConversation: fc.Arbitrary<unknown[]> = fc
  .integer({ min: 0, max: 4 })
  .chain(conversation)
  .chain(messages =>
    fc
      .tuple(
        fc.array(step, { maxLength: 3 }),
        fc.tuple(...messages.map(message => mutated(message))),
        fc.boolean(),
      )
      .map(([steps, mutants, throughJson]) => {
        const said: unknown[] = [...messages];
        for (const change of steps) apply(said, change, mutants);
        return throughJson ? said.map(viaJson) : said;
      }),
  );

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function apply(said: unknown[], { how, at, other, odd }: Step, mutants: readonly unknown[]): void {
  const i = at % Math.max(1, said.length);
  const j = other % Math.max(1, said.length);
  switch (how) {
    case 'drop':
      said.splice(i, 1);
      break;
    case 'repeat':
      said.splice(j, 0, said[i]);
      break;
    case 'swap':
      [said[i], said[j]] = [said[j], said[i]];
      break;
    case 'mutate':
      said[i] = mutants[at % mutants.length];
      break;
    case 'insert':
      said.splice(i, 0, odd);
      break;
    case 'relabel':
      said[i] = { ...(said[i] as object), nonce: typeof odd === 'string' ? odd : 'other' };
      break;
    case 'break':
      said.splice(i, 0, { type: 'broken', nonce, message: odd, where: odd });
      break;
    case 'covered':
      said.splice(i, 0, { type: 'covered', nonce, scripts: odd });
      break;
  }
}

/** As a pipe would carry it; what JSON cannot say is left as nothing. */
function viaJson(value: unknown): unknown {
  try {
    const [carried] = JSON.parse(JSON.stringify([value])) as unknown[];
    return carried;
  } catch {
    return null;
  }
}
