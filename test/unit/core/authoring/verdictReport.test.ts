import assert from 'node:assert/strict';
import { verdictReport } from '../../../../src/core/authoring/verdictReport';
import type { DesignResult } from '../../../../src/core/verify/judge';
import type { ExerciseVerdict } from '../../../../src/core/verify/verifyExercise';

const design = (change: Partial<DesignResult> = {}): DesignResult => ({
  ...{
    id: 'solution',
    title: 'Solution',
    ok: true,
    loads: true,
    outcome: 'passed',
    failed: [],
    sometimes: [],
  },
  ...change,
});

const sound: ExerciseVerdict = {
  ...{ exercise: 'limiter', title: 'Limiter', kind: 'checked', ok: true, findings: [], seeds: [1, 2] },
  requirements: ['R1', 'R2'],
  checks: [
    { suite: 'limits', title: 'R1 lets through', requirements: ['R1'] },
    { suite: 'limits', title: 'R1 R2 refuses | later', requirements: ['R1', 'R2'] },
  ],
  starter: design({ id: 'starter', title: 'Starter', outcome: 'failed', failed: ['R1'], sometimes: ['R2'] }),
  solution: design(),
  alternatives: [],
  wrong: [
    {
      ...design({ id: 'one', title: 'One *for* all', outcome: 'failed', failed: ['R2'] }),
      ...{ caughtBy: ['R2'], missed: [], unrelated: [] },
    },
  ],
  mutation: { mutants: [], killed: 4, survived: 0, notRun: 0, percent: 100 },
};

describe('the report of a verdict', () => {
  it('of a sound exercise says what proves it', () =>
    assert.equal(
      verdictReport(sound, { stale: false }),
      `# Limiter

**Sound**: nothing was found.

2 checks of 2 requirements, seeds 1, 2.

## Designs

- ✓ Starter: fails R1 (on some seeds R2)
- ✓ Solution: passes

## Wrong variants × requirements

|  | wrong variant | R1 | R2 |
| --- | --- | :-: | :-: |
| ✓ | One \\*for\\* all (\`one\`) | · | **X** |

**X** caught as named, **!** named, but passes, **?** fails though not named, x may fail as well, · passes

## Checks

| requirement | checks |
|---|---|
| R1 | R1 lets through<br>R1 R2 refuses \\| later |
| R2 | R1 R2 refuses \\| later |

## Changes of the solution

4 of 4 are noticed (100 %).
`,
    ));

  it('says what is wrong, what goes unnoticed, and that it is out of date', () => {
    const { mutation, ...rest } = sound;
    assert.ok(mutation);
    const report = verdictReport(
      {
        ...rest,
        ok: false,
        findings: [
          {
            ...{ code: 'not-caught', severity: 'error', remedy: 'Sharpen it.' },
            message: 'The variant "one" is not caught.',
            place: { file: 'limiter/exercise.yaml', line: 12, column: 5 },
          },
          { code: 'long-statement', severity: 'warning', message: 'It is long.', remedy: 'Shorten it.' },
        ],
        wrong: sound.wrong.map(one => ({
          ...one,
          ok: false,
          failed: [],
          sometimes: ['R1'],
          missed: ['R2'],
          unrelated: ['R1'],
        })),
        mutation: {
          ...{ killed: 1, survived: 1, notRun: 2, percent: 50 },
          mutants: [
            {
              ...{
                file: 'limiter.ts',
                mutator: 'StringLiteral',
                line: 3,
                column: 7,
                fate: 'survived',
                by: null,
              },
              ...{ original: '`a`', replacement: '``', before: ['x = `a`;'], after: ['x = ``;'] },
            },
          ],
        },
      },
      { stale: true },
    );
    for (const part of [
      '> Files have changed since. Verify again to know.',
      '**Not sound yet**: 2 findings.',
      '- ✗ limiter/exercise.yaml:12: The variant "one" is not caught. Sharpen it. `not-caught`',
      '- ⚠ It is long. Shorten it. `long-statement`',
      '| ✗ | One \\*for\\* all (`one`) | **?** | **!** |',
      '1 of 2 are noticed (50 %). There was no time for 2 more. These go unnoticed:\n\n### limiter.ts:3:7 StringLiteral\n\n```diff\n- x = `a`;\n+ x = ``;\n```',
    ])
      assert.ok(report.includes(part), `${part}\n\nis not in\n\n${report}`);
  });

  it('of an exercise without suites has no tables', () => {
    const { starter, solution, mutation, ...rest } = sound;
    assert.ok(starter && solution && mutation);
    assert.equal(
      verdictReport({ ...rest, kind: 'discussed', checks: [], wrong: [] }, { stale: false }),
      '# Limiter\n\n**Sound**: nothing was found.\n',
    );
  });
});
