import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { browserFlags, ensureBrowser } from './browser.mjs';
import { startEditor } from './editor.mjs';
import { artifacts, inRoot, root } from './paths.mjs';
import { couldNotRun, sum } from './tally.mjs';

const resultMs = 240_000;
const entry = inRoot('dist', 'test', 'integration', 'index.entry.js');

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
  const open = await opener(editor);
  const tallies = [];
  for (const name of known.filter(one => only.length === 0 || only.includes(one))) {
    const tally = await inSituation(name, open).catch(error => couldNotRun(`integration › ${name}`, error));
    console.log(`  ${name}: ${tally.passed} passed, ${tally.failures.length} failed`);
    tallies.push(tally);
  }
  return sum(tallies);
}

/** @returns {string[]} */
function situations() {
  const suites = inRoot('dist', 'test', 'integration');
  if (!existsSync(suites)) return [];
  return readdirSync(suites, { withFileTypes: true })
    .filter(
      found =>
        found.isDirectory() && readdirSync(path.join(suites, found.name)).some(f => f.endsWith('.test.js')),
    )
    .map(found => found.name)
    .sort();
}

/**
 * @typedef {object} Situation
 * @property {string} name
 * @property {string | undefined} folder a copy of the workspace, or its `.code-workspace` file
 * @property {boolean} trusted
 * @property {string} scratch
 * @property {Record<string, string>} env
 * @property {() => boolean} answered
 */

/** @typedef {(situation: Situation) => Promise<void>} Open resolves when there is an answer, or rejects */

/** @param {string} name @param {Open} open @returns {Promise<import('./tally.mjs').Tally>} */
async function inSituation(name, open) {
  // The real path: on macOS the temporary folder is a link, and the editor would name files otherwise than the test.
  const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'design-drills-')));
  try {
    const copy = path.join(scratch, name);
    if (name !== 'no-folder') await cp(inRoot('test', 'workspaces', name), copy, { recursive: true });
    const folder = name === 'no-folder' ? undefined : await opened(copy);
    const result = path.join(scratch, 'result.json');
    await open({
      name,
      folder,
      scratch,
      trusted: !name.startsWith('untrusted'),
      env: { DESIGN_DRILLS_TEST_WORKSPACE: name, DESIGN_DRILLS_TEST_RESULT: result },
      answered: () => existsSync(result),
    });
    return parseResult(name, await readFile(result, 'utf8'));
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
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

/** @param {import('./editor.mjs').EditorName} editor @returns {Promise<Open>} */
async function opener(editor) {
  if (process.env['VSCODE_PATH'] || process.env['DESIGN_DRILLS_DESKTOP']) return openOnDesktop;
  const executablePath = await ensureBrowser();
  return situation => openInBrowser(situation, executablePath, editor);
}

/** @type {Open} A desktop build: `VSCODE_PATH`, or the version that `DESIGN_DRILLS_DESKTOP` names, downloaded. */
async function openOnDesktop({ folder, trusted, scratch, env }) {
  const { runTests } = await import('@vscode/test-electron');
  const executable = process.env['VSCODE_PATH'];
  await runTests({
    ...(executable
      ? { vscodeExecutablePath: executable }
      : { version: process.env['DESIGN_DRILLS_DESKTOP'] }),
    extensionDevelopmentPath: root,
    extensionTestsPath: entry,
    extensionTestsEnv: env,
    launchArgs: [
      ...(folder ? [folder] : []),
      ...[
        '--user-data-dir',
        path.join(scratch, 'user'),
        '--extensions-dir',
        path.join(scratch, 'extensions'),
      ],
      ...(trusted ? ['--disable-workspace-trust'] : []),
      '--skip-welcome',
    ],
  });
}

/** @param {Situation} situation @param {string} executablePath @param {import('./editor.mjs').EditorName} editor */
async function openInBrowser({ name, folder, trusted, scratch, env, answered }, executablePath, editor) {
  const server = await startEditor({
    data: path.join(scratch, 'server'),
    editor,
    trustEverything: trusted,
    env,
  });
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: browserFlags });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const said = /** @type {string[]} */ ([]);
    page.on('console', message => said.push(message.text()));
    await page.goto(server.address({ folder, extension: root, tests: entry }));
    for (const deadline = Date.now() + resultMs; !answered() && Date.now() < deadline;) await delay(100);
    if (answered()) return;
    const left = path.join(artifacts, 'integration', name);
    await mkdir(left, { recursive: true });
    await page.screenshot({ path: path.join(left, 'window.png') });
    await writeFile(path.join(left, 'console.log'), said.join('\n'));
    await writeFile(path.join(left, 'server.log'), server.output());
    throw new Error(`The tests left no result within ${resultMs} ms; see ${path.relative(root, left)}.`);
  } finally {
    await browser.close();
    await server.stop();
  }
}
