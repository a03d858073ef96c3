import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { installExtension, startEditor } from './editor.mjs';
import { inRoot, root } from './paths.mjs';
import { mustRun } from './processes.mjs';

/**
 * From a click on an exercise to its first frame in the panel, in a real editor with the packaged extension.
 *
 * @param {object} options
 * @param {string} options.vsix
 * @param {string} options.scratch an empty folder
 * @param {string} options.node
 * @param {number} options.rounds
 * @returns {Promise<{ opened: number[], drawn: number[], moved: number[], shifts: number[] }>} milliseconds, `drawn` of
 *   `opened` from the beginning of the page on; scores of what moved by itself
 */
export async function timeFirstPaint({ vsix, scratch, node, rounds }) {
  const browser = await ensureBrowser();
  const data = path.join(scratch, 'server');
  await installExtension(vsix, data);
  const server = await startEditor({ data });
  const result = path.join(scratch, 'firstPaint.json');
  try {
    await mustRun(node, [inRoot('dist', 'test', 'bench', 'firstPaint.entry.js')], {
      cwd: root,
      env: {
        ...process.env,
        DESIGN_DRILLS_EDITOR_ADDRESS: server.address({}),
        DESIGN_DRILLS_BROWSER: browser,
        DESIGN_DRILLS_SCRATCH: scratch,
        DESIGN_DRILLS_ROUNDS: String(rounds),
        DESIGN_DRILLS_RESULT: result,
      },
    });
  } finally {
    await server.stop();
  }
  return JSON.parse(await readFile(result, 'utf8'));
}
