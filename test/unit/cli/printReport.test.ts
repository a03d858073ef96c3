import assert from 'node:assert/strict';
import type { Io } from '../../../src/cli/io';
import { printReport } from '../../../src/cli/print/report';
import { reportAsJson } from '../../../src/cli/print/reportJson';
import {
  noWalls,
  outcomeOf,
  type CheckResult,
  type RunReport,
  type Walls,
} from '../../../src/core/run/report';
import { missingWallSentences, wallNames } from '../../../src/core/run/walls';
import { excerptAt } from '../../../src/core/text/excerpt';
import { counter } from '../core/support/packs';

const walls: Walls = { compartment: true, permissions: true, watchdog: true, emptyEnvironment: true };
const check = (title: string, state: CheckResult['state'], rest: Partial<CheckResult> = {}): CheckResult => ({
  suite: 'basics',
  title,
  requirements: [title.split(' ')[0]!],
  state,
  ms: 1,
  logs: [],
  trace: [],
  ...rest,
});
const facts = {
  exercise: 'good/counter',
  pack: { id: 'good', version: '1.2.3', hash: 'abc' },
  seed: 7,
  durationMs: 12.4,
  walls,
} as const;
const code = excerptAt('const a = 1;\n  count();\n', { line: 2, column: 3 })!;
const frames = [{ file: 'counter.ts', line: 2, column: 3, fn: 'increment', code }];
const failing: RunReport = {
  ...facts,
  kind: 'finished',
  loadLogs: [],
  checks: [
    check('R1 begins at 0', 'passed'),
    check('R2 counts up', 'failed', {
      failure: { message: 'Expected 1, got 0.', expected: '1', actual: '0', frames },
      logs: [{ level: 'warn', text: 'red \u001b[31m' }],
    }),
    check('R2 says so', 'failed', { failure: { message: 'Expected 2, got 0.', frames } }),
    check('R3 stops', 'not-run'),
  ],
};

function printed(report: RunReport): string {
  const lines: string[] = [];
  const io: Io = {
    out: text => lines.push(text),
    err: text => assert.fail(text),
    color: false,
    signal: new AbortController().signal,
  };
  const command = ['design-drills', 'run', 'good/counter', '--attempt', 'my work'];
  printReport({ exercise: counter(), report, outcome: outcomeOf(report), folder: 'work', command }, io);
  return lines.join('\n');
}

