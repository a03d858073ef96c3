import assert from 'node:assert/strict';
import type { Failure, RunReport } from '../../../src/core/run/report';
import { noWalls } from '../../../src/core/run/report';
import { excerptText } from '../../../src/core/text/excerpt';
import { compileAttempt } from '../../../src/node/compile';
import { ShownReport } from '../../../src/node/shownReport';
import { counter } from '../core/support/packs';

const text = `import { limit } from './types';

export function first(a: number, b: Map<string, number> = new Map()): number {
  const c: readonly string[] = []; throw new RangeError('first');
}
`;
const exercise = counter();
const shown = new ShownReport(exercise, { 'counter.ts': text, 'types.ts': 'changed by hand' });

const failing = (failure: Failure): RunReport => ({
  kind: 'finished',
  exercise: 'good/counter',
  pack: { id: 'good', version: '1.0.0', hash: 'h' },
  seed: 1,
  durationMs: 1,
  walls: noWalls,
  loadLogs: [{ level: 'log', text: 'load\u001b[2J' }],
  loadFailure: failure,
  checks: [
    {
      ...{ suite: 's', title: 'R1 t', requirements: ['R1'], state: 'failed', ms: 1, trace: [], failure },
      logs: [{ level: 'warn', text: '\u202eback' }],
    },
  ],
});

const shownFailure = (failure: Failure): Failure | undefined =>
  shown.report(failing(failure)).checks[0]?.failure;

describe('a report as it is shown', () => {
  it('has the code of the innermost frame, from the text that was run', () => {
    const frames = [
      { file: 'counter.ts', line: 1, column: 1, fn: 'f' },
      { file: 'counter.ts', line: 2, column: 1, fn: '' },
    ];
    const [innermost, caller] = shownFailure({ message: 'm', frames })?.frames ?? [];
    assert.ok(innermost?.code);
    assert.match(excerptText(innermost.code), /^> 1 \| import \{ limit \} from '\.\/types';$/m);
    assert.equal(caller?.code, undefined);
  });

  it('has the code of a file of the exercise from the pack, whatever is on the disk', () => {
    const frames = [{ file: 'types.ts', line: 1, column: 1, fn: '' }];
    const [frame] = shownFailure({ message: 'm', frames })?.frames ?? [];
    const owned = exercise.files.find(({ path }) => path === 'types.ts')?.starter ?? '';
    assert.equal(frame?.code?.lines[0], owned.split('\n')[0]);
  });

  it('points at the column in TypeScript, not in what was made of it', () => {
    const compiled = compileAttempt({ 'counter.ts': text, 'types.ts': 'export const limit = 1;' });
    const line = compiled.modules['counter.ts']?.split('\n')[3] ?? '';
    const column = line.indexOf('new RangeError') + 1;
    assert.notEqual(column, 42, 'the compiler has moved it');
    const frames = [{ file: 'counter.ts', line: 4, column, fn: 'first' }];
    const [frame] = shownFailure({ message: 'm', frames })?.frames ?? [];
    assert.equal(frame?.column, text.split('\n')[3]!.indexOf('new RangeError') + 1);
    assert.match(excerptText(frame.code!), /\n {4}\| {42}\^\^\^\n/);
  });

  for (const [what, frame] of [
    ['a file that is not there', { file: 'gone.ts', line: 1, column: 1, fn: '' }],
    ['a file with the name of something inherited', { file: 'toString', line: 1, column: 1, fn: '' }],
    ['a line that is not there', { file: 'counter.ts', line: 1_000, column: 1, fn: '' }],
  ] as const)
    it(`has no code for ${what}`, () =>
      assert.deepEqual(shownFailure({ message: 'm', frames: [frame] })?.frames, [frame]));

  it('lets no text of the learner’s hide or move anything', () => {
    const report = shown.report(
      failing({ message: '\u001b[31m\r\nm', expected: 'a\u0007', actual: '\u2066b', frames: [] }),
    );
    assert.equal(report.kind, 'finished');
    assert.deepEqual(report.loadFailure, {
      message: '\\x1b[31m\nm',
      expected: 'a\\x07',
      actual: '\\u2066b',
      frames: [],
    });
    assert.deepEqual(report.checks[0]?.failure, report.loadFailure);
    assert.deepEqual(
      [...report.loadLogs, ...report.checks.flatMap(check => check.logs)].map(line => line.text),
      ['load\\x1b[2J', '\\u202eback'],
    );
  });

  it('does the same to what a playground came to', () => {
    const facts = { seed: 1, durationMs: 1, walls: noWalls };
    const hidden = { level: 'log', text: '\u202eback' } as const;
    const failure = { message: 'no\u001b[2J', frames: [] };
    const errors = [{ file: 'a.ts', line: 1, column: 1, message: '\u202eno', codeFrame: '' }];
    const said = [
      shown.play({ ...facts, kind: 'played', trace: [], logs: [hidden] }),
      shown.play({ ...facts, kind: 'failed', failure, trace: [], logs: [hidden] }),
      shown.play({ ...facts, kind: 'did-not-compile', errors }),
    ];
    const text = JSON.stringify(said);
    assert.deepEqual(
      ['\\u001b', '\u202e'].filter(hidden => text.includes(hidden)),
      [],
    );
    assert.deepEqual(shown.play({ ...facts, kind: 'cancelled' }), { ...facts, kind: 'cancelled' });
  });

  it('keeps what is not text of the learner’s', () => {
    const stopped: RunReport = {
      ...failing({ message: 'm', frames: [] }),
      ...{ kind: 'timed-out', limit: 'check', limitMs: 1, during: 't' },
    };
    assert.deepEqual(shown.report({ ...stopped, checks: [] }), { ...stopped, checks: [] });
  });
});
