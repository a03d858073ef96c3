/**
 * Builds everything that runs.
 *
 *   node scripts/build.mjs
 */
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildPacks } from './packs.mjs';
import { inRoot, root } from './paths.mjs';
import { mustRun } from './processes.mjs';

/**
 * @param {object} [options]
 * @param {string} [options.outdir] relative to the repository
 * @param {boolean} [options.production] minified, without source maps and tests
 * @throws with the compiler's lines
 */
export async function build({ outdir = 'dist', production = false } = {}) {
  // What was renamed or removed in the sources must not live on in the build.
  for (const stale of ['test', 'packs', 'meta'])
    rmSync(inRoot(outdir, stale), { recursive: true, force: true });
  const shipped = shippedTargets.flatMap(target => ['--only', target]);
  await mustRun(
    process.execPath,
    ['esbuild.mjs', '--outdir', outdir, '--metafile', ...(production ? ['--production', ...shipped] : [])],
    { cwd: root },
  );
  await buildPacks(outdir, { draft: !production });
}

/** The targets of esbuild.mjs that end up on a person's machine. */
export const shippedTargets = [
  'extension',
  'cli',
  'sandbox',
  'postgres',
  'redis',
  'redisLink',
  'authoring',
  'coverage',
  'highlight',
  'webview',
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await build().catch(error => {
    console.error(error.message);
    process.exitCode = 1;
  });
