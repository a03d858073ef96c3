import './realm';
import { types } from 'node:util';
import type { Bdd } from 'mocha/lib/interfaces/bdd.js';
import type { Test } from 'mocha/lib/suite.js';
import { maxChecks, playgroundExport, stackGuard, type Job, type PlannedTitles } from '../protocol/run';
import type { Settings } from '../core/playground';
import type { AttemptModules } from './attemptModules';
import { bddInterface, Context, Suite } from './mochaCore';
import { requireStack } from './stackRoom';
import { SuiteModules, type SuiteScope } from './suiteModules';

type Step = () => unknown;

/** One `it`, with the hooks around it in the order in which they run. */
export interface PlannedCheck extends PlannedTitles {
  readonly test: Test;
  readonly before: readonly Step[];
  readonly body: Step;
  readonly after: readonly Step[];
}

export interface SuitePlan {
  /** mocha's tree, without the tests that were not asked for. */
  readonly root: Suite;
  /** In the order in which mocha runs them. */
  readonly checks: readonly PlannedCheck[];
}

/** Characters. */
const maxTitle = 300;

export class BrokenSuite extends Error {}

/** As in `CheckResult.title`. */
export const titleOf = (check: PlannedTitles): string => check.titles.join(' › ');

/**
 * Defines the suites of a job with mocha's bdd interface and lists their checks. `runTest` is what mocha calls for
 * each of them.
 *
 * @param settings of a playground, whose module defines no check but exports what is run; asked for when it is
 */
export function planSuites(
  job: Pick<Job, 'suites' | 'testModules' | 'only'>,
  attempt: AttemptModules,
  kits: Readonly<Record<string, unknown>>,
  runTest: (test: Test) => Promise<void>,
  settings?: () => Settings,
): SuitePlan {
  const root = new Suite('', new Context(), true);
  root.timeout(0); // limits of real time are the watchdog's
  const bdd = {} as Bdd;
  bddInterface(root);
  root.emit('pre-require', bdd, null, { options: {} });

  const definition = new Definition(root, bdd, runTest);
  const modules = new SuiteModules(job.testModules, attempt, kits, definition.scope);
  for (const { id, entry } of job.suites)
    definition.open(id, () => {
      const exported = modules.define(entry);
      if (settings) definition.play(exported, settings);
    });
  definition.close();

  const checks = definition.checksBelow(
    root,
    job.suites.map(suite => suite.id),
  );
  refuseDuplicates(checks);
  return { root, checks: keepOnly(checks, job.only) };
}

/** Hooks of one `describe`, or of one suite file. */
interface Hooks {
  readonly before: Step[];
  readonly after: Step[];
}

/**
 * Collects what a suite defines. Hooks are kept beside mocha's own: there, a hook that fails leaves the checks after it
 * unreported, while here it belongs to the check that it runs for.
 */
class Definition {
  readonly scope: SuiteScope;
  private readonly bodies = new Map<Test, Step>();
  private readonly hooks = new Map<Suite, Hooks>();
  private current: Suite;
  private closed = false;

  constructor(
    root: Suite,
    private readonly bdd: Bdd,
    private readonly runTest: (test: Test) => Promise<void>,
  ) {
    this.current = root;
    this.scope = harden({
      describe: (title: unknown, define: unknown) => this.open(named(title), stepOf('describe', define)),
      it: (title: unknown, body: unknown) => this.check(named(title), stepOf('it', body)),
      beforeEach: (step: unknown) => void this.hooksHere().before.push(stepOf('beforeEach', step)),
      afterEach: (step: unknown) => void this.hooksHere().after.push(stepOf('afterEach', step)),
      [stackGuard]: requireStack,
    });
  }

  open(title: string, define: Step): void {
    this.refuseWhenClosed();
    const outer = this.current;
    const opened = (suite: Suite): void => {
      this.current = suite;
      if (types.isPromise(define())) throw new BrokenSuite(`The describe “${title}” must not be async.`);
    };
    this.bdd.describe(title, function () {
      opened(this);
    });
    this.current = outer;
  }

