import type { Exercise, Pack } from '../exercise';
import type { RunReport } from '../run/report';
import type { Cancellation, CheckId, RunProgress, SuiteRunner } from '../run/request';

/** Files that are run against the suites. */
export interface Design {
  /** Unique among the designs of an exercise. */
  readonly key: string;
  readonly files: Readonly<Record<string, string>>;
  readonly seeds: readonly number[];
  /** Only these checks. */
  readonly only?: readonly CheckId[];
}

export interface RunDesignsOptions {
  /** How many runs may go on at once. */
  readonly parallel: number;
  readonly signal?: Cancellation;
  /** Before each run: who wants to hear what happens in it. */
  readonly listen?: (design: string) => ((event: RunProgress) => void) | undefined;
  /** After each run. */
  readonly onRun?: () => void;
}

/** Seeds that the solution runs with once more. */
const repeated = 3;

/**
 * Every design that an exercise brings, in the order in which they are judged. The solution runs with some seeds once
 * more, the last first and after everything else, and one check of it runs alone.
 */
export function designsOf(
  exercise: Exercise,
  seeds: readonly number[],
  checks: readonly CheckId[],
): readonly Design[] {
  const starter = Object.fromEntries(exercise.files.map(f => [f.path, f.starter]));
  const solution = Object.fromEntries(exercise.files.map(f => [f.path, f.solution]));
  const over = (files: Design['files']): Design['files'] => ({ ...solution, ...files });
  const once = seeds.slice(0, 1);
  const last = checks.at(-1);
  return [
    { key: 'starter', files: starter, seeds: once },
    { key: 'solution', files: solution, seeds },
    ...exercise.alternatives.map(({ id, files }) => ({
      key: `alternative ${id}`,
      files: over(files),
      seeds,
    })),
    ...exercise.wrong.map(({ id, files }) => ({ key: `wrong ${id}`, files: over(files), seeds })),
    { key: 'solution again', files: solution, seeds: seeds.slice(0, repeated).toReversed() },
    { key: 'starter again', files: starter, seeds: once },
    ...(last
      ? [{ key: 'alone', files: solution, seeds: once, only: [{ suite: last.suite, title: last.title }] }]
      : []),
  ];
}

export const runsOf = (designs: readonly Design[]): number =>
  designs.reduce((sum, { seeds }) => sum + seeds.length, 0);

/** Runs each design with each of its seeds. The reports of a design are in the order of its seeds. */
export async function runDesigns(
  exercise: Exercise,
  pack: Pick<Pack, 'id' | 'version' | 'hash'>,
  designs: readonly Design[],
  runner: Pick<SuiteRunner, 'run'>,
  { parallel, signal, listen, onRun }: RunDesignsOptions,
): Promise<ReadonlyMap</* key */ string, readonly RunReport[]>> {
  const reports = new Map(designs.map(({ key }) => [key, [] as RunReport[]]));
  const waiting = designs.flatMap(({ seeds, ...design }) =>
    seeds.map((seed, index) => ({ ...design, seed, index })),
  );
  const work = async (): Promise<void> => {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      const { key, files, seed, index, only } = run;
      const onProgress = listen?.(key);
      const report = await runner.run({
        ...{ exercise, pack, files, seed },
        ...(only && { only }),
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
      });
      reports.get(key)![index] = report;
      onRun?.();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  return reports;
}
