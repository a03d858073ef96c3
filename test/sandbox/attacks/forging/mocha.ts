// fails | Looks for the test framework and for the globals of suites.
export const answer = () => 'wrong';
const load = require;
for (const name of ['mocha', 'mocha/lib/runner.js', './node_modules/mocha', 'node:test', '#testkit', 'node:assert/strict'])
  try {
    load(name);
    console.warn(`REACHED ${name}`);
  } catch {}
for (const name of ['describe', 'it', 'beforeEach', 'afterEach', 'harden', 'lockdown', 'Compartment', 'gc'])
  if (name in globalThis) console.warn(`REACHED ${name}`);
try {
  globalThis.it = () => {};
  globalThis.describe = () => {};
} catch {}
export const attack = async () => undefined;
