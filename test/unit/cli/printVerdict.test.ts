import assert from 'node:assert/strict';
import type { Io } from '../../../src/cli/io';
import { printVerdict, printVerifyEnd } from '../../../src/cli/print/verdict';
import { barOf } from '../../../src/cli/print/verifyBar';
import type { JudgedMutant } from '../../../src/core/verify/mutation';
import type { VerifiedExercise } from '../../../src/core/verify/verified';
import { verified, wrongResult } from '../core/support/verdicts';

function printed(verdict: VerifiedExercise, color = false): string {
  const lines: string[] = [];
  const io: Io = {
    out: text => lines.push(text),
    err: text => assert.fail(text),
    color,
    signal: new AbortController().signal,
  };
  printVerdict(verdict, io);
  printVerifyEnd({ ok: verdict.ok, errors: 0, verdicts: [verdict] }, io);
  return lines.join('\n');
}

const survivor: JudgedMutant = {
  ...{ file: 'counter.ts', mutator: 'EqualityOperator', line: 4, column: 7, fate: 'survived', by: null },
  ...{ original: 'a < b', replacement: 'a <= b' },
  before: ['  if (a < b) return;'],
  after: ['  if (a <= b) return;'],
};

describe('a verdict on a terminal', () => {
  it('says everything without colours', () => {
    const verdict = verified({
      ok: false,
      unchanged: true,
      wrong: [
        wrongResult('returns-old-value'),
        wrongResult('no-ceiling', { ok: false, failed: ['R1'], missed: ['R2'], unrelated: ['R1'] }),
        wrongResult('both', { failed: ['R1', 'R2'] }),
      ],
      findings: [
        {
          ...{ code: 'not-caught', severity: 'error', message: 'Not caught.', remedy: 'Sharpen.' },
          place: { file: 'counter/exercise.yaml', line: 31, column: 5 },
        },
        { code: 'slow-suite', severity: 'warning', message: 'Slow.', remedy: 'Do less.' },
      ],
      mutation: { mutants: [survivor], killed: 19, survived: 1, notRun: 0, percent: 95 },
    });
    assert.equal(
      printed(verdict),
      `
Count what happens counter (unchanged)
  2 checks of 2 requirements, 2 seeds
  ✓ the starter compiles and fails R1, R2
  ✓ the solution passes

    wrong variant     R1 2
  ✓ returns-old-value  · X
  ✗ no-ceiling         ? !
  ✓ both               x X

    X caught as named, ! named, but passes, ? fails though not named, x may fail as well, · passes

  ✓ 19 of 20 changes to the solution are noticed (95 %); not:
    counter.ts:4:7 EqualityOperator
    - if (a < b) return;
    + if (a <= b) return;
  ✗ Not caught. Sharpen. [not-caught]
    counter/exercise.yaml:31:5
  ! warning: Slow. Do less. [slow-suite]

0 of 1 exercises are sound, all unchanged; 1 finding, 0 errors in the files.
1 warning.`,
    );
  });

  it('keeps the matrix in 80 columns, however many requirements there are', () => {
    const requirements = Array.from({ length: 40 }, (_, i) => `R${i + 1}`);
    const wrong = [
      wrongResult('a-variant-with-a-name-that-goes-on-and-on', { failed: ['R40'], caughtBy: ['R40'] }),
    ];
    const lines = printed(verified({ requirements, wrong })).split('\n');
    assert.deepEqual(
      lines.filter(line => line.length > 80),
      [],
    );
    const rows = lines.filter(line => line.includes('a-variant-with'));
    assert.equal(rows.length, 3);
    assert.deepEqual(
      rows.map(row => row.split(/[·X]/).length - 1),
      [15, 15, 10],
    );
    assert.ok(rows[2]!.endsWith('X'));
    const header = lines.filter(line => line.includes('wrong variant')).at(-1)!;
    assert.ok(header.endsWith('40'));
    assert.equal(header.length, rows[2]!.length);
  });

  it('shows what is around a change of a long line, and no more than a few lines', () => {
    const long = `const far = ${'x'.repeat(90)} < 7;`;
    const mutant: JudgedMutant = {
      ...survivor,
      column: long.indexOf('<'),
      before: [long, ...Array.from({ length: 9 }, () => 'more')],
      after: [long.replace('<', '<=')],
    };
    const out = printed(
      verified({ mutation: { mutants: [mutant], killed: 0, survived: 1, notRun: 0, percent: 0 } }),
    );
    assert.match(out, /\n {4}- …x+ < 7;\n(?: {4}- more\n){3} {4}- … 6 more lines\n {4}\+ …x+ <= 7;\n/);
    assert.deepEqual(
      out.split('\n').filter(line => line.length > 80),
      [],
    );
  });

  it('lets no text of a pack act on the terminal', () => {
    const mutant = { ...survivor, before: ['a \u001b[31m b'] };
    const out = printed(
      verified({ mutation: { mutants: [mutant], killed: 0, survived: 1, notRun: 0, percent: 0 } }),
    );
    assert.ok(!out.includes('\u001b'));
    assert.ok(printed(verified(), true).includes('\u001b['));
  });

  it('has a bar that says how far it is', () => {
    const progress = { exercise: 'counter', done: 3, all: 12, exercisesDone: 1, exercises: 4, share: 0.3125 };
    assert.equal(barOf(progress), '███████░░░░░░░░░░░░░░░░░  31 %  1 of 4  counter 3/12');
    assert.ok(barOf({ ...progress, exercise: 'x'.repeat(200) }).length <= 80);
  });
});
