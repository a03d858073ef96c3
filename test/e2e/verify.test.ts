import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../src/core/verify/finding';
import { useCommandLine } from './support/commandLine';

const packs = path.resolve('test', 'packs');

/** As much of `verify --json` as is looked at here. */
interface Verified {
  readonly ok: boolean;
  readonly exercises: readonly {
    readonly exercise: string;
    readonly ok: boolean;
    readonly findings: readonly Finding[];
    readonly unchanged: boolean;
    readonly runs: number;
  }[];
}

describe('verify', () => {
  const line = useCommandLine('verify');

  it('proves a sound pack', async () => {
    assert.deepEqual(await line.run(['verify', path.join(packs, 'good')]), {
      code: 0,
      out: `
Count what happens counter
  3 checks of 3 requirements, 3 seeds
  ✓ the starter compiles and fails R1, R2, R3
  ✓ the solution passes
  ✓ the alternative as-class passes

    wrong variant     R1 2 3
  ✓ no-ceiling         · · X
  ✓ returns-old-value  · X ·

    X caught as named, · passes

  ✓ 6 of 6 changes to the solution are noticed (100 %)

1 of 1 exercises are sound.
`,
      err: '',
    });
  });

  const unsound: [name: string, change: (yaml: string, counter: string) => void, finding: string][] = [
    [
      'a variant that nothing catches',
      (_, at) =>
        edit(path.join(at, 'exercise.yaml'), text => text.replace('caughtBy: [R3]', 'caughtBy: [R1, R3]')),
      'not-caught',
    ],
    [
      'a variant that does not load',
      (_, at) => writeFileSync(path.join(at, 'wrong', 'no-ceiling.ts'), "throw new Error('x');"),
      'wrong-does-not-load',
    ],
    [
      'a solution that fails',
      (_, at) =>
        edit(path.join(at, 'solution', 'counter.ts'), text => text.replace('value + 1', 'value + 2')),
      'solution-fails',
    ],
    [
      'an alternative that fails',
      (_, at) => edit(path.join(at, 'alternative', 'counter.ts'), text => text.replace('+= 1', '+= 2')),
      'alternative-fails',
    ],
    [
      'a starter that passes',
      (_, at) => cpSync(path.join(at, 'solution', 'counter.ts'), path.join(at, 'starter', 'counter.ts')),
      'starter-passes',
    ],
    [
      'a starter that does not compile',
      (_, at) => writeFileSync(path.join(at, 'starter', 'counter.ts'), 'export function'),
      'starter-does-not-load',
    ],
    [
      'a check that cites nothing',
      (_, at) => edit(path.join(at, 'tests', 'ceiling.test.ts'), text => `${text}\nit('works', () => {});\n`),
      'uncited-check',
    ],
    [
      'a requirement without a check',
      (_, at) =>
        edit(path.join(at, 'exercise.yaml'), text =>
          text.replace('\nfiles:', '\n  R4: It is quick.\nfiles:'),
        ),
      'unchecked-requirement',
    ],
    [
      'a suite that does not compile',
      (_, at) => edit(path.join(at, 'tests', 'ceiling.test.ts'), text => `${text}\n}`),
      'broken-suite',
    ],
    [
      'a suite that imports what is not there',
      (_, at) => edit(path.join(at, 'tests', 'ceiling.test.ts'), text => `import './gone';\n${text}`),
      'broken-suite',
    ],
  ];
  for (const [name, change, code] of unsound)
    it(`finds ${name}`, async () => {
      const pack = copyOfGood(code);
      change(pack, path.join(pack, 'counter'));
      const result = await line.run(['verify', pack, '--seeds', '1', '--no-mutants', '--json']);
      const { ok, exercises } = JSON.parse(result.out) as {
        ok: boolean;
        exercises: { findings: { code: string }[] }[];
      };
      assert.deepEqual(
        [result.code, ok, exercises.map(({ findings }) => findings.map(finding => finding.code))],
        [1, false, [[code]]],
      );
    });

  it('shows the mistakes of a pack that cannot be read', async () => {
    const pack = copyOfGood('typo', yaml => yaml.replace('minutes: 10', 'minuts: 10'));
    assert.deepEqual(await line.run(['verify', pack]), {
      code: 2,
      out: '\n0 of 0 exercises are sound; 0 findings, 2 errors in the files.\n',
      err: `${path.join(pack, 'counter', 'exercise.yaml')}:1:1: error: The file lacks the key "minutes". Add "minutes: …". [missing-key]
${path.join(pack, 'counter', 'exercise.yaml')}:4:1: error: The file has no key "minuts". Did you mean "minutes"? [unknown-key]
`,
    });
    writeFileSync(path.join(pack, 'pack.yaml'), '{');
    const { code, out } = await line.run(['verify', pack, '--json']);
    assert.deepEqual([code, (JSON.parse(out) as { pack: unknown }).pack], [2, null]);
  });

  it('wants a variant to make one mistake, and says where it stands', async () => {
    const pack = copyOfGood('unrelated');
    const at = path.join(pack, 'counter');
    edit(path.join(at, 'wrong', 'no-ceiling.ts'), text => text.replace('value = 0', 'value = 1'));
    const { code, findings } = await findingsOf(pack);
    assert.deepEqual(
      [code, findings],
      [
        1,
        [
          {
            code: 'caught-elsewhere',
            severity: 'error',
            message: 'The wrong variant "no-ceiling" fails R1, R2 as well.',
            remedy: 'Make one mistake only in it, or say that it may: "alsoFails: [R1, R2]".',
            place: { file: 'counter/exercise.yaml', line: 31, column: 5 },
          },
        ],
      ],
    );
    edit(path.join(at, 'exercise.yaml'), text =>
      text.replace('caughtBy: [R3]', 'caughtBy: [R3]\n    alsoFails: [R1, R2]'),
    );
    assert.deepEqual(await findingsOf(pack), { code: 0, findings: [] });
  });

  it('finds a check that remembers, and one that looks at the clock on the wall', async () => {
    const pack = copyOfGood('restless');
    edit(
      path.join(pack, 'counter', 'tests', 'ceiling.test.ts'),
      text => `${text}
let runs = 0;
it('R3 prints how often it is asked', () => { runs++; });
it('R3 remembers', () => { console.log(runs); });
`,
    );
    const { findings } = await findingsOf(pack);
    assert.deepEqual(
      findings.map(({ code, message, place }) => [code, message, place?.file, place?.line]),
      [
        [
          'depends-on-others',
          '"R3 remembers" gives another result by itself than after other checks: what is printed differs.',
          'counter/tests/ceiling.test.ts',
          readFileSync(path.join(pack, 'counter', 'tests', 'ceiling.test.ts'), 'utf8')
            .split('\n')
            .findIndex(text => text.includes('R3 remembers')) + 1,
        ],
      ],
    );
  });

  it('lists the changes that no check notices, each with its lines', async () => {
    const pack = copyOfGood('blind');
    edit(path.join(pack, 'counter', 'solution', 'counter.ts'), text =>
      text.replace('value = Math', 'const spare = 7 * value;\n      void spare;\n      value = Math'),
    );
    edit(path.join(pack, 'pack.yaml'), text => text.replace('mutationScore: 90', 'mutationScore: 80'));
    const { code, out } = await line.run(['verify', pack, '--seeds', '1']);
    assert.equal(code, 0, out);
    assert.match(out, /changes to the solution are noticed \(\d\d\.?\d? %\); not:/);
    assert.match(
      out,
      /\n {4}counter\.ts:\d+:\d+ ArithmeticOperator\n {4}- const spare = 7 \* value;\n {4}\+ const spare = 7 \/ value;\n/,
    );
    edit(path.join(pack, 'pack.yaml'), text => text.replace('mutationScore: 80', 'mutationScore: 100'));
    const strict = await line.run(['verify', pack, '--seeds', '1', '--json']);
    const { exercises } = JSON.parse(strict.out) as Verified;
    assert.deepEqual(
      [strict.code, exercises[0]?.findings.map(finding => finding.code)],
      [1, ['mutation-score']],
    );
  });

  describe('the second time', () => {
    const again = async (pack: string, ...more: string[]): Promise<Verified['exercises']> => {
      const { out } = await line.run(['verify', pack, '--seeds', '1', '--no-mutants', '--json', ...more]);
      return (JSON.parse(out) as Verified).exercises;
    };
    const runsOf = (exercises: Verified['exercises']): readonly (readonly [string, boolean, number])[] =>
      exercises.map(({ exercise, unchanged, runs }) => [exercise, unchanged, runs]);

    it('runs nothing, and what has changed when something has', async () => {
      const pack = twoCounters('twice');
      assert.deepEqual(runsOf(await again(pack)), [
        ['counter', false, 25],
        ['other', false, 25],
      ]);
      assert.deepEqual(runsOf(await again(pack)), [
        ['counter', true, 0],
        ['other', true, 0],
      ]);
      edit(path.join(pack, 'other', 'tests', 'ceiling.test.ts'), text => `${text}// a word more\n`);
      assert.deepEqual(runsOf(await again(pack)), [
        ['counter', true, 0],
        ['other', false, 25],
      ]);
      assert.deepEqual(runsOf(await again(pack, '--no-cache')), [
        ['counter', false, 25],
        ['other', false, 25],
      ]);
      // What it was asked is part of what it answers.
      assert.deepEqual(runsOf(await again(pack, '--seeds', '2', '--exercise', 'other')), [
        ['other', false, 30],
      ]);
      const { out } = await line.run(['verify', pack, '--seeds', '1', '--no-mutants']);
      assert.match(out, /\nCount what happens counter \(unchanged\)\n/);
      assert.match(out, /\n2 of 2 exercises are sound, all unchanged\.\n$/);
    });

    it('finds what was found before', async () => {
      const pack = copyOfGood('found');
      edit(path.join(pack, 'counter', 'exercise.yaml'), text =>
        text.replace('caughtBy: [R3]', 'caughtBy: [R1]'),
      );
      const first = await again(pack);
      const second = await again(pack);
      assert.deepEqual(
        second.map(({ findings, ok }) => [ok, findings]),
        first.map(({ findings, ok }) => [ok, findings]),
      );
      assert.deepEqual([second[0]?.ok, second[0]?.unchanged, second[0]?.runs], [false, true, 0]);
    });

    it('believes nothing that somebody has changed', async () => {
      const pack = copyOfGood('spoilt');
      edit(path.join(pack, 'counter', 'exercise.yaml'), text =>
        text.replace('caughtBy: [R3]', 'caughtBy: [R1]'),
      );
      await again(pack);
      const verdicts = line.inFolder('.cache', 'verdicts');
      for (const name of readdirSync(verdicts))
        edit(path.join(verdicts, name), text => text.replace(/"ok":false/g, '"ok":true'));
      assert.deepEqual(runsOf(await again(pack)), [['counter', false, 25]]);
    });
  });

  it('tells other tools', async () => {
    const pack = copyOfGood('told', yaml => yaml.replace('caughtBy: [R3]', 'caughtBy: [R1]'));
    const files = ['--junit', 'junit.xml', '--ctrf', 'ctrf.json', '--gradescope', 'results.json'];
    const { code } = await line.run(['verify', pack, '--seeds', '1', '--no-mutants', ...files]);
    assert.equal(code, 1);
    const read = (name: string): string => readFileSync(line.inFolder(name), 'utf8');
    assert.match(
      read('junit.xml'),
      /^<\?xml[^]*<testsuites name="good" tests="12" failures="1" errors="0" skipped="1"/,
    );
    const ctrf = JSON.parse(read('ctrf.json')) as { results: { summary: Record<string, number> } };
    assert.deepEqual(
      ['tests', 'passed', 'failed', 'skipped'].map(name => ctrf.results.summary[name]),
      [12, 10, 1, 1],
    );
    const { tests } = JSON.parse(read('results.json')) as { tests: { name: string; score: number }[] };
    assert.deepEqual(
      tests.map(({ name, score }) => [name, score]),
      [
        ['Files of A small good pack', 1],
        ['Count what happens', 0],
      ],
    );
  });

  async function findingsOf(pack: string): Promise<{ code: number | null; findings: readonly Finding[] }> {
    const { code, out } = await line.run(['verify', pack, '--seeds', '1', '--no-mutants', '--json']);
    return { code, findings: (JSON.parse(out) as Verified).exercises.flatMap(({ findings }) => findings) };
  }

  function copyOfGood(name: string, change: (yaml: string) => string = yaml => yaml): string {
    const target = line.inFolder('packs', name);
    cpSync(path.join(packs, 'good'), target, { recursive: true });
    edit(path.join(target, 'counter', 'exercise.yaml'), change);
    return target;
  }

  /** The good pack with its exercise twice. */
  function twoCounters(name: string): string {
    const pack = copyOfGood(name);
    cpSync(path.join(pack, 'counter'), path.join(pack, 'other'), { recursive: true });
    edit(path.join(pack, 'pack.yaml'), text => text.replace('[counter]', '[counter, other]'));
    return pack;
  }
});

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, change(before));
}
