/** What a stage of `npm test` comes to. */

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {readonly Failed[]} failures
 */

/**
 * @typedef {object} Failed
 * @property {string} title
 * @property {string} error in full
 */

/** @param {string} title @param {unknown} thrown @returns {Tally} the stage itself is what failed */
export const couldNotRun = (title, thrown) => ({
  passed: 0,
  failures: [{ title, error: thrown instanceof Error ? thrown.message : String(thrown) }],
});

/** @param {readonly Tally[]} tallies @returns {Tally} */
export const sum = tallies => ({
  passed: tallies.reduce((total, tally) => total + tally.passed, 0),
  failures: tallies.flatMap(tally => tally.failures),
});

/** @param {Tally} tally the one line that `npm test` ends with */
export const lastLine = ({ passed, failures }) => `${passed} passed, ${failures.length} failed`;
