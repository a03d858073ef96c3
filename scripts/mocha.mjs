import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inRoot, root } from './paths.mjs';
import { start } from './processes.mjs';
import { couldNotRun } from './tally.mjs';

/**
 * Runs built mocha files in a process of their own.
 *
 * @param {object} options
 * @param {string} options.stage a folder of dist/test
 * @param {number} options.testMs for one test, unless the test says otherwise
 * @param {number} options.stageMs for all of them, including leaving: a handle left open is a failure
 * @param {Record<string, string>} [options.env]
 * @param {readonly string[]} [options.extra] further arguments for mocha
 * @param {string} [options.only] the one file of the stage that is run, without `.test.js`
 * @param {string} [options.binary] a Node; this process's own when absent
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runMocha({ stage, testMs, stageMs, env, extra = [], only, binary = process.execPath }) {
  const files = testFiles(inRoot('dist', 'test', stage)).filter(
    file => only === undefined || path.basename(file) === `${only}.test.js`,
  );
  if (files.length === 0) return couldNotRun(stage, `There are no built tests in dist/test/${stage}.`);
  const output = inRoot('.tmp', 'results', `${only ?? stage}.json`);
  mkdirSync(path.dirname(output), { recursive: true });
  rmSync(output, { force: true });
  // What an earlier run has proven would not be tried again; what is downloaded for the tests comes by other ways.
  const cache = inRoot('.tmp', 'cache', only ?? stage);
  rmSync(cache, { recursive: true, force: true });
  const mocha = start(
    binary,
    [
      ...['--enable-source-maps', inRoot('node_modules', 'mocha', 'bin', 'mocha.js')],
      ...['--no-config', '--no-package', '--ui', 'bdd', '--timeout', String(testMs)],
      ...['--reporter', inRoot('scripts', 'mochaReporter.cjs'), '--reporter-option', `output=${output}`],
      ...extra,
      ...files,
    ],
    // What whoever runs the tests has installed is nobody's business here.
    {
      cwd: root,
      env: {
        ...process.env,
        DESIGN_DRILLS_LIBRARY: inRoot('.tmp', 'no-library'),
        DESIGN_DRILLS_CACHE: cache,
        ...env,
      },
    },
  );
  for (const stream of [mocha.child.stdout, mocha.child.stderr])
    stream?.on('data', text => process.stdout.write(text));
  const over = await Promise.race([mocha.ended, delay(stageMs, undefined, { ref: false })]);
  await mocha.stop();
  if (!existsSync(output))
    return couldNotRun(
      stage,
      `mocha left no result (${over === undefined ? `stopped after ${stageMs} ms` : `code ${over}`}).\n${tail(mocha.output())}`,
    );
  /** @type {import('./tally.mjs').Tally} */
  const { passed, failures } = JSON.parse(readFileSync(output, 'utf8'));
  if (over === undefined)
    return {
      passed,
      failures: [
        ...failures,
        { title: stage, error: `did not end within ${stageMs} ms: a handle is left open` },
      ],
    };
  if (passed + failures.length === 0) return couldNotRun(stage, 'No test was run.');
  return { passed, failures };
}

/** @param {string} folder */
const testFiles = folder =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(file => file.endsWith('.test.js'))
        .map(file => path.join(folder, file))
        .sort()
    : [];

/** @param {string} text */
const tail = text => text.trim().split('\n').slice(-30).join('\n');
