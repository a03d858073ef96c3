import assert from 'node:assert/strict';
import { noWalls, type CheckResult, type RunReport } from '../../../../src/core/run/report';
import type { RunRequest, SuiteRunner } from '../../../../src/core/run/request';
import { verifyExercise } from '../../../../src/core/verify/verifyExercise';
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
class ScriptedRunner implements Pick<SuiteRunner, 'plan' | 'run'> {
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
  'returns-old-value': ends('R2', 'R3'),
};

async function findings(change: Readonly<Record<string, End>>): Promise<string[]> {
  const runner = new ScriptedRunner(design => change[design] ?? sound[design]!);
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
        { ...result('no-ceiling', 'It counts for ever', 'failed', ['R3']), caughtBy: ['R3'], missed: [] },
        {
          ...result('returns-old-value', 'It returns the value before', 'failed', ['R2', 'R3']),
          caughtBy: ['R2'],
          missed: [],
        },
      ],
    });
    assert.equal(runner.requests.length, 1 + 2 + 1 + 2 + 4);
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

  it('finds two results for one seed', async () => {
    let runs = 0;
    const noisy: End = facts => {
      const noise = { level: 'log', text: `${++runs}` } as const;
      return {
        ...facts,
        kind: 'finished',
        loadLogs: [],
        checks: checks().map(c => ({ ...c, logs: [noise] })),
      };
    };
    assert.deepEqual(
      await findings({ solution: noisy }),
      titles.map(title => `"${title}" gives two results for seed 1. [not-deterministic]`),
    );
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