  /** The one check of a playground, which does what its module exports. */
  play(exported: object, settings: () => Settings): void {
    const play: unknown = Reflect.get(exported, playgroundExport);
    if (typeof play !== 'function')
      throw new BrokenSuite(`A playground exports a function called ${playgroundExport}.`);
    if (this.bodies.size > 0) throw new BrokenSuite('A playground has no checks.');
    const run = (): unknown => Reflect.apply(play, undefined, [harden({ ...settings() })]);
    this.check(playgroundExport, run);
  }

  /** Tests before nested suites: mocha's order. The outermost level is the suite's file, which has no title. */
  checksBelow(root: Suite, ids: readonly string[]): PlannedCheck[] {
    return root.suites.flatMap((file, index) => this.checksOf(file, ids[index] ?? '', [], [], []));
  }

  /** From now on a suite cannot define anything: the checks are known before any of them runs. */
  close(): void {
    this.closed = true;
  }

  private check(title: string, body: Step): void {
    this.refuseWhenClosed();
    if (this.bodies.size >= maxChecks) throw new BrokenSuite(`There are more than ${maxChecks} checks.`);
    const test: Test = this.bdd.it(title, () => this.runTest(test));
    this.bodies.set(test, body);
  }

  private checksOf(
    level: Suite,
    suite: string,
    titles: readonly string[],
    outerBefore: readonly Step[],
    outerAfter: readonly Step[],
  ): PlannedCheck[] {
    const hooks = this.hooksOf(level);
    const before = [...outerBefore, ...hooks.before];
    const after = [...hooks.after, ...outerAfter];
    return [
      ...level.tests.map(test => {
        const body = this.bodies.get(test)!;
        return { suite, titles: [...titles, test.title], test, before, body, after };
      }),
      ...level.suites.flatMap(inner => this.checksOf(inner, suite, [...titles, inner.title], before, after)),
    ];
  }

  private hooksHere(): Hooks {
    this.refuseWhenClosed();
    return this.hooksOf(this.current);
  }

  private refuseWhenClosed(): void {
    if (this.closed)
      throw new BrokenSuite('Checks and hooks are defined before the first check runs, not inside one.');
  }

  private hooksOf(suite: Suite): Hooks {
    const known = this.hooks.get(suite) ?? { before: [], after: [] };
    this.hooks.set(suite, known);
    return known;
  }
}

function named(title: unknown): string {
  if (typeof title === 'string' && title.trim() !== '' && title.length <= maxTitle) return title;
  throw new BrokenSuite(`A describe or it needs a title of 1 to ${maxTitle} characters.`);
}

function stepOf(what: string, step: unknown): Step {
  if (typeof step === 'function') return step as Step;
  throw new BrokenSuite(`${what}() needs a function.`);
}

function refuseDuplicates(checks: readonly PlannedCheck[]): void {
  const seen = new Set<string>();
  for (const check of checks) {
    const id = `${check.suite}\0${titleOf(check)}`;
    if (seen.has(id))
      throw new BrokenSuite(`Two checks are called “${titleOf(check)}”. Give each its own title.`);
    seen.add(id);
  }
}

/** Takes the others out of mocha's tree too. */
function keepOnly(checks: readonly PlannedCheck[], only: Job['only']): readonly PlannedCheck[] {
  if (!only) return checks;
  const wanted = new Set(only.map(id => `${id.suite}\0${id.title}`));
  const chosen = checks.filter(check => wanted.has(`${check.suite}\0${titleOf(check)}`));
  const tests = new Set(chosen.map(check => check.test));
  for (const { test } of checks)
    if (!tests.has(test)) test.parent.tests = test.parent.tests.filter(other => other !== test);
  return chosen;
}
