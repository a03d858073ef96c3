import * as l10n from '@vscode/l10n';
import { HumanError } from '../core/errors';
import { refOf, type Exercise, type Suite } from '../core/exercise';
import type { Settings } from '../core/playground';
import type { CheckId } from '../core/run/request';
import type { Job } from '../protocol/run';
import { compileAttempt, compileSuiteModule } from './compile';

interface JobParts {
  readonly seed: number;
  readonly attempt: Readonly<Record<string, string>>;
  readonly suite?: string | undefined;
  readonly only?: readonly CheckId[] | undefined;
  /** Path -> URL of the learner's modules, to run them in a debugger. */
  readonly debug?: Readonly<Record<string, string>> | undefined;
  readonly coverage?: boolean;
  readonly bail?: boolean | undefined;
  /** Runs the playground in place of the suites. */
  readonly settings?: Settings | undefined;
}

/** @throws HumanError if a suite does not compile or there is none of that name. */
export function jobOf(exercise: Exercise, parts: JobParts): Job {
  const { seed, attempt, suite, only, debug, coverage, bail, settings } = parts;
  const testModules: Record<string, string> = {};
  for (const [path, text] of Object.entries(exercise.testModules)) {
    const compiled = compileSuiteModule(path, text);
    if (compiled.ok) testModules[path] = compiled.code;
    else {
      const [error] = compiled.errors;
      const where = error ? `${error.file}:${error.line}` : path;
      throw brokenSuite(exercise, { message: error?.message ?? l10n.t('It does not compile.'), where });
    }
  }
  const wanted = only && new Set(only.map(check => check.suite));
  const suites = settings
    ? playgroundOf(exercise)
    : exercise.suites.filter(
        ({ id }) => (suite === undefined || id === suite) && (wanted === undefined || wanted.has(id)),
      );
  if (suites.length === 0) throw nothingToRun(exercise);
  return {
    seed,
    suites: suites.map(({ id, entry }) => ({ id, entry })),
    testModules,
    attempt,
    owned: exercise.files.filter(file => file.owner === 'exercise').map(file => file.path),
    only: only ?? null,
    checkMs: exercise.limits.checkMs,
    runMs: exercise.limits.runMs,
    debug: debug ?? null,
    coverage: coverage ?? false,
    ...(bail && { bail }),
    ...(settings && { settings }),
  };
}

function playgroundOf(exercise: Exercise): Pick<Suite, 'id' | 'entry'>[] {
  if (exercise.playground) return [{ id: 'playground', entry: exercise.playground.entry }];
  throw new HumanError(
    'no-playground',
    l10n.t('{0} has no playground any more. Close this one.', refOf(exercise)),
  );
}

/**
 * The suites against the reference solution; undefined when there is none that compiles.
 *
 * @param seed of the run to come: what the suites define with it can wait for that
 * @param settings of the playground, if that is what will be run
 */
export function rehearsalOf(exercise: Exercise, seed: number, settings?: Settings): Job | undefined {
  const solution = Object.fromEntries(exercise.files.map(file => [file.path, file.solution]));
  const { modules, errors } = compileAttempt(solution);
  return errors.length === 0 ? jobOf(exercise, { seed, attempt: modules, settings }) : undefined;
}

export const brokenSuite = (
  exercise: Exercise,
  { message, where }: { message: string; where: string },
): HumanError =>
  new HumanError(
    'broken-suite',
    where
      ? l10n.t('A suite of {0} is broken at {1}: {2}', refOf(exercise), where, message)
      : l10n.t('A suite of {0} is broken: {1}', refOf(exercise), message),
  );

export const nothingToRun = (exercise: Exercise): HumanError =>
  new HumanError(
    'no-such-check',
    l10n.t('{0} has no such check. Its suites may have changed: refresh the list.', refOf(exercise)),
  );
