import { toError } from '../errors';
import { refOf, type Exercise, type Overlay, type Pack } from '../exercise';
import { citedRequirements, outcomeOf, type Outcome, type RunReport } from '../run/report';
import type { Cancellation, PlannedCheck, SuiteRunner } from '../run/request';
import { headline } from '../run/headline';
import { checkBindings, finding, type Finding } from './bindings';

/** How one design fared against the suites. */
export interface DesignResult {
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  /** It compiles, and its modules can be loaded. */
  readonly loads: boolean;
  /** The worst outcome over all seeds. */
  readonly outcome: Outcome;
  /** Requirements that failed on every seed, in order. */
  readonly failed: readonly string[];
  /** Requirements that failed on some seeds only. */
  readonly sometimes: readonly string[];
}

export interface WrongResult extends DesignResult {
  readonly caughtBy: readonly string[];
  /** Named requirements that let it pass, on one seed at least. */
  readonly missed: readonly string[];
}

export interface ExerciseVerdict {
  readonly exercise: string;
  readonly title: string;
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly requirements: readonly string[];
  readonly checks: readonly PlannedCheck[];
  readonly seeds: readonly number[];
  /** Missing when the suites themselves are broken. */
  readonly starter?: DesignResult;
  readonly solution?: DesignResult;
  readonly alternatives: readonly DesignResult[];
  readonly wrong: readonly WrongResult[];
}

export interface VerifyOptions {
  readonly seeds: readonly number[];
  readonly signal?: Cancellation;
  /** Called with what is about to run. */
  readonly onStep?: (step: string) => void;
}

/**
 * Proves that the suites of an exercise accept what is right and reject what is wrong: the starter compiles and fails,
 * the solution and every alternative pass on every seed, each wrong variant fails on the requirements it names, and one
 * seed gives one result.
 */
export async function verifyExercise(
  exercise: Exercise,
  pack: Pick<Pack, 'id' | 'version' | 'hash'>,
  runner: SuiteRunner,
  options: VerifyOptions,
): Promise<ExerciseVerdict> {
  const facts = {
    exercise: exercise.id,
    title: exercise.title,
    requirements: exercise.requirements.map(r => r.id),
    seeds: options.seeds,
  };
  let checks: readonly PlannedCheck[];
  try {
    checks = await runner.plan(exercise);
  } catch (thrown) {
    const broken = finding('broken-suite', toError(thrown).message, 'Correct the suite.');
    return { ...facts, ok: false, findings: [broken], checks: [], alternatives: [], wrong: [] };
  }
  const findings = checkBindings(exercise, checks);
  const prover = new Prover(exercise, pack, runner, options, findings);
  const starter = await prover.starter();
  const reference = { id: 'solution', title: 'Solution', files: {} };
  const solution = await prover.right(reference, 'the solution', 'solution-fails');
  const alternatives: DesignResult[] = [];
  for (const design of exercise.alternatives)
    alternatives.push(await prover.right(design, `the alternative "${design.id}"`, 'alternative-fails'));
  const wrong: WrongResult[] = [];
  for (const variant of exercise.wrong) wrong.push(await prover.wrong(variant));
  await prover.sameSeedSameResult();
  return { ...facts, ok: findings.length === 0, findings, checks, starter, solution, alternatives, wrong };
}

class Prover {
  private readonly ids: readonly string[];

  constructor(
    private readonly exercise: Exercise,
    private readonly pack: Pick<Pack, 'id' | 'version' | 'hash'>,
    private readonly runner: SuiteRunner,
    private readonly options: VerifyOptions,
    private readonly findings: Finding[],
  ) {
    this.ids = exercise.requirements.map(r => r.id);
  }

  async starter(): Promise<DesignResult> {
    const files = Object.fromEntries(this.exercise.files.map(f => [f.path, f.starter]));
    const reports = await this.run('starter', files, this.options.seeds.slice(0, 1));
    const result = this.result('starter', 'Starter', reports, 'failed');
    if (result.outcome === 'passed')
      this.find('starter-passes', 'The starter passes every check.', 'Take the answer out of the starter.');
    else if (!result.ok || !result.loads)
      this.find(
        result.loads ? 'starter-ends-early' : 'starter-does-not-load',
        `The starter gets no verdict: ${worst(reports).words}.`,
        'Make it compile and fail its checks.',
      );
    return result;
  }

  async right(design: Pick<Overlay, 'id' | 'title' | 'files'>, name: string, code: string) {
    const { id, title, files: overlay } = design;
    const reports = await this.run(id, { ...this.solution(), ...overlay }, this.options.seeds);
    const result = this.result(id, title, reports, 'passed');
    if (!result.ok) {
      const { words, seed } = worst(reports);
      this.find(
        code,
        `Seed ${seed}: ${name} does not pass: ${words}.${failures(reports)}`,
        'Correct it, or the check that rejects it.',
      );
    }
    return result;
  }

