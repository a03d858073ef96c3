/**
 * Packages the extension: `npm run package [-- FILE]`.
 *
 * The production build is made beside the sources in .tmp/package, so that a packaged extension never holds what was
 * built for tests, and `dist` stays as it is.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { inRoot } from './paths.mjs';
import { mustRun } from './processes.mjs';

export const staging = inRoot('.tmp', 'package');
const shipped =
  /^(package\.nls.*\.json|(README|CHANGELOG|SECURITY|THIRD_PARTY_NOTICES)\.md|LICENSE|media|\.vscodeignore)$/;

/** @param {string} [target] @returns {Promise<string>} the path of the VSIX */
export async function packageExtension(target) {
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  await build({ outdir: path.join('.tmp', 'package', 'dist'), production: true });
  for (const entry of readdirSync(inRoot()).filter(name => shipped.test(name)))
    cpSync(inRoot(entry), path.join(staging, entry), { recursive: true });
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  // Of use in the repository only.
  for (const key of ['private', 'scripts', 'devDependencies']) delete manifest[key];
  writeFileSync(path.join(staging, 'package.json'), JSON.stringify(manifest, null, 2));
  const vsix = target ? path.resolve(target) : inRoot(`${manifest.name}-${manifest.version}.vsix`);
  mkdirSync(path.dirname(vsix), { recursive: true });
  const vsce = inRoot('node_modules', '@vscode', 'vsce', 'vsce');
  await mustRun(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], { cwd: staging });
  return vsix;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const vsix = await packageExtension(process.argv[2]);
  console.log(`${path.relative(process.cwd(), vsix)}: ${(statSync(vsix).size / 1024).toFixed(0)} KiB`);
}
