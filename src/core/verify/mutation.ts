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
  /** The lines that differ, whole. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The whole file with the change. */
  readonly text: string;
}

/**
 * `ended` is killed as well: by a limit, or because the code did not even load. `invalid` does not compile, and for
 * `not-run` there was no time; neither counts.
 */
export type MutantFate = 'killed' | 'ended' | 'survived' | 'invalid' | 'not-run';

export interface JudgedMutant extends Omit<Mutant, 'text'> {
  readonly fate: MutantFate;
  /** The check that noticed it first. */
  readonly by: string | null;
}

export interface MutationScore {
  readonly mutants: readonly JudgedMutant[];
  readonly killed: number;
  readonly survived: number;
  /** Those for which there was no time. */
  readonly notRun: number;
  /** Killed of those that are valid, in percent with one decimal; null when there is none. */
  readonly percent: number | null;
}

export interface MutationOptions {
  readonly seeds: readonly number[];
  /** How many runs may go on at once. */
  readonly parallel: number;
  readonly signal?: Cancellation;
  /** After each mutant. */
  readonly onJudged?: () => void;
  /** Whether the time for it is over: what has not begun by then is not run. */
  readonly isOver?: () => boolean;
}

/** Runs the suites against every mutant; a run is stopped at the first check that fails. */
export async function runMutants(
  exercise: Exercise,
  pack: Pick<Pack, 'id' | 'version' | 'hash'>,
  mutants: readonly Mutant[],
  runner: Pick<SuiteRunner, 'run'>,
  { seeds, parallel, signal, onJudged, isOver }: MutationOptions,
): Promise<MutationScore> {
  const solution = Object.fromEntries(exercise.files.map(file => [file.path, file.solution]));
  const judged: JudgedMutant[] = mutants.map(({ text: _, ...mutant }) => ({
    ...mutant,
    fate: 'not-run',
    by: null,
  }));
  const waiting = scattered(mutants.length);
  const work = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      if (signal?.aborted || isOver?.()) return;
      const { text, ...mutant } = mutants[index]!;
      const files = { ...solution, [mutant.file]: text };
      const verdict = await judge(exercise, pack, files, runner, seeds, signal);
      judged[index] = { ...mutant, ...verdict };
      onJudged?.();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  return scoreOf(judged);
}

/** The numbers below `count`, neighbours far apart: if time runs out, every part of the solution has been tried. */
function scattered(count: number): number[] {
  const step = 7;
  const starts = Array.from({ length: Math.min(step, count) }, (_, start) => start);
  return starts.flatMap(start =>
    Array.from({ length: Math.ceil((count - start) / step) }, (_, i) => start + i * step),
  );
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
    if (report.kind === 'cancelled') return { fate: 'not-run', by: null };
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
    notRun: mutants.filter(({ fate }) => fate === 'not-run').length,
    percent: valid === 0 ? null : Math.round((1_000 * killed) / valid) / 10,
  };
}
