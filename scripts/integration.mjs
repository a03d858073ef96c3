import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInHost } from './hostTests.mjs';
import { inRoot } from './paths.mjs';
import { couldNotRun, lastLine, sum } from './tally.mjs';

/**
 * Runs the integration suites of every workspace that has some, each in an editor of its own.
 *
 * @param {object} [options]
 * @param {readonly string[]} [options.only] names of workspaces; none means all
 * @param {import('./editor.mjs').EditorName} [options.editor]
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runIntegration({ only = [], editor = 'newest' } = {}) {
  const known = situations();
  const unknown = only.filter(name => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`No suites for ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  if (known.length === 0) throw new Error('There are no folders of suites in dist/test/integration.');
  const tallies = [];
  for (const name of known.filter(one => only.length === 0 || only.includes(one))) {
    const began = Date.now();
    const tally = await inSituation(name, editor).catch(error => couldNotRun(`integration › ${name}`, error));
    console.log(`  ${name}: ${lastLine(tally)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    tallies.push(tally);
  }
  return sum(tallies);
}

/** @returns {string[]} the folders of built suites; each has the name of a workspace */
function situations() {
  const suites = inRoot('dist', 'test', 'integration');
  if (!existsSync(suites)) return [];
  return readdirSync(suites, { withFileTypes: true })
    .filter(found => found.isDirectory() && holdsSuites(path.join(suites, found.name)))
    .map(found => found.name)
    .sort();
}

/** @param {string} folder */
const holdsSuites = folder => readdirSync(folder).some(file => file.endsWith('.test.js'));

/**
 * @param {string} name
 * @param {import('./editor.mjs').EditorName} editor
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
async function inSituation(name, editor) {
  // The real path: on macOS the temporary folder is a link, and the editor would name files otherwise than the test.
  const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'design-drills-')));
  try {
    const copy = path.join(scratch, name);
    if (name !== 'no-folder') await cp(inRoot('test', 'workspaces', name), copy, { recursive: true });
    const result = await runInHost({
      name: `integration-${name}`,
      entry: inRoot('dist', 'test', 'integration', 'index.entry.js'),
      folder: name === 'no-folder' ? undefined : await opened(copy),
      others: extensionsBeside(name),
      scratch,
      editor,
      trusted: !name.startsWith('untrusted'),
      env: { DESIGN_DRILLS_TEST_WORKSPACE: name },
    });
    return parseResult(name, result);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A folder of `test/extensions` is called after its workspace, or after several: `one+another`. @param {string} name */
function extensionsBeside(name) {
  const extensions = inRoot('test', 'extensions');
  return readdirSync(extensions)
    .filter(folder => folder.split('+').includes(name))
    .map(folder => path.join(extensions, folder));
}

/** A folder that holds a `.code-workspace` is a workspace of several folders. @param {string} copy */
async function opened(copy) {
  const file = (await readdir(copy)).find(name => name.endsWith('.code-workspace'));
  return file ? path.join(copy, file) : copy;
}

/** @param {string} name @param {string} text @returns {import('./tally.mjs').Tally} */
function parseResult(name, text) {
  /** @type {{ tests: { title: string, state: string, error?: string }[] }} */
  const { tests } = JSON.parse(text);
  if (tests.length === 0) return couldNotRun(`integration › ${name}`, 'No test was run.');
  const failed = tests.filter(({ state }) => state !== 'passed');
  return {
    passed: tests.length - failed.length,
    failures: failed.map(({ title, state, error }) => ({
      title: `${name} › ${title}`,
      error: error ?? state,
    })),
  };
}
