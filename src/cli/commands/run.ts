import { HumanError } from '../../core/errors';
import { refOf, type Exercise } from '../../core/exercise';
import { nearest, oneOf } from '../../core/pack/suggest';
import { revealed } from '../../core/reveal';
import { outcomeOf } from '../../core/run/report';
import { readAttempt, sourcesOf } from '../../node/attemptFiles';
import type { ChildPool } from '../../node/childPool';
import type { Installation } from '../../node/installation';
import { Runner } from '../../node/runner';
import { ShownReport } from '../../node/shownReport';
import { loadExercise } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';
import { printReport } from '../print/report';
import { reportAsJson } from '../print/reportJson';

export interface RunOptions {
  readonly ref: string;
  readonly attempt: string;
  readonly packs: readonly string[];
  readonly suite?: string;
  readonly seed?: number;
  readonly json: boolean;
}

/** @param children has begun to start the child, to save time */
export async function runAttempt(
  options: RunOptions,
  installation: Installation,
  io: Io,
  children?: ChildPool,
): Promise<ExitCode> {
  const { exercise, pack } = await loadExercise(options.ref, options.packs, installation);
  const attempt = await readAttempt(options.attempt);
  const { marker } = attempt;
  if (marker && marker !== 'broken' && marker.exercise !== refOf(exercise))
    throw new HumanError(
      'other-exercise',
      `${options.attempt} holds an attempt at ${marker.exercise}, not at ${options.ref}.`,
    );
  const files = sourcesOf(attempt);
  if (Object.keys(files).length === 0)
    throw new HumanError(
      'empty-attempt',
      `There is no TypeScript file in ${options.attempt}. "design-drills scaffold ${options.ref} --into ${options.attempt}" writes them.`,
    );
  const suite = options.suite === undefined ? {} : { suite: suiteOf(exercise, options.suite) };
  const seed = options.seed === undefined ? {} : { seed: options.seed };

  const runner = new Runner({ sandboxDir: installation.sandboxDir, warm: 0, pool: children });
  try {
    const report = await runner.run({ exercise, pack, files, signal: io.signal, ...suite, ...seed });
    const outcome = outcomeOf(report);
    const context = { runs: 1, passed: outcome === 'passed', submitted: false, due: false };
    const shown = revealed(report, exercise.reveal.checks, context);
    if (options.json) io.out(JSON.stringify(reportAsJson(exercise, shown, outcome)));
    else {
      const prepared = new ShownReport(exercise, files).report(shown);
      const command = commandOf(options);
      printReport({ exercise, report: prepared, outcome, folder: options.attempt, command }, io);
    }
    await runner.keepCode();
    return outcome === 'passed' ? exitCodes.ok : exitCodes.failed;
  } finally {
    runner.dispose();
  }
}

/** What a person types to run the same again; a seed comes after it. */
const commandOf = ({ ref, attempt, packs, suite }: RunOptions): string[] => [
  ...['design-drills', 'run', ref, '--attempt', attempt],
  ...packs.flatMap(folder => ['--packs', folder]),
  ...(suite === undefined ? [] : ['--suite', suite]),
];

function suiteOf(exercise: Exercise, wanted: string): string {
  const ids = exercise.suites.map(({ id }) => id);
  if (ids.includes(wanted)) return wanted;
  const meant = nearest(wanted, ids);
  throw new HumanError(
    'unknown-suite',
    `There is no suite "${wanted}". ${meant ? `Did you mean "${meant}"?` : `Use ${oneOf(ids)}.`}`,
  );
}
