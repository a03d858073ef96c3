import './realm';
import { record } from './checkRecord';
import { guestGlobals } from './guestGlobals';
import { createGuestTimers, timersPromises } from './guestTimers';
import { wrapModule } from './moduleWrapper';
import platformSource from './platform.guest.js';

/** A compartment as far as it is used here; `evaluate` takes options that the types of `ses` do not tell. */
interface Evaluator {
  readonly globalThis: Record<string, unknown>;
  evaluate(code: string, options?: object): unknown;
}

/** Tests of SES that refuse harmless text too, such as `while (n --> 0)`: with the first set, it is rewritten instead. */
const leniency = { __evadeHtmlCommentTest__: true, __rejectSomeDirectEvalExpressions__: false };

/**
 * `import(…)`, `import.source(…)` and the like are keywords for V8, and SES 2 knows the first of them only. With an
 * escape in it the word is a syntax error where it is one, and the same text as before in a string, a template, a
 * pattern or the name of a property. A comment may stand between, so one is taken for the worst. Transforms of a
 * compartment apply to its `eval` and `Function` too; and behind all of them V8 has no loader anyway (boot.ts).
 */
const withoutImport = (source: string): string =>
  source.replace(/\bimport(?=\s*(?:[.(]|\/[/*]))/g, String.raw`\u0069mport`);

function createEvaluator(globals: Readonly<Record<string, unknown>>): Evaluator {
  const compartment = new Compartment({
    globals,
    transforms: [withoutImport],
    __options__: true,
  } as never) as unknown as Evaluator;
  for (const name of withheld) delete compartment.globalThis[name];
  // What one module of a side finds, the others find too: none can change it, not for a file of the exercise either.
  Object.freeze(compartment.globalThis);
  return compartment;
}

/**
 * A nested compartment would not have our transforms. The classes for text are Node's own, which throw errors of classes
 * that a guest could change. The rest is of no use to a guest.
 */
const withheld = [
  ...['Compartment', 'lockdown', 'repairIntrinsics', 'ModuleSource', 'assert', 'harden'],
  ...['TextEncoder', 'TextDecoder'],
];

/** The platform's classes live in a compartment of their own, whose globals no guest can change. */
const platform = harden(
  (createEvaluator(guestGlobals).evaluate(platformSource) as (powers: object) => Record<string, unknown>)(
    harden({
      setTimeout: createGuestTimers().setTimeout,
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
  private readonly evaluator = createEvaluator({ ...allGlobals, ...createGuestTimers() });

  /** The function that runs a CommonJS module, with `parameters` in its scope. */
  compile(code: string, url: string, parameters: readonly string[]): ModuleFunction {
    return this.evaluator.evaluate(wrapModule(code, url, parameters), leniency) as ModuleFunction;
  }
}
