import { compareVersions } from '../../core/attemptUpdate';
import { HumanError } from '../../core/errors';
import { isChecked, refOf, type Exercise } from '../../core/exercise';
import { answersFolder } from '../../core/pack/names';
import { formerRefsOf } from '../../core/pack/catalog';
import { nearest, oneOf } from '../../core/pack/suggest';
import { mayMeasure, revealed, visibleDetail } from '../../core/reveal';
import { isSameExercise } from '../../core/scaffold';
import type { Coverage } from '../../core/run/coverage';
import { outcomeOf } from '../../core/run/report';
import { readAttempt, sourcesOf } from '../../node/attemptFiles';
import type { ChildPool } from '../../node/childPool';
import type { Installation } from '../../node/installation';
import { Runner } from '../../node/runner';
import { ShownReport } from '../../node/shownReport';
import { loadExercise } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';
import { coverageAsJson, printCoverage } from '../print/coverage';
import { printReport } from '../print/report';
import { reportAsJson } from '../print/reportJson';
import { writeReports, type ReportFiles } from './writeReports';

export interface RunOptions extends ReportFiles {
  readonly ref: string;
  readonly attempt: string;
  readonly packs: readonly string[];
  readonly suite?: string;
  readonly seed?: number;
  /** Whether to measure what of the files is executed. */
  readonly coverage: boolean;
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
  if (!isChecked(exercise))
    throw new HumanError(
      'nothing-to-run',
      `There is nothing to run: “${exercise.title}” is answered in writing, in ${answersFolder}/ of the attempt. A person judges it, by its rubric.`,
    );
  const attempt = await readAttempt(options.attempt);
  const { marker } = attempt;
  const record = marker === 'broken' ? undefined : marker;
  if (record && !isSameExercise({ exercise, formerly: formerRefsOf({ card: exercise, pack }) }, record))
    throw new HumanError(
      'other-exercise',
      `${options.attempt} holds an attempt at ${record.exercise}, not at ${options.ref}.`,
    );
  if (record) sayOtherVersion(record.packVersion, pack.version, options.attempt, io);
  const files = sourcesOf(attempt);
  if (Object.keys(files).length === 0)
    throw new HumanError(
      'empty-attempt',
      `There is no TypeScript file in ${options.attempt}. "design-drills scaffold ${options.ref} --into ${options.attempt}" writes them.`,
    );
  const suite = options.suite === undefined ? {} : { suite: suiteOf(exercise, options.suite) };
  const seed = options.seed === undefined ? {} : { seed: options.seed };

  if (options.coverage) requireMeasurable(exercise);
  let coverage: Coverage | undefined;
  const measure = options.coverage ? { onCoverage: (found: Coverage) => void (coverage = found) } : {};

  const { sandboxDir, coverageFile } = installation;
  const runner = new Runner({ sandboxDir, coverageFile, warm: 0, pool: children });
  try {
    const request = { exercise, pack, files, signal: io.signal, ...suite, ...seed, ...measure };
    const startedAt = Date.now();
    const report = await runner.run(request);
    const outcome = outcomeOf(report);
    const context = { runs: 1, passed: outcome === 'passed', submitted: false, due: false };
    const shown = revealed(report, exercise.reveal.checks, context);
    if (options.json) {
      const measured = coverage && { coverage: coverageAsJson(coverage) };
      io.out(JSON.stringify({ ...reportAsJson(exercise, shown, outcome), ...measured }));
    } else {
      const prepared = new ShownReport(exercise, files).report(shown);
      const command = commandOf(options);
      printReport({ exercise, report: prepared, outcome, folder: options.attempt, command }, io);
      if (coverage) printCoverage(coverage, io);
    }
    const version = await installation.version();
    await writeReports(options, { exercise, report: shown, outcome, startedAt, version }, report);
    await runner.keepCode();
    return outcome === 'passed' ? exitCodes.ok : exitCodes.failed;
  } finally {
    runner.dispose();
  }
}

function sayOtherVersion(from: string, to: string, attempt: string, io: Io): void {
  switch (compareVersions(from, to)) {
    case 'same':
      return;
    case 'newer':
      return io.err(
        `note: this attempt was made with version ${from} of its pack; ${to} checks it. "design-drills update ${attempt}" brings its files along.`,
      );
    case 'older':
      return io.err(
        `note: this attempt was made with version ${from} of its pack, which is newer than ${to}, which checks it. "design-drills update ${attempt} --dry-run" says what differs.`,
      );
  }
}

/** @throws HumanError when coverage would tell more of the checks than a single run may. */
function requireMeasurable(exercise: Exercise): void {
  const context = { runs: 1, passed: false, submitted: false, due: false };
  if (mayMeasure(visibleDetail(exercise.reveal.checks, context))) return;
  throw new HumanError(
    'not-measured',
    `Coverage of ${refOf(exercise)} cannot be measured: it would tell more about the checks than this exercise does.`,
  );
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
