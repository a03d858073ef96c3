import './realm';
import { record } from './checkRecord';
import { guestGlobals } from './guestGlobals';
import { guestTimers, timersPromises } from './guestTimers';
import { wrapModule } from './moduleWrapper';
import platformSource from './platform.guest.js';

/** A compartment as far as it is used here; `evaluate` takes options that the types of `ses` do not tell. */
interface Evaluator {
  readonly globalThis: Record<string, unknown>;
  evaluate(code: string, options?: object): unknown;
}

/**
 * Tests of SES that refuse harmless text too: a comment that mentions an import expression, or `while (n --> 0)`. With
 * the first two set, such text is rewritten instead; behind it V8 has no loader anyway (boot.ts).
 */
const leniency = {
  __evadeHtmlCommentTest__: true,
  __evadeImportExpressionTest__: true,
  __rejectSomeDirectEvalExpressions__: false,
};

/**
 * SES 2 does not know import phases (`import.source(…)`, Node 24 and later), which reach the host's loader from inside
 * a compartment. Transforms of a compartment apply to its `eval` and `Function` too.
 */
const withoutImportPhases = (source: string): string =>
  source.replace(/\bimport(?=(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*\.)/g, '__import__');

function createEvaluator(globals: Readonly<Record<string, unknown>>): Evaluator {
  const compartment = new Compartment({
    globals,
    transforms: [withoutImportPhases],
    __options__: true,
  } as never) as unknown as Evaluator;
  // A nested compartment would not have our transforms; the rest is of no use to a guest.
  for (const name of ['Compartment', 'lockdown', 'repairIntrinsics', 'ModuleSource', 'assert', 'harden'])
    delete compartment.globalThis[name];
  return compartment;
}

/** The platform's classes live in a compartment of their own, whose globals no guest can change. */
const platform = harden(
  (createEvaluator(guestGlobals).evaluate(platformSource) as (powers: object) => Record<string, unknown>)(
    harden({
      setTimeout: guestTimers.setTimeout,
      reportUncaught: (thrown: unknown) => {
        record().stray ??= { thrown, where: 'in an event listener' };
      },
    }),
  ),
);
const { EventEmitter, ...platformGlobals } = platform;

/** What `require` gives besides modules of the guest's own side. */
export const builtInModules: Readonly<Record<string, unknown>> = {
  'node:events': EventEmitter,
  events: EventEmitter,
  'node:timers/promises': timersPromises,
  'timers/promises': timersPromises,
};

const allGlobals = harden({ ...guestGlobals, ...platformGlobals });

type ModuleFunction = (...scope: unknown[]) => unknown;

/** One side's global scope: the learner's modules and the suite's are evaluated in two different ones. */
export class Realm {
  private readonly evaluator = createEvaluator(allGlobals);

  /** The function that runs a CommonJS module, with `parameters` in its scope. */
  compile(code: string, url: string, parameters: readonly string[]): ModuleFunction {
    return this.evaluator.evaluate(wrapModule(code, url, parameters), leniency) as ModuleFunction;
  }
}
