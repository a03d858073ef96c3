import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { installExtension, startEditor } from './editor.mjs';
import { runMocha } from './mocha.mjs';
import { packageExtension } from './package.mjs';
import { artifacts, root } from './paths.mjs';

/**
 * Packages the extension, installs it into an editor as a person would, and runs the journeys of test/e2e against it.
 *
 * @param {object} [options]
 * @param {readonly string[]} [options.extra] further arguments for mocha
 * @param {import('./editor.mjs').EditorName} [options.editor]
 * @param {string} [options.only] the one file that is run, without `.test.js`
 * @param {string} [options.stage] another folder of tests that need the same
 * @param {number} [options.stageMs] for all of them
 * @param {Record<string, string>} [options.env] for the tests
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runE2e({
  extra = [],
  editor = 'newest',
  only,
  stage = 'e2e',
  stageMs = 1_200_000,
  env = {},
} = {}) {
  const browser = await ensureBrowser();
  // What earlier runs have left would be taken for this one's.
  await rm(path.join(artifacts, 'e2e'), { recursive: true, force: true });
  const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'design-drills-e2e-')));
  const data = path.join(scratch, 'server');
  try {
    const vsix = await packageExtension(path.join(scratch, 'design-drills.vsix'));
    await installExtension(vsix, data, editor);
    const server = await startEditor({ data, editor });
    try {
      const tally = await runMocha({
        stage,
        testMs: 120_000,
        stageMs,
        extra,
        ...(only && { only }),
        env: {
          ...env,
          DESIGN_DRILLS_EDITOR_PID: String(server.pid),
          DESIGN_DRILLS_EDITOR_ADDRESS: server.address({}),
          DESIGN_DRILLS_BROWSER: browser,
          DESIGN_DRILLS_SCRATCH: scratch,
          DESIGN_DRILLS_VSIX: vsix,
        },
      });
      if (tally.failures.length > 0) await leaveLog(server.output());
      return tally;
    } finally {
      await server.stop();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} text */
async function leaveLog(text) {
  const file = path.join(artifacts, 'e2e', 'server.log');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  console.log(`The editor's log: ${path.relative(root, file)}`);
}
