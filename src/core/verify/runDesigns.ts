import type { Exercise, Pack } from '../exercise';
import type { RunReport } from '../run/report';
import type { Cancellation, SuiteRunner } from '../run/request';

/** Files that are run against the suites. */
export interface Design {
  /** Unique among the designs of an exercise. */
  readonly key: string;
  readonly files: Readonly<Record</* path */ string, string>>;
  readonly seeds: readonly number[];
}

export interface RunDesignsOptions {
  /** How many runs may go on at once. */
  readonly parallel: number;
  readonly signal?: Cancellation;
}

/** Every design that an exercise brings, in the order in which they are judged. */
export function designsOf(exercise: Exercise, seeds: readonly number[]): Design[] {
  const starter = Object.fromEntries(exercise.files.map(f => [f.path, f.starter]));
  const solution = Object.fromEntries(exercise.files.map(f => [f.path, f.solution]));
  const over = (files: Design['files']): Design['files'] => ({ ...solution, ...files });
  return [
    { key: 'starter', files: starter, seeds: seeds.slice(0, 1) },
    { key: 'solution', files: solution, seeds },
    { key: 'solution again', files: solution, seeds: seeds.slice(0, 1) },
    ...exercise.alternatives.map(({ id, files }) => ({
      key: `alternative ${id}`,
      files: over(files),
      seeds,
    })),
    ...exercise.wrong.map(({ id, files }) => ({ key: `wrong ${id}`, files: over(files), seeds })),
  ];
}

/** Runs each design with each of its seeds. The reports of a design are in the order of its seeds. */
export async function runDesigns(
  exercise: Exercise,
  pack: Pick<Pack, 'id' | 'version' | 'hash'>,
  designs: readonly Design[],
  runner: Pick<SuiteRunner, 'run'>,
  { parallel, signal }: RunDesignsOptions,
): Promise<ReadonlyMap</* key */ string, readonly RunReport[]>> {
  const reports = new Map(designs.map(({ key }) => [key, [] as RunReport[]]));
  const waiting = designs.flatMap(({ key, files, seeds }) =>
    seeds.map((seed, index) => ({ key, files, seed, index })),
  );
  const work = async (): Promise<void> => {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      const { key, files, seed, index } = run;
      const report = await runner.run({ exercise, pack, files, seed, ...(signal ? { signal } : {}) });
      reports.get(key)![index] = report;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  return reports;
}
