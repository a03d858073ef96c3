import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { browserFlags, ensureBrowser } from './browser.mjs';
import { startEditor } from './editor.mjs';
import { artifacts, root } from './paths.mjs';

const answerMs = 240_000;

/**
 * @typedef {object} HostTests
 * @property {string} name of the folder of test-artifacts where the logs are left
 * @property {string} entry absolute path of a built module whose `run` the extension host calls
 * @property {string} scratch an empty folder that the caller removes
 * @property {string} [folder] to open: a copy, or its `.code-workspace` file
 * @property {string} [extension] under development; the repository
 * @property {readonly string[]} [others] folders of further extensions, installed as a person would have them
 * @property {boolean} [trusted]
 * @property {Record<string, string>} [env]
 * @property {import('./editor.mjs').EditorName} [editor]
 */

/**
 * Calls a module inside a real extension host and waits for the result file that it writes. The host is that of a
 * desktop build when `VSCODE_PATH` or `DESIGN_DRILLS_DESKTOP` (a version, downloaded) says so.
 *
 * @param {HostTests} options
 * @returns {Promise<string>} the text of the result file
 * @throws when there is none in time
 */
export async function runInHost(options) {
  const result = path.join(options.scratch, 'result.json');
  const env = { ...options.env, DESIGN_DRILLS_TEST_RESULT: result };
  const isDesktop = process.env['VSCODE_PATH'] || process.env['DESIGN_DRILLS_DESKTOP'];
  await (isDesktop ? onDesktop({ ...options, env }, result) : inBrowser({ ...options, env }, result));
  return readFile(result, 'utf8');
}

/** @param {HostTests} options @param {string} result */
async function onDesktop({ entry, folder, extension = root, others = [], trusted, scratch, env }, result) {
  await installFolders(others, path.join(scratch, 'extensions'));
  const { runTests } = await import('@vscode/test-electron');
  const executable = process.env['VSCODE_PATH'];
  const ended = runTests({
    ...(executable
      ? { vscodeExecutablePath: executable }
      : { version: process.env['DESIGN_DRILLS_DESKTOP'] }),
    extensionDevelopmentPath: extension,
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
  // A failing test also ends in a rejection; what failed is in the result.
  await ended.catch(error => {
    if (!existsSync(result)) throw error;
  });
}

/** @param {HostTests} options @param {string} result */
async function inBrowser(options, result) {
  const { name, entry, folder, extension = root, others = [], trusted, scratch, env, editor } = options;
  const executablePath = await ensureBrowser();
  const data = path.join(scratch, 'server');
  await installFolders(others, path.join(data, 'extensions'));
  const server = await startEditor({
    data,
    editor,
    trustEverything: trusted,
    env,
  });
  const { chromium } = await import('playwright-core');
  const left = path.join(artifacts, name);
  const browser = await chromium.launch({ executablePath, args: browserFlags });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const said = /** @type {string[]} */ ([]);
    page.on('console', message => said.push(message.text()));
    await page.goto(server.address({ folder, extension, tests: entry }));
    for (const deadline = Date.now() + answerMs; !existsSync(result) && Date.now() < deadline;)
      await delay(100);
    await mkdir(left, { recursive: true });
    await page.screenshot({ path: path.join(left, 'window.png') });
    await writeFile(path.join(left, 'console.log'), said.join('\n'));
    await writeFile(path.join(left, 'server.log'), server.output());
    if (!existsSync(result))
      throw new Error(`No result within ${answerMs} ms; see ${path.relative(root, left)}.`);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** An editor that starts for the first time takes over what lies there. @param {readonly string[]} folders @param {string} into */
async function installFolders(folders, into) {
  for (const folder of folders) {
    /** @type {{ publisher: string, name: string, version: string }} */
    const { publisher, name, version } = JSON.parse(
      await readFile(path.join(folder, 'package.json'), 'utf8'),
    );
    await cp(folder, path.join(into, `${publisher}.${name}-${version}`), { recursive: true });
  }
}
