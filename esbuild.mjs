/**
 * Builds everything: one table of targets, one loop.
 *
 *   node esbuild.mjs [--watch] [--production] [--only NAME]… [--outdir DIR] [--metafile]
 *
 * `--metafile` leaves what went into each target in DIR/meta/NAME.json.
 * `--outdir` (default dist) lets two builds live side by side; every built file finds its siblings relative to itself.
 */
import { build, context } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { commonjsChunks } from './scripts/commonjsChunks.mjs';
import { copyPostgresFiles } from './scripts/postgresCluster.mjs';

const { values: flags } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    production: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    outdir: { type: 'string', default: 'dist' },
    metafile: { type: 'boolean', default: false },
  },
});

/** @param {string} file */
const out = file => path.join(flags.outdir, file);
/** @satisfies {import('esbuild').BuildOptions} */
const node = /** @type {const} */ ({ platform: 'node', format: 'cjs', target: 'node20' });
/** @satisfies {import('esbuild').BuildOptions} */
const browser = /** @type {const} */ ({
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
});

/**
 * Every file below `folder` that ends in one of `endings`.
 *
 * @param {string} folder
 * @param {string[]} endings
 */
function filesBelow(folder, ...endings) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && endings.some(ending => entry.name.endsWith(ending)))
    .map(entry => path.join(entry.parentPath, entry.name));
}

/** @type {Record<string, import('esbuild').BuildOptions>} */
const targets = {
  /** Parted: what the editor reads at its start is what nobody can do without. */
  extension: {
    ...node,
    entryPoints: ['src/extension.ts'],
    outdir: out('.'),
    external: ['vscode'],
    // Its other form asks for its parts by a function that a bundler cannot follow: they would be missing.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    plugins: [commonjsChunks(out('chunks'))],
  },
  cli: {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts', commands: 'src/cli/cli.ts' },
    outdir: out('.'),
    minify: true, // V8 reads it at every start
    banner: { js: '#!/usr/bin/env node' },
  },
  /** The child that runs suites. Its folder is all that the permission model lets it read. */
  sandbox: {
    ...node,
    entryPoints: { boot: 'src/sandbox/boot.ts', harness: 'src/sandbox/harness.ts' },
    outdir: out('sandbox'),
    loader: { '.guest.js': 'text', '.thread.js': 'text' },
    alias: { debug: './src/sandbox/silentDebug.cjs' },
    minify: true,
    keepNames: true,
    banner: { js: '"use strict";' },
    sourcemap: false,
  },
  /** Loaded by children of exercises with `services: [postgres]`; the files that it reads are copied below. */
  postgres: {
    ...node,
    entryPoints: { postgres: 'src/sandbox/services/postgres/open.ts' },
    outdir: out('sandbox'),
    define: { 'import.meta.url': '"file:///postgres"' }, // everything that is looked for beside it is handed over
    minify: true,
    banner: { js: '"use strict";' },
    sourcemap: false,
  },
  /** Loaded by children of exercises with `services: [redis]`. */
  redis: {
    ...node,
    entryPoints: { redis: 'src/sandbox/services/redis/open.ts' },
    outdir: out('sandbox'),
    minify: true,
    keepNames: true,
    banner: { js: '"use strict";' },
    sourcemap: false,
  },
  /** Speaks to a Redis server of the person's own; loaded when one is named. */
  redisLink: {
    ...node,
    entryPoints: { redisLink: 'src/node/services/redisLink.ts' },
    outdir: out(''),
    loader: { '.lua': 'text' },
  },
  /** Loaded by the first run that measures coverage: it brings a parser. */
  coverage: {
    ...node,
    entryPoints: ['src/node/mapCoverage/mapCoverage.ts'],
    outfile: out('coverage.js'),
    minify: true,
    sourcemap: false,
  },
  /** Loaded by the first verification of a pack: it brings a parser and a mutation engine. */
  authoring: {
    ...node,
    entryPoints: ['src/node/authoring/authoring.ts'],
    outfile: out('authoring.js'),
    external: ['svelte/compiler'], // for a language that no exercise is written in
    // Of the engine's interface only constants are needed; the rest reads a file that lies beside it.
    alias: { '@stryker-mutator/api/core': './node_modules/@stryker-mutator/api/dist/src/core/instrument.js' },
    // It is written as an ES module that asks for its own address.
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    minify: true,
    sourcemap: false,
  },
  /** Loaded when a panel shows code for the first time: it brings grammars. */
  highlight: {
    ...node,
    entryPoints: ['src/node/highlight/highlight.thread.ts'],
    outfile: out('highlight.js'),
    minify: true,
    sourcemap: false,
  },
  webview: {
    ...browser,
    entryPoints: { webview: 'src/webview/main.tsx', progress: 'src/webview/progress/main.tsx' },
    outdir: out('webview'),
    loader: { '.ttf': 'file' },
    assetNames: '[name]', // one font file, not one for each build
  },
  tests: {
    ...node,
    entryPoints: filesBelow('test', '.test.ts', '.entry.ts').filter(
      file => !/test.(workspaces|packs|bench.fixture)/.test(file),
    ),
    outbase: 'test',
    outdir: out('test'),
    external: ['vscode'],
    packages: 'external',
    loader: { '.guest.js': 'text', '.thread.js': 'text', '.lua': 'text' },
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
};

/**
 * Lines that the problem matcher in .vscode/tasks.json reads.
 *
 * @type {import('esbuild').Plugin}
 */
const reporter = {
  name: 'reporter',
  setup(builder) {
    builder.onStart(() => {
      if (flags.watch) console.log('[build] started');
    });
    builder.onEnd(result => {
      for (const { text, location } of [...result.errors, ...result.warnings])
        console.error(
          location ? `${location.file}:${location.line}:${location.column + 1}: error: ${text}` : text,
        );
      if (flags.watch) console.log('[build] finished');
    });
  },
};

const chosen = Object.entries(targets).filter(([name]) => !flags.only || flags.only.includes(name));
for (const [name, target] of chosen) {
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    bundle: true,
    logLevel: 'silent',
    legalComments: 'none',
    minify: flags.production,
    sourcemap: flags.production ? false : 'linked',
    metafile: flags.metafile,
    ...target,
    plugins: [...(target.plugins ?? []), reporter],
  };
  if (flags.watch) await (await context(options)).watch();
  else
    await build(options).then(
      ({ metafile }) => {
        if (metafile) writeMeta(name, metafile);
      },
      () => {
        process.exitCode = 1;
      },
    );
}

if (chosen.some(([name]) => name === 'postgres')) await copyPostgresFiles(out('sandbox/postgres'));

/** @param {string} name @param {import('esbuild').Metafile} metafile */
function writeMeta(name, metafile) {
  mkdirSync(out('meta'), { recursive: true });
  writeFileSync(out(`meta/${name}.json`), JSON.stringify(metafile));
}
