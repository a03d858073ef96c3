import assert from 'node:assert/strict';
import { noWalls, type CheckResult, type RunReport } from '../../../../src/core/run/report';
import type { PlayReport } from '../../../../src/core/run/playReport';
import type { PlayRequest, RunRequest, SuiteRunner } from '../../../../src/core/run/request';
import { verifyExercise } from '../../../../src/core/verify/verifyExercise';
import { HumanError } from '../../../../src/core/errors';
import { memorySource } from '../../../../src/core/pack/source';
import { counter, discussedPack, goodFiles, goodPack } from '../support/packs';

const titles = ['R1 begins at 0', 'R2 counts up', 'R3 stops'];
const checks = (...failed: readonly string[]): CheckResult[] =>
  titles.map(title => {
    const id = title.slice(0, 2);
    const state = failed.includes(id) ? 'failed' : 'passed';
    return {
      suite: id === 'R3' ? 'ceiling' : 'basics',
      title,
      requirements: [id],
      state,
      ms: 1,
      logs: [],
      trace: [],
    };
  });

type End = (facts: Omit<Extract<RunReport, { kind: 'cancelled' }>, 'kind'>) => RunReport;
const ends =
  (...failed: readonly string[]): End =>
  facts => ({ ...facts, kind: 'finished', loadLogs: [], checks: checks(...failed) });

/** Answers each design as told; real runs are in the tests of the built command line. */
class ScriptedRunner implements Pick<SuiteRunner, 'plan' | 'run' | 'play'> {
  readonly requests: RunRequest[] = [];
  running = 0;
  most = 0;

  constructor(private readonly script: (design: string) => End) {}

  async run(request: RunRequest): Promise<RunReport> {
    this.requests.push(request);
    this.most = Math.max(this.most, ++this.running);
    await Promise.resolve();
    this.running--;
    const { seed = 0, pack, files } = request;
    const name = nameOf(files['counter.ts'] ?? '');
    return this.script(name)({
      exercise: 'good/counter',
      pack,
      seed,
      durationMs: 1,
      walls: noWalls,
      checks: [],
    });
  }
  play({ seed, settings }: PlayRequest): Promise<PlayReport> {
    const value = JSON.stringify(settings).length;
    return Promise.resolve({
      ...{ kind: 'played', seed, durationMs: 1, walls: noWalls, logs: [] },
      trace: [{ kind: 'point', t: 0, series: 'value', value }],
    });
  }
  plan() {
    return Promise.resolve(
      checks().map(({ suite, title, requirements }) => ({ suite, title, requirements })),
    );
  }
  warmUp(): void {
    return;
  }
  dispose(): void {
    return;
  }
}

const sources = {
  starter: goodFiles['counter/starter/counter.ts'],
  solution: goodFiles['counter/solution/counter.ts'],
  'as-class': goodFiles['counter/alternative/counter.ts'],
  'no-ceiling': goodFiles['counter/wrong/no-ceiling.ts'],
  'returns-old-value': goodFiles['counter/wrong/returns-old-value/counter.ts'],
};
const nameOf = (text: string): string =>
  Object.entries(sources).find(([, source]) => source === text)?.[0] ?? 'unknown';

const sound: Readonly<Record<string, End>> = {
  starter: ends('R1', 'R2', 'R3'),
  solution: ends(),
  'as-class': ends(),
  'no-ceiling': ends('R3'),
  'returns-old-value': ends('R2'),
};

async function findings(
  change: Readonly<Record<string, End>>,
  runner = new ScriptedRunner(design => change[design] ?? sound[design]!),
): Promise<string[]> {
  const verdict = await verifyExercise(counter(), goodPack(), runner, { seeds: [1, 2] });
  return verdict.findings.map(({ code, message }) => `${message} [${code}]`);
}

/** Another end for each seed. */
const perSeed =
  (choose: (seed: number) => End): End =>
  facts =>
    choose(facts.seed)(facts);

