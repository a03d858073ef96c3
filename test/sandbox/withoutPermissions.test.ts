import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunReport } from '../../src/core/run/report';
import { Runner } from '../../src/node/runner';
import { requestFor, sandboxDir, type ExerciseParts } from './support/exercise';

/**
 * A runtime may not honour Node's permission flags: Electron need not. This is the real runner with the real child, that
 * the flags never reach: every other wall has to stand, and to hold alone what it holds.
 */
describe('a child without the permission model', function () {
  this.timeout(60_000);
  let folder: string;
  let runner: Runner;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drills-bare-'));
    // Refuses to begin with the flags, so that the runner goes down its ladder to the child without.
    writeFileSync(
      path.join(folder, 'boot.js'),
      `if (process.execArgv.some(flag => flag.includes('permission'))) process.exit(9);
       require(${JSON.stringify(path.join(sandboxDir, 'boot.js'))});`,
    );
    runner = new Runner({ sandboxDir: folder });
  });
  after(() => {
    runner.dispose();
    rmSync(folder, { recursive: true });
  });

  const run = (parts: ExerciseParts): Promise<RunReport> => runner.run(requestFor(parts));

  it('says so in its report, and that all else stands', async () => {
    const report = await run({
      files: { 'a.ts': 'export const a = 1;' },
      suites: { s: `import { a } from '#attempt/a';\nit('R1 passes', () => assert.equal(a, 1));` },
    });
    assert.equal(report.kind, 'finished');
    assert.deepEqual(report.walls, {
      compartment: true,
      permissions: false,
      watchdog: true,
      emptyEnvironment: true,
    });
    assert.equal(report.checks[0]?.state, 'passed');
  });

  const attack = (ways: readonly string[]): string => `
const load = require;
const ways: (() => unknown)[] = [${ways.map(way => `() => ${way}`).join(', ')}];
export function attack() {
  return ways.flatMap((way, i) => {
    try {
      return way() ? [i] : [];
    } catch {
      return [];
    }
  });
}`;
  const judge = `import { attack } from '#attempt/attack';
it('R1 reaches nothing', () => assert.deepEqual(attack(), []));`;

  for (const [what, ways] of [
    [
      'files',
      [
        `load('node:fs').readdirSync('/')`,
        `process.getBuiltinModule('fs')`,
        `process.binding('fs')`,
        `module.constructor._load('fs')`,
        `(() => {}).constructor('return process')().mainModule`,
        `globalThis.constructor.constructor('return this')().process`,
      ],
    ],
    [
      'other programs',
      [
        `load('child_process').execSync('id')`,
        `process.getBuiltinModule('child_process')`,
        `process.kill(process.pid, 0)`,
        `new (globalThis as any).Worker('1', { eval: true })`,
      ],
    ],
    [
      'the network and the environment',
      [
        `load('net').connect(80)`,
        `(globalThis as any).fetch('http://127.0.0.1/')`,
        `new (globalThis as any).WebSocket('ws://127.0.0.1/')`,
        `Object.keys(process.env).length`,
        `process.argv[0]`,
      ],
    ],
    [
      'the primordials that everyone shares',
      [
        `(Object.prototype as any).polluted = 1`,
        `(Array.prototype as any).map = () => []`,
        `Object.setPrototypeOf(Function.prototype, null)`,
        `Reflect.defineProperty(globalThis.Object, 'is', { value: () => true })`,
      ],
    ],
  ] as const)
    it(`does not let learner code reach ${what}`, async () => {
      const report = await run({ files: { 'attack.ts': attack(ways) }, suites: { judge } });
      assert.deepEqual(report.kind === 'did-not-compile' ? report.errors : [], []);
      assert.deepEqual(
        report.checks.map(({ state, failure }) => failure?.message ?? state),
        ['passed'],
      );
    });

  it('does not load a module by any kind of import', async () => {
    const target = path.join(folder, 'reached');
    const importing = `const url = 'data:text/javascript,' + encodeURIComponent(
  ${JSON.stringify(`import fs from 'node:fs'; fs.writeFileSync(${JSON.stringify(target)}, '')`)});
const open = (0, eval);
export async function attack() {
  for (const source of ['import(url)', 'import.source(url)', 'import.defer(url)'])
    try { await open(\`(url => \${source})\`)(url); } catch {}
}`;
    const suite = `import { attack } from '#attempt/attack';
it('R1 comes back', async () => { try { await attack(); } catch {} });`;
    const report = await run({ files: { 'attack.ts': importing }, suites: { suite } });
    assert.ok(report.kind === 'finished' || report.kind === 'did-not-compile');
    assert.equal(existsSync(target), false);
  });

  it('is ended by its watchdog when it does not end', async () => {
    const report = await run({
      files: { 'a.ts': 'export function work() { for (;;); }' },
      suites: { s: `import { work } from '#attempt/a';\nit('R1 works', () => work());` },
      limits: { checkMs: 500, runMs: 10_000 },
    });
    assert.equal(report.kind, 'timed-out');
    assert.deepEqual([report.limit, report.limitMs, report.during], ['check', 500, 'R1 works']);
  });

  it('cannot pass a check by ending its process', async () => {
    const report = await run({
      files: { 'a.ts': 'export const work = () => (globalThis as any).process.exit(0);' },
      suites: { s: `import { work } from '#attempt/a';\nit('R1 works', () => work());` },
    });
    assert.deepEqual(
      report.checks.map(({ state }) => state),
      ['failed'],
    );
  });
});
