import assert from 'node:assert/strict';
import fc from 'fast-check';
import { freshExercise } from '../../../../src/core/progress';
import { freshRecord, latestTime, mostCounted } from '../../../../src/core/record/exerciseRecord';
import { parseFormerFormat } from '../../../../src/core/record/formerFormat';
import {
  earned,
  emptyLedger,
  noted,
  progressOf,
  refsIn,
  withoutAnything,
  withoutExercise,
} from '../../../../src/core/record/ledger';
import {
  fileFormat,
  ledgerText,
  parseLedger,
  parseLedgerFile,
  storedLedger,
} from '../../../../src/core/record/parseLedger';
import { mutated, oddValue } from '../../support/childMessages';
import { anyLedger } from '../support/ledgers';

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a ledger that was stored', () => {
  it('is read as it was written', () =>
    fc.assert(
      fc.property(anyLedger, ledger => assert.deepEqual(parseLedger(asJson(storedLedger(ledger))), ledger)),
    ));

  it('loses what makes no sense, and nothing else', () => {
    const good = { ...freshRecord, runs: { a1: 3 } };
    const exercises = {
      ...{ 'p/good': good, 'p/bad': { ...good, runs: { a1: 'many' } }, 'p/none': null, nowhere: good },
      ...{ 'p/dead': { ...good, since: 0 }, '__proto__/x': good },
    };
    assert.deepEqual(parseLedger({ format: 2, since: 0, exercises: { ...exercises, 'p/dead': {} } }), {
      since: 0,
      exercises: { 'p/dead': freshRecord, 'p/good': good },
    });
  });

  it('can be gone on with, whatever it is that somebody has put into it', () => {
    const most = {
      ...freshRecord,
      ...{ since: latestTime, lastRunAt: latestTime, runs: { a1: mostCounted }, marks: [latestTime] },
      claims: { 'd/a': latestTime },
    };
    const all = parseLedger({
      format: 2,
      since: 0,
      exercises: { 'p/a': { ...most, since: 0 }, 'p/b': most },
    });
    assert.deepEqual(refsIn(all), ['p/a', 'p/b']);
    const named = { ref: 'p/a', formerly: [] } as const;
    const before = progressOf(all, 'p/a');
    const after = { ...before, runs: before.runs + 1, claimed: [], history: [] };
    for (const next of [
      noted(all, all, named, { before, after }, { machine: 'a1', at: 5 }),
      withoutExercise(all, all, { ref: 'p/b', formerly: [] }, 5),
      withoutAnything(all, 5),
    ])
      assert.deepEqual(parseLedger(asJson(storedLedger(next))), next);
  });

  it('is parsed without harm, whatever it is', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          oddValue,
          oddValue.map(exercises => ({ format: 2, since: 0, exercises })),
          anyLedger.map(storedLedger).chain(mutated),
        ),
        value => assert.deepEqual(parseLedger(storedLedger(parseLedger(value))), parseLedger(value)),
      ),
      { numRuns: 1_000 },
    ));
});

describe('a file of progress', () => {
  it('holds what was earned, and is read as it was written', () =>
    fc.assert(
      fc.property(anyLedger, ledger => {
        const file = earned(ledger);
        assert.deepEqual(parseLedgerFile(JSON.parse(ledgerText(file, '2026-01-02T03:04:05.000Z'))), file);
        assert.deepEqual(refsIn(file), refsIn(ledger));
      }),
    ));

  const file = (exercises: unknown): unknown => ({ format: fileFormat, exercises });
  for (const [what, value, mistake] of [
    ['that is none', 'x', { place: '', expected: 'object' }],
    ['of something else', { format: 2 }, { place: 'format', expected: 'format' }],
    ['without exercises', { format: fileFormat }, { place: 'exercises', expected: 'object' }],
    [
      'with a name that is none',
      file({ counter: {} }),
      { place: 'exercises["counter"]', expected: 'exercise' },
    ],
    ['with an exercise that is none', file({ 'p/a': 1 }), { place: 'exercises["p/a"]', expected: 'object' }],
    [
      'with a count below 1',
      file({ 'p/a': { runs: { a1: 0 } } }),
      { place: 'exercises["p/a"].runs', expected: 'counts' },
    ],
    [
      'with a date in words',
      file({ 'p/a': {}, 'p/b': { firstPassAt: '2026-01-02' } }),
      { place: 'exercises["p/b"].firstPassAt', expected: 'time-or-none' },
    ],
    [
      'with a run without a time',
      file({ 'p/a': { marks: [0] } }),
      { place: 'exercises["p/a"].marks', expected: 'runs' },
    ],
    [
      'with a claim about nothing',
      file({ 'p/a': { claims: { durability: 5 } } }),
      { place: 'exercises["p/a"].claims', expected: 'claims' },
    ],
    [
      'with too many hints',
      file({ 'p/a': { hints: Array.from({ length: 51 }, () => null) } }),
      { place: 'exercises["p/a"].hints', expected: 'times' },
    ],
  ] as const)
    it(`${what} says where`, () => assert.deepEqual(parseLedgerFile(value), mistake));

  it('tells nothing of resets', () =>
    assert.deepEqual(parseLedgerFile(file({ 'p/a': { since: 99, runs: { a1: 1 } } })), {
      since: 0,
      exercises: { 'p/a': { ...freshRecord, runs: { a1: 1 } } },
    }));
});

describe('progress in the first format', () => {
  const entry = {
    ...{ startedAt: 10, firstPassAt: 40, lastRunAt: 50, lastOutcome: 'failed', runs: 4, hintsShown: 2 },
    claimed: ['durability/loss', 'durability/cost'],
  };
  const former = (exercises: object): unknown => ({ version: 1, exercises });

  it('is all there today', () =>
    assert.deepEqual(progressOf(parseFormerFormat(former({ 'good/counter': entry })), 'good/counter'), {
      ...{ ...entry, claimed: ['durability/cost', 'durability/loss'] },
      attempts: 1,
      hintsAt: [null, null],
      history: [
        { at: 40, passed: true },
        { at: 50, passed: false },
      ],
    }));

  it('says the same of every exercise as it did', () => {
    const time = fc.option(fc.integer({ min: 1, max: 100 }));
    const any = fc.record({
      ...{ startedAt: time, firstPassAt: time, lastRunAt: time },
      lastOutcome: fc.constantFrom('passed' as const, 'failed' as const, null),
      runs: fc.nat(9),
      hintsShown: fc.nat(9),
      claimed: fc.uniqueArray(fc.constantFrom('a/b', 'c/d')),
    });
    fc.assert(
      fc.property(any, stored => {
        const now = progressOf(parseFormerFormat(former({ 'p/a': stored })), 'p/a');
        const { attempts: _, hintsAt: __, history: ___, ...same } = now;
        assert.deepEqual(same, { ...stored, claimed: [...stored.claimed].sort() });
      }),
    );
  });

  it('loses an entry that makes no sense, and what another version wrote', () => {
    const known = parseFormerFormat(former({ 'p/a': entry, 'p/b': { ...entry, runs: 'many' }, 'p/c': null }));
    assert.deepEqual(refsIn(known), ['p/a']);
    for (const value of [undefined, null, 'x', [], { version: 2, exercises: {} }, { version: 1 }])
      assert.deepEqual(parseFormerFormat(value), emptyLedger);
    assert.deepEqual(progressOf(emptyLedger, 'p/a'), freshExercise);
  });

  it('is parsed without harm, whatever it is', () =>
    fc.assert(
      fc.property(oddValue, value => void parseFormerFormat({ version: 1, exercises: value })),
      { numRuns: 500 },
    ));
});
