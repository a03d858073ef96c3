/**
 * Hardens this realm. Importing it is the point of no return: afterwards no built-in can be changed by anyone.
 *
 * Everything that patches or captures built-ins comes first, mocha among it, which keeps its own timers.
 */
import './functionText';
import './collector';
import './mochaCore';
import 'ses';
import vm from 'node:vm';

/** Taken before lockdown, which removes what it does not know. Absent before Node 24. */
const suppressedError = Reflect.get(globalThis, 'SuppressedError') as object | undefined;

lockdown({
  errorTaming: 'safe', // guests see an empty stack; ours are read privately in stacks.ts
  overrideTaming: 'severe', // `obj.toString = …` and the like keep working on learners' own objects
  consoleTaming: 'unsafe', // guests get a console of their own
  evalTaming: 'safe-eval', // `no-eval` would disable Compartment.evaluate
  domainTaming: 'safe',
  localeTaming: 'unsafe', // keeps toLocaleString and localeCompare
  stackFiltering: 'verbose',
  errorTrapping: 'none', // the handlers of SES would fight ours
  unhandledRejectionTrapping: 'none',
  reporting: 'none',
  __hardenTaming__: 'safe',
});

// Node's class of the error "no import callback" is a host object that a guest could catch and change: freeze it.
const refused = new vm.Script('import("x")', { filename: 'probe' }).runInThisContext() as Promise<unknown>;
refused.catch((error: unknown) => harden((error as Error).constructor));

// Built-ins that syntax and methods lead to, and that SES 2 does not know. `using` makes a SuppressedError, whose class
// would lead on to this realm's own Error and so to everybody's stacks: give it the shared one, as SES does for the rest.
if (suppressedError) {
  Object.setPrototypeOf(suppressedError, Error.prototype.constructor);
  harden(suppressedError);
}
const segments = new Intl.Segmenter().segment('');
for (const hidden of [segments, segments[Symbol.iterator]()]) harden(Object.getPrototypeOf(hidden));
