import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { unzipSync } from 'fflate';

/**
 * What a person downloads. Growing past it is a decision, with a reason in the commit that raises it. PostgreSQL takes
 * 3,600 KiB of it, what authors need (a parser, a mutation engine) 580 KiB, the colours of code (grammars, an engine, a
 * theme of each kind) 330 KiB.
 */
const budgetKiB = 6_500;

/** What stands between a click and the first frame of a question. Colours of code are made elsewhere. */
const panelBudgetKiB = { 'webview.js': 240, 'webview.css': 64 };

/**
 * What the editor reads before the extension answers, in bytes. Half of the time that it takes to wake goes with it, and
 * every window pays it, whether somebody does an exercise in it or not.
 */
const wakingBytes = 240_000;
/** Of what is read later only: parsers, compilers, what opens archives, all that is for authors. */
const later =
  /node_modules\/(yaml|sucrase|yauzl|fflate)\/|src\/editor\/authoring\/(?!register)|schema\.json$/;

describe('the VSIX', () => {
  let bytes = new Uint8Array();
  let files: Readonly<Record<string, Uint8Array>> = {};
  const text = (name: string): string => new TextDecoder().decode(files[`extension/${name}`]);

  before('is packaged', function () {
    this.timeout(120_000);
    const vsix = path.join('.tmp', 'contract', 'design-drills.vsix');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/package.mjs', vsix], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
    bytes = readFileSync(vsix);
    files = unzipSync(bytes);
  });

  it('holds what is run and read, and nothing else', () => {
    const names = Object.keys(files).map(name => name.replace(/^extension\//, ''));
    // Packs and templates are named by their folders; parts of the extension by what is in them.
    const isPackFile = (name: string): boolean =>
      /^(?:dist\/packs|dist\/chunks|media\/templates)\//.test(name);
    assert.deepEqual(names.filter(name => !isPackFile(name)).sort(), [
      'LICENSE.txt',
      'THIRD_PARTY_NOTICES.md',
      '[Content_Types].xml',
      'changelog.md',
      'dist/authoring.js',
      'dist/cli.js',
      'dist/commands.js',
      'dist/coverage.js',
      'dist/extension.js',
      'dist/highlight.js',
      'dist/redisLink.js',
      'dist/sandbox/boot.js',
      'dist/sandbox/harness.js',
      'dist/sandbox/postgres.js',
      'dist/sandbox/postgres/cluster.data.br',
      'dist/sandbox/postgres/module.wasm.br',
      'dist/sandbox/postgres/share.data.br',
      'dist/sandbox/redis.js',
      'dist/webview/codicon.ttf',
      'dist/webview/progress.css',
      'dist/webview/progress.js',
      'dist/webview/webview.css',
      'dist/webview/webview.js',
      'extension.vsixmanifest',
      'media/activity.svg',
      'media/icon.png',
      'media/l10n/bundle.l10n.de.json',
      'media/l10n/bundle.l10n.json',
      'media/l10n/panel.de.json',
      'media/schemas/contributes.schema.json',
      'media/schemas/exercise.schema.json',
      'media/schemas/pack.schema.json',
      'media/types/attempt.d.ts',
      'media/types/ioredis.d.ts',
      'media/types/postgres-client.d.ts',
      'media/types/postgres.d.ts',
      'media/types/redis.d.ts',
      'media/types/suite.d.ts',
      'media/types/testkit.d.ts',
      'media/walkthrough/check.svg',
      'media/walkthrough/pick.svg',
      'media/walkthrough/scaffold.svg',
      'media/walkthrough/write.svg',
      'package.json',
      'package.nls.de.json',
      'package.nls.json',
      'readme.md',
    ]);
  });

  it('holds every file that its manifest names', () => {
    const named = stringsIn(JSON.parse(text('package.json'))).filter(value =>
      /^(\.\/|media\/|dist\/)/.test(value),
    );
    const missing = named
      .map(value => path.posix.normalize(value))
      .filter(
        name =>
          !Object.keys(files).some(
            file => file === `extension/${name}` || file.startsWith(`extension/${name}/`),
          ),
      );
    assert.ok(named.length > 0);
    assert.deepEqual(missing, []);
  });

  it('holds built packs: no wrong designs, no suites as they were written', () => {
    const packs = Object.keys(files).filter(name => name.startsWith('extension/dist/packs/'));
    assert.ok(packs.some(name => name.endsWith('pack.yaml')));
    assert.deepEqual(
      packs.filter(name => /\/(wrong|alternative)\/|\.test\.ts$|tsconfig/.test(name)),
      [],
    );
  });

  it('holds no source maps and no trace of where it was built', () => {
    const scripts = Object.keys(files).filter(name => name.endsWith('.js'));
    const leaks = scripts.filter(name => {
      const code = new TextDecoder().decode(files[name]);
      return /^\/\/[#@] sourceMappingURL=/m.test(code) || code.includes(process.cwd());
    });
    assert.deepEqual(leaks, []);
    assert.deepEqual(
      Object.keys(files).filter(name => name.endsWith('.map')),
      [],
    );
  });

  it('asks for nothing to be installed or run before it works', () => {
    const manifest = JSON.parse(text('package.json')) as Record<string, unknown>;
    assert.deepEqual(
      [manifest['dependencies'], manifest['devDependencies'], manifest['scripts']],
      [undefined, undefined, undefined],
    );
  });

  it('wakes with little', () => {
    const { outputs } = JSON.parse(readFileSync('.tmp/package/dist/meta/extension.json', 'utf8')) as Metafile;
    const entry = Object.keys(outputs).find(name => name.endsWith('/extension.js'));
    assert.ok(entry);
    const read = new Set([entry]);
    for (const name of read)
      // grows while it is walked
      for (const { kind, path: next, external } of outputs[name]?.imports ?? [])
        if (kind === 'import-statement' && external !== true) read.add(next);
    const sources = [...read].flatMap(name => Object.keys(outputs[name]?.inputs ?? {}));
    assert.deepEqual(
      sources.filter(source => later.test(source)),
      [],
    );
    const size = [...read].reduce((sum, name) => sum + (outputs[name]?.bytes ?? 0), 0);
    assert.ok(size < wakingBytes, `${size} bytes are read`);
  });

  for (const [name, most] of Object.entries(panelBudgetKiB))
    it(`has a panel that is read quickly: ${name} is smaller than ${most} KiB`, () => {
      const size = files[`extension/dist/webview/${name}`]?.length ?? Infinity;
      assert.ok(size < most * 1024, `it has ${Math.ceil(size / 1024)} KiB`);
    });

  it(`is smaller than ${budgetKiB} KiB`, () => {
    assert.ok(bytes.length < budgetKiB * 1024, `it has ${Math.ceil(bytes.length / 1024)} KiB`);
  });
});

/** Every string in a JSON value. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
