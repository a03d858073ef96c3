import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import { filesBelow, importsOf, nodesOf, parse } from './support/sources';

interface Layer {
  /** Folders of src and packages by name; `node:` means every built-in. */
  readonly imports: readonly string[];
  /** What may be imported as a type only. */
  readonly types?: readonly string[];
}

/** The table of src/README.md. */
const layers: Readonly<Record<string, Layer>> = {
  core: { imports: ['core', 'yaml', 'marked', 'semver', '@rgrove/parse-xml', '@vscode/l10n'] },
  protocol: { imports: ['protocol'], types: ['core'] },
  node: {
    imports: [
      'node',
      'core',
      'protocol',
      'node:',
      'sucrase',
      'fflate',
      'yauzl',
      '@babel/code-frame',
      '@babel/parser',
      '@jridgewell/trace-mapping',
      'acorn',
      'ast-v8-to-istanbul',
      '@stryker-mutator/instrumenter',
      'ioredis',
      '@shikijs/core',
      '@shikijs/engine-javascript',
      '@shikijs/langs-precompiled',
      'jsonc-parser',
      '@vscode/l10n',
    ],
  },
  sandbox: {
    imports: ['sandbox', 'protocol', 'node:', 'ses', 'mocha', '@electric-sql/pglite'],
    // What suites are promised is what the kit is checked against.
    types: [
      'core',
      'media/types/testkit',
      'media/types/redis',
      'media/types/postgres',
      'postgres-client',
      '@electric-sql/pglite/basefs',
    ],
  },
  editor: {
    imports: [
      'editor',
      'node',
      'core',
      'protocol',
      'node:',
      'vscode',
      // What authors are offered is what other tools check their files against.
      'media/schemas/exercise.schema.json',
      'media/schemas/pack.schema.json',
    ],
  },
  webview: {
    imports: [
      'webview',
      'protocol',
      'core/text',
      'preact',
      '@vscode-elements/elements',
      '@vscode/codicons',
      'uplot',
    ],
    types: ['core'],
  },
  cli: { imports: ['cli', 'node', 'core', 'protocol', 'node:', 'commander'] },
  // The composition root of the extension.
  'extension.ts': { imports: ['editor', 'node', 'core', 'vscode'] },
};

/** Clocks and randomness reach the pure layer as arguments. */
const impure =
  /^(Date\.now|Math\.random|performance\.now|new Date\(\)|(set|clear)(Timeout|Interval|Immediate)|process|globalThis)$/;

describe('layers', () => {
  for (const file of filesBelow('src', /\.tsx?$/))
    it(`${file} imports only what its layer may use`, () => assert.deepEqual(breaches(file), []));

  for (const file of filesBelow('src/core', /\.ts$/))
    it(`${file} has no clock, no chance and no process`, () => assert.deepEqual(impurities(file), []));

  it('sees every way to import', () => {
    const text = `
      import { a } from 'vscode';
      import type { b } from 'node:fs';
      import { type c } from '../core/errors';
      import '../editor/ids';
      export { d } from '../cli/main';
      const e = await import('../sandbox/boot');
      const f = require('left-pad');
      type G = import('../webview/state').G;`;
    assert.deepEqual(breaches('src/protocol/example.ts', text), [
      'vscode',
      'node:fs',
      '../editor/ids',
      '../cli/main',
      '../sandbox/boot',
      'left-pad',
      '../webview/state',
    ]);
    assert.deepEqual(breaches('src/protocol/example.ts', `import { c } from '../core/errors';`), [
      '../core/errors',
    ]);
    assert.deepEqual(breaches('src/core/example.ts', `export * from '../../scripts/paths';`), [
      '../../scripts/paths',
    ]);
  });

  it('sees every clock', () => {
    const text = `const t = Date.now() + Math.random(); setTimeout(f); new Date(0); new Date(); process.env;`;
    assert.deepEqual(impurities('src/core/example.ts', text), [
      'Date.now',
      'Math.random',
      'setTimeout',
      'new Date()',
      'process',
    ]);
  });
});

function breaches(file: string, text?: string): string[] {
  const layer = layers[file.split('/')[1]!];
  assert.ok(layer, `${file} is in no layer: add it to the table here and in src/README.md`);
  return importsOf(parse(file, text))
    .filter(({ specifier, typeOnly }) => {
      const allowed = typeOnly ? [...layer.imports, ...(layer.types ?? [])] : layer.imports;
      return !targetsOf(file, specifier).some(target => allowed.includes(target));
    })
    .map(({ specifier }) => specifier);
}

/** The layer and the folder in it, the package, or `node:`, that a specifier leads to. */
function targetsOf(file: string, specifier: string): string[] {
  if (specifier.startsWith('.')) {
    const reached = path.posix.join(path.posix.dirname(file), specifier);
    const [top, layer, folder] = reached.split('/');
    return top === 'src' ? [layer!, `${layer}/${folder}`] : [reached];
  }
  if (specifier.startsWith('node:')) return ['node:'];
  return [specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')];
}

function impurities(file: string, text?: string): string[] {
  return [...nodesOf(parse(file, text))].flatMap(node => {
    const found = impureUse(node);
    return found !== undefined && impure.test(found) ? [found] : [];
  });
}

function impureUse(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.getText();
  if (ts.isNewExpression(node)) return node.getText();
  // A name on its own; what is behind a dot or declares a member is not the global of that name.
  if (!ts.isIdentifier(node)) return undefined;
  const parent = node.parent;
  const isMember =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isMethodSignature(parent);
  return isMember ? undefined : node.text;
}
