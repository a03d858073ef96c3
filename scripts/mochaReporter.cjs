'use strict';
/**
 * Mocha's own listing for people, and the totals as JSON for scripts/test.mjs. A pending test counts as a failure: a
 * suite that is skipped proves nothing. Options: `output`, the JSON file.
 */
const { writeFileSync } = require('node:fs');
const { inspect } = require('node:util');
const { reporters, Runner } = require('mocha');

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Runner.constants;

module.exports = class extends reporters.Spec {
  /** @param {import('mocha').Runner} runner @param {import('mocha').MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    let passed = 0;
    /** @type {import('./tally.mjs').Failed[]} */
    const failures = [];
    /** @param {import('mocha').Runnable} test */
    const title = test => test.titlePath().join(' › ');
    runner.on(EVENT_TEST_PASS, () => passed++);
    runner.on(EVENT_TEST_FAIL, (test, error) => failures.push({ title: title(test), error: print(error) }));
    runner.on(EVENT_TEST_PENDING, test => failures.push({ title: title(test), error: 'skipped' }));
    runner.once(EVENT_RUN_END, () =>
      writeFileSync(options.reporterOptions.output, JSON.stringify({ passed, failures })),
    );
  }

  /** The failures are printed once, by scripts/test.mjs, after every stage has run. @override */
  epilogue() {}
};

/** @param {unknown} error */
function print(error) {
  if (!(error instanceof Error)) return String(error);
  const { stack, message, ...rest } = /** @type {Error & Record<string, unknown>} */ (error);
  // Node writes the difference into its own messages; with a message of ours it has to be added.
  const values = rest['generatedMessage'] === false ? `\n${compared(rest)}` : '';
  return `${stack ?? message}${values}`;
}

/** @param {Record<string, unknown>} error */
const compared = ({ expected, actual }) =>
  `expected: ${inspect(expected, { depth: 10 })}\nactual:   ${inspect(actual, { depth: 10 })}`;
