/**
 * Builds the packs of `exercises` as the VSIX ships them: suites compiled, no wrong variants. Needs the built CLI.
 *
 *   node scripts/packs.mjs [OUTDIR]
 */
import { pathToFileURL } from 'node:url';
import { inRoot, root } from './paths.mjs';
import { mustRun } from './processes.mjs';

/**
 * @param {string} [outdir] the folder of the build, relative to the repository
 * @param {{ draft?: boolean }} [options] `draft` leaves out exercises that have mistakes
 * @throws with the mistake, when a pack has one
 */
export async function buildPacks(outdir = 'dist', { draft = false } = {}) {
  const args = [inRoot(outdir, 'cli.js'), 'build-bundled', '--into', inRoot(outdir, 'packs')];
  await mustRun(process.execPath, draft ? [...args, '--draft'] : args, { cwd: root });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await buildPacks(process.argv[2]).catch(error => {
    console.error(error.message);
    process.exitCode = 1;
  });
