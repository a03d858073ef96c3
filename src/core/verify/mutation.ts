import type { Exercise, Pack } from '../exercise';
import { outcomeOf } from '../run/report';
import type { Cancellation, SuiteRunner } from '../run/request';

/** One small change of the reference solution that a good suite notices. Lines and columns start at 1. */
export interface Mutant {
  /** Relative to the attempt. */
  readonly file: string;
  /** What kind of change, in the words of the mutation engine: `EqualityOperator`, … */
  readonly mutator: string;
  readonly line: number;
  readonly column: number;
  /** The text that was replaced, and by what. */
  readonly original: string;
  readonly replacement: string;
  /** The whole file with the change. */
  readonly text: string;
}

/** `ended` is killed as well: by a limit, or because the code did not even load. */
export type MutantFate = 'killed' | 'ended' | 'survived' | 'invalid';

export interface JudgedMutant extends Omit<Mutant, 'text'> {
  readonly fate: MutantFate;
  /** The check that noticed it first. */
  readonly by: string | null;
}

export interface MutationScore {
  readonly mutants: readonly JudgedMutant[];
  readonly killed: number;
  readonly survived: number;
  /** Killed of those that are valid, in percent with one decimal; null when there is none. */
  readonly percent: number | null;
}

export interface MutationOptions {
  readonly seeds: readonly number[];
  /** How many runs may go on at once. */
  readonly parallel: number;
  readonly signal?: Cancellation;
  /** After each mutant. */
  readonly onJudged?: (done: number, all: number) => void;
}

/** Runs the suites against every mutant; a run is stopped at the first check that fails. */
export async function runMutants(
  exercise: Exercise,
  pack: Pick<Pack, 'id' | 'version' | 'hash'>,
  mutants: readonly Mutant[],
  runner: Pick<SuiteRunner, 'run'>,
  { seeds, parallel, signal, onJudged }: MutationOptions,
): Promise<MutationScore> {
  const solution = Object.fromEntries(exercise.files.map(file => [file.path, file.solution]));
  const judged: JudgedMutant[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < mutants.length && !signal?.aborted; index = next++) {
      const { text, ...mutant } = mutants[index]!;
      const files = { ...solution, [mutant.file]: text };
      const verdict = await judge(exercise, pack, files, runner, seeds, signal);
      judged[index] = { ...mutant, ...verdict };
      onJudged?.(judged.filter(Boolean).length, mutants.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  return scoreOf(judged.filter(Boolean));
}

async function judge(
  exercise: Exercise,
  pack: Pick<Pack, 'id' | 'version' | 'hash'>,
  files: Readonly<Record<string, string>>,
  runner: Pick<SuiteRunner, 'run'>,
  seeds: readonly number[],
  signal: Cancellation | undefined,
): Promise<Pick<JudgedMutant, 'fate' | 'by'>> {
  for (const seed of seeds) {
    const report = await runner.run({ exercise, pack, files, seed, bail: true, ...(signal && { signal }) });
    const noticed = report.checks.find(({ state }) => state === 'failed');
    if (noticed) return { fate: 'killed', by: noticed.title };
    if (report.kind === 'did-not-compile') return { fate: 'invalid', by: null };
    if (report.kind === 'timed-out' || report.kind === 'crashed') return { fate: 'ended', by: report.during };
    if (outcomeOf(report) === 'failed') return { fate: 'ended', by: null }; // it did not load
  }
  return { fate: 'survived', by: null };
}

export function scoreOf(mutants: readonly JudgedMutant[]): MutationScore {
  const survived = mutants.filter(({ fate }) => fate === 'survived').length;
  const killed = mutants.filter(({ fate }) => fate === 'killed' || fate === 'ended').length;
  const valid = killed + survived;
  return {
    mutants,
    killed,
    survived,
    percent: valid === 0 ? null : Math.round((1_000 * killed) / valid) / 10,
  };
}