describe('a printed report', () => {
  it('shows requirements, what failed and where', () => {
    assert.equal(
      printed(failing),
      `Count what happens good/counter, pack 1.2.3

R1  ✓ passed        A new counter stands at 0.
R2  ✗ failed        \`increment\` adds one and returns the new value.
R3  ○ not run       The counter never goes above its ceiling.

✗ failed R2 counts up Counting
  R2 \`increment\` adds one and returns the new value.
  Expected 1, got 0.
  at increment work/counter.ts:2:3
    1 | const a = 1;
  > 2 |   count();
      |   ^^^^^
  warn: red \\x1b[31m

✗ failed R2 says so Counting
  R2 \`increment\` adds one and returns the new value.
  Expected 2, got 0.
  at increment work/counter.ts:2:3

2 of 4 checks failed
Seed 7, 12 ms.
Run again with this seed: design-drills run good/counter --attempt "my work" --seed 7`,
    );
  });

  it('shows why nothing could be run', () => {
    const error = {
      file: 'counter.ts',
      line: 2,
      column: 3,
      message: 'Unexpected token',
      codeFrame: '> 2 | count(',
    };
    assert.equal(
      printed({ ...facts, kind: 'did-not-compile', checks: [], errors: [error] }),
      `Count what happens good/counter, pack 1.2.3

error work/counter.ts:2:3: Unexpected token
  > 2 | count(

Does not compile: counter.ts:2: Unexpected token
Seed 7, 12 ms.`,
    );
  });

  it('shows a failure before the first check', () => {
    const loadFailure = { message: 'Error: no', frames: [] };
    assert.equal(
      printed({
        ...facts,
        kind: 'finished',
        checks: [],
        loadFailure,
        loadLogs: [{ level: 'log', text: 'hello' }],
      }),
      `Count what happens good/counter, pack 1.2.3

Your code failed while it was being loaded
  Error: no

  log: hello
Could not be loaded: Error: no
Seed 7, 12 ms.
Run again with this seed: design-drills run good/counter --attempt "my work" --seed 7`,
    );
  });

  it('shows the difference of values that the message does not name', () => {
    const failure = {
      message: 'The values differ.',
      expected: '{\n  a: 1,\n  b: 2\n}',
      actual: `{\n  a: 1,\n  b: '${'x'.repeat(400)}'\n}`,
      frames: [],
    };
    const lines = printed({ ...failing, checks: [check('R2 counts up', 'failed', { failure })] }).split('\n');
    assert.deepEqual(lines.slice(6, 10), [
      '✗ failed R2 counts up Counting',
      '  R2 `increment` adds one and returns the new value.',
      '  The values differ.',
      '  + expected   b: 2',
    ]);
    assert.equal(lines[10], `  - actual     b: '${'x'.repeat(294)}… (407 characters)`);
  });

  it('names the check that was running when the run was stopped, with what it is about', () => {
    const lines = printed({
      ...facts,
      kind: 'timed-out',
      limit: 'check',
      limitMs: 2_000,
      during: 'R3 stops',
      checks: [check('R1 begins at 0', 'passed'), check('R3 stops', 'not-run')],
    }).split('\n');
    assert.deepEqual(lines.slice(6), [
      '✗ stopped R3 stops',
      '  R3 The counter never goes above its ceiling.',
      '',
      'Stopped: “R3 stops” took longer than 2 s',
      'Seed 7, 12 ms.',
      'Run again with this seed: design-drills run good/counter --attempt "my work" --seed 7',
    ]);
  });

  for (const name of wallNames)
    it(`says what it means that a wall was missing: ${name}`, () => {
      const report = { ...failing, walls: { ...walls, [name]: false } };
      assert.deepEqual(
        printed(report)
          .split('\n')
          .filter(line => line.startsWith('Warning:')),
        [`Warning: ${missingWallSentences()[name]}`],
      );
      assert.deepEqual(reportAsJson(counter(), report, 'failed').walls, { ...walls, [name]: false });
    });

  it('does not speak of walls where nothing was run', () =>
    assert.doesNotMatch(
      printed({ ...facts, walls: noWalls, kind: 'did-not-compile', checks: [], errors: [] }),
      /Warning/,
    ));

  it('cuts floods', () => {
    const logs = Array.from({ length: 30 }, () => ({ level: 'log', text: 'x'.repeat(1000) }) as const);
    const report = { ...failing, checks: [check('R1 floods', 'failed', { logs })] };
    const lines = printed(report).split('\n');
    assert.equal(lines.filter(line => line === `  log: ${'x'.repeat(200)} … (1000 characters)`).length, 20);
    assert.ok(lines.includes('  … and 10 more lines of output'));
  });
});

describe('a report as JSON', () => {
  it('is one object', () => {
    assert.deepEqual(reportAsJson(counter(), failing, 'failed'), {
      version: 1,
      exercise: 'good/counter',
      outcome: 'failed',
      detail: '2 of 4 checks failed',
      requirements: [
        { id: 'R1', state: 'passed' },
        { id: 'R2', state: 'failed' },
        { id: 'R3', state: 'not-run' },
      ],
      checks: [
        { suite: 'basics', title: 'R1 begins at 0', requirements: ['R1'], state: 'passed', ms: 1 },
        {
          ...{ suite: 'basics', title: 'R2 counts up', requirements: ['R2'], state: 'failed', ms: 1 },
          message: 'Expected 1, got 0.',
        },
        {
          ...{ suite: 'basics', title: 'R2 says so', requirements: ['R2'], state: 'failed', ms: 1 },
          message: 'Expected 2, got 0.',
        },
        { suite: 'basics', title: 'R3 stops', requirements: ['R3'], state: 'not-run', ms: 1 },
      ],
      walls,
      seed: 7,
      durationMs: 12.4,
      pack: { id: 'good', version: '1.2.3', hash: 'abc' },
    });
  });
});