const timedOut: End = facts => ({
  ...facts,
  kind: 'timed-out',
  limit: 'check',
  limitMs: 2000,
  during: 'R3 stops',
  checks: checks(),
});

describe('the proof of an exercise', () => {
  it('finds nothing in a sound one', async () => {
    const runner = new ScriptedRunner(design => sound[design]!);
    const verdict = await verifyExercise(counter(), goodPack(), runner, { seeds: [1, 2] });
    assert.deepEqual(verdict, {
      exercise: 'counter',
      title: 'Count what happens',
      kind: 'checked',
      ok: true,
      findings: [],
      requirements: ['R1', 'R2', 'R3'],
      seeds: [1, 2],
      checks: await runner.plan(),
      starter: result('starter', 'Starter', 'failed', ['R1', 'R2', 'R3']),
      solution: result('solution', 'Solution', 'passed', []),
      alternatives: [result('as-class', 'A class', 'passed', [])],
      wrong: [
        {
          ...result('no-ceiling', 'It counts for ever', 'failed', ['R3']),
          ...{ caughtBy: ['R3'], missed: [], unrelated: [] },
        },
        {
          ...result('returns-old-value', 'It returns the value before', 'failed', ['R2']),
          ...{ caughtBy: ['R2'], missed: [], unrelated: [] },
        },
      ],
    });
    assert.equal(runner.requests.length, 1 + 2 + 2 + 4 + (2 + 1 + 1));
  });

  it('of one that is only discussed reads its texts, and runs nothing', async () => {
    const pack = discussedPack();
    const [feed] = pack.exercises;
    const never = new ScriptedRunner(() => assert.fail('something was run'));
    never.plan = () => assert.fail('suites were read');
    const sound = await verifyExercise(feed!, pack, never, { seeds: [1, 2] });
    assert.deepEqual(sound, {
      exercise: 'feed',
      title: 'A feed for a million readers',
      kind: 'discussed',
      ok: true,
      findings: [],
      requirements: ['R1'],
      seeds: [1, 2],
      ...{ checks: [], alternatives: [], wrong: [] },
    });

    const [first, ...others] = feed!.discussions;
    const unsound = {
      ...feed!,
      minutes: 14,
      statement: `${feed!.statement}\nSee R2.`,
      discussions: [{ ...first!, rubric: first!.rubric.filter(({ level }) => level === 'great') }, ...others],
    };
    const { ok, findings: found } = await verifyExercise(unsound, pack, never, { seeds: [1] });
    assert.deepEqual(
      [ok, ...found.map(({ code, message }) => `${message} [${code}]`)],
      [
        false,
        'Question.md mentions R2, which does not exist. [unknown-requirement]',
        'The rubric of the discussion "fan-out" asks for great answers only. [no-good-point]',
        'The discussions take 15 minutes, and the whole exercise 14. [too-little-time]',
      ],
    );
  });

  it('runs as many at once as it is told, and no more', async () => {
    for (const parallel of [1, 3]) {
      const runner = new ScriptedRunner(design => sound[design]!);
      await verifyExercise(counter(), goodPack(), runner, { seeds: [1, 2, 3], parallel });
      assert.equal(runner.most, parallel);
    }
  });

  it('is patient with a busy machine', async () => {
    const runner = new ScriptedRunner(design => sound[design]!);
    await verifyExercise(counter(), goodPack(), runner, { seeds: [1] });
    assert.deepEqual(runner.requests[0]?.exercise.limits, { checkMs: 10_000, runMs: 40_000, memoryMb: 128 });
  });

  it('lets a variant fail on more when its author says so', async () => {
    const exercise = counter();
    const wrong = exercise.wrong.map(variant => ({ ...variant, alsoFails: ['R1'] }));
    const runner = new ScriptedRunner(design =>
      design === 'no-ceiling' ? ends('R1', 'R3') : sound[design]!,
    );
    const verdict = await verifyExercise({ ...exercise, wrong }, goodPack(), runner, { seeds: [1] });
    assert.deepEqual([verdict.ok, verdict.findings], [true, []]);
  });

  const cases: [name: string, change: Parameters<typeof findings>[0], expected: string[]][] = [
    [
      'names the seeds on which a variant slips through',
      { 'no-ceiling': perSeed(seed => (seed === 1 ? ends('R3') : ends())) },
      ['The wrong variant "no-ceiling" is not caught by R3 (R3 on some seeds only). [not-caught]'],
    ],
    [
      'says what caught a variant instead',
      { 'no-ceiling': ends('R1') },
      ['The wrong variant "no-ceiling" is not caught by R3; it fails R1. [not-caught]'],
    ],
    [
      'wants a variant to fail on nothing else',
      {
        'no-ceiling': ends('R1', 'R3'),
        'returns-old-value': perSeed(seed => (seed === 1 ? ends('R2') : ends('R2', 'R3'))),
      },
      [
        'The wrong variant "no-ceiling" fails R1 as well. [caught-elsewhere]',
        'The wrong variant "returns-old-value" fails R3 as well (R3 on some seeds only). [caught-elsewhere]',
      ],
    ],
    ['lets a variant be caught by a check that never ends', { 'no-ceiling': timedOut }, []],
    [
      'does not take the end of one check for the failure of another',
      { 'returns-old-value': timedOut },
      [
        'The wrong variant "returns-old-value" is not caught by R2; it fails R3 (Stopped: “R3 stops” took longer than 2 s). [not-caught]',
      ],
    ],
    [
      'wants a solution that passes on every seed',
      { solution: perSeed(seed => (seed === 2 ? ends('R2') : ends())) },
      ['Seed 2: the solution does not pass: 1 of 3 checks failed. R2 counts up: failed. [solution-fails]'],
    ],
    [
      'wants a starter that reaches its checks',
      { starter: facts => ({ ...facts, kind: 'did-not-compile', errors: [] }) },
      ['The starter gets no verdict: Does not compile. [starter-does-not-load]'],
    ],
    [
      'wants a starter that comes to an end',
      { starter: timedOut },
      ['The starter gets no verdict: Stopped: “R3 stops” took longer than 2 s. [starter-ends-early]'],
    ],
  ];
  for (const [name, change, expected] of cases)
    it(name, async () => assert.deepEqual(await findings(change), expected));

  const notDeterministic = (what: string, seed: number): string[] =>
    titles.map(title => `"${title}" gives two results for seed ${seed}: ${what}. [not-deterministic]`);
  let runs = 0;
  /** Every run of it differs from the one before. */
  const restless =
    (change: (check: CheckResult, run: number) => Partial<CheckResult>, end = ends()): End =>
    facts => {
      const report = end(facts);
      const run = ++runs;
      return { ...report, checks: report.checks.map(check => ({ ...check, ...change(check, run) })) };
    };
  const twice: [what: string, change: Parameters<typeof findings>[0], expected: string[]][] = [
    [
      'what is printed differs',
      { solution: restless((_, run) => ({ logs: [{ level: 'log', text: `${run}` }] })) },
      notDeterministic('what is printed differs', 2),
    ],
    [
      'its picture differs',
      { solution: restless((_, run) => ({ trace: [{ kind: 'point', t: run, series: 'a', value: 1 }] })) },
      notDeterministic('its picture differs', 2),
    ],
    [
      'it fails in other words',
      {
        starter: restless(
          (_, run) => ({ failure: { message: `after ${run} ms`, frames: [] } }),
          ends('R1', 'R2', 'R3'),
        ),
      },
      notDeterministic('it fails in other words', 1),
    ],
    ['the time it takes', { solution: restless((_, run) => ({ ms: run })) }, []],
  ];
  for (const [what, change, expected] of twice)
    it(`compares two runs with one seed: ${what}`, async () =>
      assert.deepEqual(await findings(change), expected));

  it('compares a check alone with the same one after the others', async () => {
    class Alone extends ScriptedRunner {
      override async run(request: RunRequest): Promise<RunReport> {
        const report = await super.run(request);
        const { only } = request;
        if (!only) return report;
        const [check] = report.checks.filter(({ title }) => title === only[0]?.title);
        return { ...report, checks: [{ ...check!, logs: [{ level: 'log', text: 'alone' }] }] };
      }
    }
    assert.deepEqual(await findings({}, new Alone(design => sound[design]!)), [
      '"R3 stops" gives another result by itself than after other checks: what is printed differs. [depends-on-others]',
    ]);
  });

  describe('the time that suites take', () => {
    /** As long as this for each check, in a child that has seen the suites. */
    class Timed extends ScriptedRunner {
      private count = 0;
      constructor(private readonly cpuMs: (run: number) => number) {
        super(design => sound[design]!);
      }
      override async run(request: RunRequest): Promise<RunReport> {
        const report = await super.run(request);
        const cpuMs = this.cpuMs(this.count++);
        for (const [index, result] of report.checks.entries())
          request.onProgress?.({ type: 'finished', index, result, cpuMs });
        return report;
      }
    }
    const said = (cpuMs: (run: number) => number): Promise<string[]> => findings({}, new Timed(cpuMs));

    it('is that of the quickest run', async () =>
      assert.deepEqual(await said(run => (run % 2 === 0 ? 100 : 900)), []));

    it('is warned of beyond the budget, and no more than that', async () => {
      const runner = new Timed(() => 160);
      const verdict = await verifyExercise(counter(), goodPack(), runner, { seeds: [1, 2] });
      assert.deepEqual(
        [verdict.ok, verdict.findings],
        [
          true,
          [
            {
              code: 'slow-suite',
              severity: 'warning',
              message:
                'The suite "basics" takes 320 ms with the solution at best; 300 ms are meant to be enough.',
              remedy: 'Do less in its slowest checks, or say with "limits: { suiteMs: … }" that it may.',
            },
          ],
        ],
      );
    });

    it('is an error far beyond it', async () => {
      const verdict = await verifyExercise(counter(), goodPack(), new Timed(() => 1_600), { seeds: [1, 2] });
      assert.deepEqual(
        [verdict.ok, verdict.findings.map(({ code, severity }) => [code, severity])],
        [
          false,
          [
            ['slow-suite', 'error'],
            ['slow-suite', 'warning'],
          ],
        ],
      );
    });
  });

  it('says where, as far as that can be found', async () => {
    const runner = new ScriptedRunner(design => ({ ...sound, 'no-ceiling': ends() })[design]!);
    const source = memorySource('good', goodFiles);
    const verdict = await verifyExercise(counter(), goodPack(), runner, { seeds: [1], source });
    const line = goodFiles['counter/exercise.yaml']!.split('\n').findIndex(text =>
      text.includes('id: no-ceiling'),
    );
    assert.deepEqual(
      verdict.findings.map(({ code, place }) => [code, place]),
      [['not-caught', { file: 'counter/exercise.yaml', line: line + 1, column: 5 }]],
    );
  });

  it('does not call a suite broken when no process can be started', async () => {
    class Down extends ScriptedRunner {
      override plan(): Promise<never> {
        return Promise.reject(new HumanError('runner-not-started', 'No process.'));
      }
    }
    const verdict = verifyExercise(counter(), goodPack(), new Down(() => ends()), { seeds: [1] });
    await assert.rejects(verdict, { message: 'No process.' });
  });

  it('stops at a suite that is broken', async () => {
    class Broken extends ScriptedRunner {
      override plan(): Promise<never> {
        return Promise.reject(new Error('tests/a.test.ts:3: nothing there'));
      }
    }
    const verdict = await verifyExercise(counter(), goodPack(), new Broken(() => ends()), { seeds: [1] });
    assert.deepEqual(
      [verdict.ok, verdict.findings.map(({ code, message }) => `${message} [${code}]`)],
      [false, ['tests/a.test.ts:3: nothing there [broken-suite]']],
    );
  });
});

const result = (id: string, title: string, outcome: string, failed: readonly string[]) => ({
  ...{ id, title, outcome, failed },
  ok: true,
  loads: true,
  sometimes: [],
});
