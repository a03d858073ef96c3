import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseChildMessage, parseHostMessage } from '../../../src/protocol/run';

const finished = {
  type: 'finished',
  nonce: 'n',
  index: 3,
  passed: false,
  ms: 1.5,
  failure: {
    message: 'm',
    expected: 'e',
    actual: 'a',
    frames: [{ file: 'a.ts', line: 1, column: 2, fn: '' }],
  },
  logs: [{ level: 'warn', text: 't' }],
  trace: [
    { kind: 'point', t: 0, series: 's', value: 1 },
    { kind: 'reading', name: 'n', value: 4, unit: '%', tone: 'good', note: 'so' },
    { kind: 'mark', t: 1, lane: 'l', label: 'x', tone: 'good' },
    { kind: 'state', t: 2, lane: 'l', state: 'open' },
    { kind: 'limit', series: 's', value: 3 },
  ],
};
const messages = [
  {
    type: 'ready',
    protocol: 1,
    walls: { compartment: true, permissions: false, watchdog: true, emptyEnvironment: false },
  },
  { type: 'planned', nonce: 'n', checks: [{ suite: 's', titles: ['d', 'R1 i'] }] },
  { type: 'loaded', nonce: 'n', failure: null, logs: [] },
  finished,
  { type: 'broken', nonce: 'n', message: 'm', where: 'a.ts:1' },
  { type: 'done', nonce: 'n' },
];

describe('messages of the child', () => {
  for (const message of messages)
    it(`takes ${message.type} as it is`, () => assert.deepEqual(parseChildMessage(message), message));

  it('drops what is not part of a message', () => {
    assert.deepEqual(parseChildMessage({ type: 'done', nonce: 'n', extra: 1 }), { type: 'done', nonce: 'n' });
  });

  const wrong: readonly (readonly [string, object])[] = [
    ['an index that is not one', { index: 1.5 }],
    ['a negative index', { index: -1 }],
    ['an index beyond every plan', { index: 2_000 }],
    ['a pass with a failure', { passed: true }],
    ['a failure without a reason', { failure: null }],
    ['a negative time', { ms: -1 }],
    ['a time that is no number', { ms: Number.NaN }],
    ['a time without an end', { ms: Infinity }],
    [
      'a column that no file has',
      { failure: { message: 'm', frames: [{ file: 'a', line: 1, column: 1e308, fn: '' }] } },
    ],
    [
      'more console text than there may be',
      { logs: Array(5).fill({ level: 'log', text: 'x'.repeat(20_000) }) },
    ],
    ['a value that cannot be drawn', { trace: [{ kind: 'point', t: 0, series: 's', value: 1e308 }] }],
    ['a moment before the beginning', { trace: [{ kind: 'state', t: -1, lane: 'l', state: 's' }] }],
    [
      'a frame without a line',
      { failure: { message: 'm', frames: [{ file: 'a', line: 0, column: 1, fn: '' }] } },
    ],
    [
      'too many frames',
      { failure: { message: 'm', frames: Array(21).fill({ file: 'a', line: 1, column: 1, fn: '' }) } },
    ],
    ['a level that is none', { logs: [{ level: 'fatal', text: '' }] }],
    ['too many lines', { logs: Array(1_002).fill({ level: 'log', text: '' }) }],
    ['too much of a trace', { trace: Array(5_001).fill({ kind: 'limit', series: 's', value: 1 }) }],
    ['a trace event of no kind', { trace: [{ kind: 'x', t: 0 }] }],
    ['a reading without a tone', { trace: [{ kind: 'reading', name: 'n', value: 4, unit: '', note: '' }] }],
    ['a value that is not finite', { trace: [{ kind: 'point', t: 0, series: 's', value: Infinity }] }],
    ['no nonce', { nonce: undefined }],
    ['a long nonce', { nonce: 'n'.repeat(65) }],
  ];
  for (const [what, change] of wrong)
    it(`refuses ${what}`, () => assert.equal(parseChildMessage({ ...finished, ...change }), undefined));

  it('cuts long texts', () => {
    const long = { ...finished, failure: { message: 'x'.repeat(100_000), frames: [] } };
    const parsed = parseChildMessage(long);
    assert.ok(parsed?.type === 'finished');
    assert.equal(parsed.failure?.message.length, 20_000);
  });

  it('never throws, whatever arrives', () => {
    const type = fc.constantFrom(...messages.map(message => message.type), 'other');
    const hostile = fc.oneof(
      fc.anything(),
      fc.record({ type, nonce: fc.string() }, { requiredKeys: [] }),
      mutated(),
    );
    fc.assert(
      fc.property(hostile, value => {
        const parsed = parseChildMessage(value);
        // What is accepted once is accepted again, unchanged.
        if (parsed) assert.deepEqual(parseChildMessage(parsed), parsed);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** A good message with anything at all in the place of one part. */
const mutated = (): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.constantFrom(...messages),
      fc.constantFrom('nonce', 'checks', 'failure', 'logs', 'trace', 'index', 'ms', 'walls'),
      fc.anything(),
    )
    .map(([message, key, value]) => ({ ...message, [key]: value }));

describe('messages of the host', () => {
  const run = {
    type: 'run',
    nonce: 'n',
    job: {
      seed: 1,
      suites: [{ id: 's', entry: 'tests/s.test.ts' }],
      testModules: { 'tests/s.test.ts': 'code' },
      attempt: { 'a.ts': 'code' },
      owned: ['a.ts'],
      only: [{ suite: 's', title: 't' }],
      checkMs: 1,
      runMs: 2,
      debug: null,
      coverage: false,
    },
  };

  it('are taken as they are', () => {
    assert.deepEqual(parseHostMessage(run), run);
    const playing = { ...run, job: { ...run.job, settings: { rate: 1.5, kind: 'steady' } } };
    assert.deepEqual(parseHostMessage(playing), playing);
    const all = { ...run, job: { ...run.job, only: null } };
    assert.deepEqual(parseHostMessage(all), all);
  });

  it('are refused when something is missing', () => {
    for (const key of Object.keys(run.job))
      assert.equal(parseHostMessage({ ...run, job: { ...run.job, [key]: undefined } }), undefined, key);
    assert.equal(parseHostMessage({ ...run, type: 'stop' }), undefined);
    for (const settings of [null, 1, [], { rate: null }, { rate: Infinity }, { rate: {} }])
      assert.equal(parseHostMessage({ ...run, job: { ...run.job, settings } }), undefined);
  });

  it('never make the parser throw', () => {
    fc.assert(
      fc.property(fc.anything(), value => void parseHostMessage({ type: 'run', nonce: '', job: value })),
    );
  });
});