  async wrong(variant: Exercise['wrong'][number]): Promise<WrongResult> {
    const { id, title, files, caughtBy } = variant;
    const reports = await this.run(id, { ...this.solution(), ...files }, this.options.seeds);
    const result = this.result(id, title, reports, 'failed', 'timed-out', 'crashed');
    const missed = caughtBy.filter(r => !result.failed.includes(r));
    const name = `The wrong variant "${id}"`;
    if (!result.loads)
      this.find(
        'wrong-does-not-load',
        `${name} does not get as far as a check: ${worst(reports).words}.`,
        'Correct the variant.',
      );
    else if (missed.length > 0) {
      const instead = result.failed.length > 0 ? `; it fails ${result.failed.join(', ')}` : '';
      const some = missed.filter(r => result.sometimes.includes(r));
      const when = some.length > 0 ? ` (${some.join(', ')} on some seeds only)` : '';
      this.find(
        'not-caught',
        `${name} is not caught by ${missed.join(', ')}${when}${instead}.`,
        'Sharpen the checks of that requirement, or name another in "caughtBy".',
      );
    }
    return { ...result, ok: result.ok && result.loads && missed.length === 0, caughtBy, missed };
  }

  /** One seed, two runs: what is seen of each check must be equal, the time taken and the words of a failure aside. */
  async sameSeedSameResult(): Promise<void> {
    const [seed = 1] = this.options.seeds;
    const [first, second] = await this.run('determinism', this.solution(), [seed, seed]);
    const differing = first?.checks.filter((check, i) => observed(check) !== observed(second?.checks[i]));
    for (const check of differing ?? [])
      this.find(
        'not-deterministic',
        `"${check.title}" gives two results for seed ${seed}.`,
        'Take time from "clock" and randomness from "random".',
      );
  }

  private solution(): Record<string, string> {
    return Object.fromEntries(this.exercise.files.map(f => [f.path, f.solution]));
  }

  private async run(step: string, files: Readonly<Record<string, string>>, seeds: readonly number[]) {
    const { exercise, pack, options } = this;
    options.onStep?.(`${refOf(exercise)}: ${step}`);
    const reports: RunReport[] = [];
    for (const seed of seeds) {
      const signal = options.signal ? { signal: options.signal } : {};
      reports.push(await this.runner.run({ exercise, pack, files, seed, ...signal }));
    }
    return reports;
  }

  private result(
    id: string,
    title: string,
    reports: readonly RunReport[],
    ...good: readonly Outcome[]
  ): DesignResult {
    const failedPerSeed = reports.map(failedRequirements);
    const everywhere = (r: string): boolean => failedPerSeed.every(failed => failed.has(r));
    const somewhere = (r: string): boolean => failedPerSeed.some(failed => failed.has(r));
    const outcomes = reports.map(outcomeOf);
    const unwanted = outcomes.find(outcome => !good.includes(outcome));
    return {
      ...{ id, title },
      ok: outcomes.length > 0 && unwanted === undefined,
      outcome: unwanted ?? outcomes[0] ?? 'cancelled',
      loads: reports.every(r => r.kind !== 'did-not-compile' && !(r.kind === 'finished' && r.loadFailure)),
      failed: this.ids.filter(everywhere),
      sometimes: this.ids.filter(r => somewhere(r) && !everywhere(r)),
    };
  }

  private find(code: string, message: string, remedy: string): void {
    this.findings.push(finding(code, message, remedy));
  }
}

/** A check that was running when the process ended has failed: the design did not live through it. */
function failedRequirements(report: RunReport): Set<string> {
  const failed = report.checks.filter(check => check.state === 'failed').flatMap(check => check.requirements);
  if ((report.kind === 'timed-out' || report.kind === 'crashed') && report.during !== null) {
    const title = report.during;
    const running = report.checks.find(check => check.title === title);
    failed.push(...(running?.requirements ?? citedRequirements(title.split(' › ').at(-1)!)));
  }
  return new Set(failed);
}

/** The first report that is not a pass, in words. */
function worst(reports: readonly RunReport[]): { words: string; seed: number } {
  const report = reports.find(r => outcomeOf(r) !== 'passed') ?? reports[0];
  return { words: report ? headline(report) : 'it was not run', seed: report?.seed ?? 0 };
}

/** The first few failed checks of the first report that has any, for a message. */
function failures(reports: readonly RunReport[]): string {
  const failed =
    reports.map(r => r.checks.filter(c => c.state === 'failed')).find(list => list.length > 0) ?? [];
  const shown = failed
    .slice(0, 3)
    .map(c => ` ${c.title}: ${c.failure?.message.split('\n', 1)[0] ?? 'failed'}.`);
  return shown.join('') + (failed.length > 3 ? ` And ${failed.length - 3} more.` : '');
}

function observed(check: RunReport['checks'][number] | undefined): string {
  if (!check) return '';
  const { suite, title, state, logs, trace } = check;
  return JSON.stringify({ suite, title, state, logs, trace });
}
