/**
 * Brings the tables of texts up to date with the sources, and says what a translation still lacks.
 *
 *   node scripts/l10n.mjs [--check]
 *
 * `media/l10n/bundle.l10n.json` is collected from the calls in src/editor, src/core and src/node, and from what the schemas
 * of packs say of their keys. In each translation the keys stand in the
 * order of the English table and those that are gone are removed; what is missing is printed with its English text and
 * has to be written by somebody. `--check` changes nothing. Ends with 1 when something is missing or out of date.
 */
import { getL10nJson } from '@vscode/l10n-dev';
import { transformSync } from 'esbuild';
import { Buffer } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot } from './paths.mjs';

/** @typedef {Record<string, string>} Table */

const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
let isGood = true;

/** @param {string} file */
const read = file => readFileSync(inRoot(file), 'utf8');

/** @param {string} file @returns {Table} */
const tableOf = file => (existsSync(inRoot(file)) ? JSON.parse(read(file)) : {});

/** @param {string} file @param {Table} table */
function write(file, table) {
  const text = `${JSON.stringify(table, null, 2)}\n`;
  if (existsSync(inRoot(file)) && read(file) === text) return;
  if (flags.check) {
    isGood = false;
    console.log(`${file} is not up to date: npm run l10n`);
  } else writeFileSync(inRoot(file), text);
}

const sources = ['editor', 'core', 'node']
  .flatMap(layer =>
    readdirSync(inRoot('src', layer), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
      .map(entry => path.join(entry.parentPath, entry.name))
      .sort(),
  )
  .map(file => ({ extension: /** @type {const} */ ('.ts'), contents: readFileSync(file, 'utf8') }))
  .filter(({ contents }) => contents.includes('l10n'));
const descriptions = ['pack', 'exercise'].flatMap(name =>
  descriptionsIn(tableOf(`media/schemas/${name}.schema.json`)),
);
const bundle = /** @type {Table} */ ({
  ...(await getL10nJson(sources)),
  ...Object.fromEntries(descriptions.map(text => [text, text])),
});
write('media/l10n/bundle.l10n.json', bundle);

const strings = transformSync(read('src/webview/strings.ts'), { loader: 'ts', format: 'esm' }).code;
const { english: panel } = /** @type {{ english: Table }} */ (
  await import(`data:text/javascript;base64,${Buffer.from(strings).toString('base64')}`)
);
const manifest = tableOf('package.nls.json');

const languages = readdirSync(inRoot('.')).flatMap(
  name => /^package\.nls\.(.+)\.json$/.exec(name)?.[1] ?? [],
);
for (const language of languages) {
  translate(manifest, `package.nls.${language}.json`);
  translate(bundle, `media/l10n/bundle.l10n.${language}.json`);
  translate(panel, `media/l10n/panel.${language}.json`, pluralsOf(language));
}
process.exitCode = isGood ? 0 : 1;

/**
 * @param {Table} english
 * @param {string} file
 * @param {readonly string[]} plurals the endings that the language's own plural forms have
 */
function translate(english, file, plurals = []) {
  const known = tableOf(file);
  /** @type {Table} */
  const sorted = {};
  for (const [key, text] of Object.entries(english)) {
    const keys = key.endsWith('_other') ? [...plurals.map(form => key.replace(/other$/, form)), key] : [key];
    for (const each of keys) if (known[each] !== undefined) sorted[each] = known[each];
    if (known[key] !== undefined) continue;
    isGood = false;
    console.log(`${file} lacks ${JSON.stringify(key)}${text === key ? '' : `: ${JSON.stringify(text)}`}`);
  }
  write(file, sorted);
}

/** @param {unknown} schema @returns {string[]} what it says of its keys */
function descriptionsIn(schema) {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'description' && typeof value === 'string' ? [value] : descriptionsIn(value),
  );
}

/** @param {string} language */
function pluralsOf(language) {
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter(form => form !== 'other');
}
