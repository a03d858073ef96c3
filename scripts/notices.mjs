/**
 * Writes THIRD_PARTY_NOTICES.md: the packages that are really in the shipped files, with their licences.
 *
 *   node scripts/notices.mjs [--check]
 *
 * What is in there comes from the bundler's own account of every shipped target, not from a list that someone keeps.
 * `--check` changes nothing and fails when the file is not what would be written. A licence that is not on the list below
 * fails as well: it is somebody's decision, not a script's.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { shippedTargets } from './build.mjs';
import { inRoot, root } from './paths.mjs';
import { mustRun } from './processes.mjs';

const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
]);

/**
 * Texts of licences that a package itself does not bring: of a work that is compiled into it, or its own.
 *
 * @type {Readonly<Record<string, string>>} by package
 */
const broughtHere = {
  '@electric-sql/pglite': 'scripts/licences/postgresql.txt',
  '@vscode/l10n': 'scripts/licences/vscode-l10n.txt',
};

/** @typedef {{ name: string, version: string, license: string, texts: readonly string[] }} Bundled */

/** @returns {Promise<Bundled[]>} by name */
async function bundledPackages() {
  const outdir = path.join('.tmp', 'notices');
  const only = shippedTargets.flatMap(target => ['--only', target]);
  await mustRun(
    process.execPath,
    ['esbuild.mjs', '--production', '--metafile', '--outdir', outdir, ...only],
    {
      cwd: root,
    },
  );
  const folders = new Set(
    shippedTargets.flatMap(target => {
      /** @type {import('esbuild').Metafile} */
      const { outputs } = JSON.parse(readFileSync(inRoot(outdir, 'meta', `${target}.json`), 'utf8'));
      return Object.values(outputs).flatMap(({ inputs }) =>
        Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
          bytesInOutput > 0 ? packageFolder(file) : [],
        ),
      );
    }),
  );
  return [...folders].map(read).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param {string} file of a metafile @returns {string[]} the package it belongs to, if it is not ours */
function packageFolder(file) {
  const found = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file);
  return found ? [found[0]] : [];
}

/** @param {string} folder @returns {Bundled} */
function read(folder) {
  const { name, version, license } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string' || !isPermissive(license))
    throw new Error(
      `${name} ${version} has the licence ${JSON.stringify(license)}, which is not on the list.`,
    );
  const texts = readdirSync(inRoot(folder))
    .filter(file => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map(file => readFileSync(inRoot(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const other = broughtHere[name];
  if (other !== undefined) texts.push(readFileSync(inRoot(other), 'utf8').trim());
  if (texts.length === 0) throw new Error(`${name} ${version} comes without the text of its licence.`);
  return { name, version, license, texts };
}

/** @param {string} expression of SPDX, one level deep */
const isPermissive = expression =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' AND ')
    .every(part => part.split(' OR ').some(id => permissive.has(id)));

/** @param {readonly Bundled[]} packages */
const print = packages =>
  [
    '# Third-party notices',
    '',
    'Design Drills contains code of these packages. `npm run notices` writes this file from what was bundled.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`),
    ...packages.flatMap(({ name, version, texts }) => [
      '',
      `## ${name} ${version}`,
      ...texts.flatMap(fenced),
    ]),
    '',
  ].join('\n');

/** @param {string} text */
const fenced = text => ['', '```text', text.replaceAll('```', "'''"), '```'];

const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const file = inRoot('THIRD_PARTY_NOTICES.md');
try {
  const packages = await bundledPackages();
  const wanted = print(packages);
  if (!flags.check) writeFileSync(file, wanted);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted)
    throw new Error('THIRD_PARTY_NOTICES.md is not what the bundles hold: run npm run notices.');
  console.log(`${packages.length} packages`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
