import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { exerciseOf, outcomes, pack, requestFor, useRunner } from './support/exercise';

/**
 * The code of exercises/README.md: ` ```ts imports`, ` ```ts attempt/<file>`, ` ```ts playground`, and ` ```ts check` under
 * its heading.
 */
interface Examples {
  readonly files: Readonly<Record<string, string>>;
  readonly checks: Readonly<Record</* heading and number */ string, string>>;
  /** All checks as one suite. */
  readonly suite: string;
  readonly playground: string;
}

function readExamples(): Examples {
  const files: Record<string, string> = {};
  const checks: Record<string, string> = {};
  let imports = '';
  let playground = '';
  let heading = '';
  const text = readFileSync('exercises/README.md', 'utf8');
  for (const [, title, kind, code] of text.matchAll(/^(?:### (.+)|```ts (\S+)\n([\s\S]*?)^```)$/gm)) {
    if (title !== undefined) heading = title;
    else if (kind === 'imports') imports += code ?? '';
    else if (kind === 'playground') playground = code ?? '';
    else if (kind === 'check') checks[`${heading} ${Object.keys(checks).length + 1}`] = code ?? '';
    else files[(kind ?? '').replace('attempt/', '')] = code ?? '';
  }
  const body = Object.entries(checks).map(
    ([name, code]) => `it(${JSON.stringify(name)}, async () => {\n${code}});`,
  );
  return { files, checks, suite: [imports, ...body].join('\n'), playground };
}

describe('the examples in exercises/README.md', function () {
  this.timeout(60_000);
  const { run, runner } = useRunner();
  const { files, checks, suite, playground } = readExamples();

  const runSuite = (attempt: Readonly<Record<string, string>>, seed: number) =>
    run(
      requestFor(
        {
          files: attempt,
          suites: { s: `import './examples.ts';` },
          helpers: { 'tests/examples.ts': suite },
          limits: { checkMs: 50_000, runMs: 58_000 },
        },
        { seed },
      ),
    );

  it('are found', () => {
    assert.deepEqual(Object.keys(files), ['limiter.ts', 'cache.ts', 'tally.ts']);
    assert.deepEqual(Object.keys(checks), [
      'Time 1',
      'Traffic 2',
      'Traffic 3',
      'Latencies and faults 4',
      'Servers 5',
      'Pictures 6',
    ]);
  });

  for (const seed of [1, 2, 3])
    it(`pass, and draw (seed ${seed})`, async () => {
      const report = await runSuite(files, seed);
      assert.deepEqual(
        outcomes(report),
        Object.fromEntries(Object.keys(checks).map(title => [title, 'passed'])),
      );
      const drawn = report.checks.map(({ trace }) => trace.length);
      assert.ok(
        drawn[0] === 0 && drawn.slice(1).every(events => events > 20 && events < 2_500),
        String(drawn),
      );
    });

  it('can fail', async () => {
    const broken = {
      'limiter.ts': 'export class Limiter { check() { return { allowed: true }; } }',
      'cache.ts':
        'export const createCache = ({ load }: { load: (key: string) => Promise<string> }) => ({ get: (key: string) => load(key) });',
      'tally.ts': 'let n = 0; export class Tally { async add() { return ++n; } }',
    };
    const failed = Object.entries(outcomes(await runSuite(broken, 1))).filter(
      ([, outcome]) => outcome !== 'passed',
    );
    assert.deepEqual(
      failed.map(([title]) => title),
      ['Time 1', 'Traffic 2', 'Traffic 3', 'Latencies and faults 4', 'Servers 5'],
    );
  });

  it('can be played with', async () => {
    const base = exerciseOf({ files, suites: {} });
    const report = await runner.play({
      exercise: {
        ...base,
        testModules: { 'tests/playground.ts': playground },
        playground: { entry: 'tests/playground.ts', about: '', parameters: [], presets: [] },
      },
      ...{ pack, files, seed: 1, settings: { rate: 100, limiter: 'fixed' } },
    });
    assert.ok(report.kind === 'played');
    const readings = report.trace.flatMap(event =>
      event.kind === 'reading' ? [[event.name, event.value]] : [],
    );
    assert.deepEqual(readings[1], ['most of one user in a second', 10]);
  });

  it('are typed as authors see them', () => {
    const folder = path.resolve('exercises/examples-of-the-readme');
    const sources = new Map<string, string>([
      ...Object.entries(files).map(([name, text]) => [path.join(folder, 'attempt', name), text] as const),
      [path.join(folder, 'examples.test.ts'), suite],
      [path.join(folder, 'playground.ts'), playground],
    ]);
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts'],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: [],
      paths: {
        '#attempt/*': [path.join(folder, 'attempt/*')],
        '#testkit': [path.resolve('media/types/testkit.d.ts')],
      },
    };
    const host = ts.createCompilerHost(options);
    const real = ts.createCompilerHost(options);
    host.fileExists = name => sources.has(path.normalize(name)) || real.fileExists(name);
    host.readFile = name => sources.get(path.normalize(name)) ?? real.readFile(name);
    host.directoryExists = name =>
      path.normalize(name).startsWith(folder) || (real.directoryExists?.(name) ?? true);
    const program = ts.createProgram(
      [
        ...['examples.test.ts', 'playground.ts'].map(name => path.join(folder, name)),
        ...['media/types/attempt.d.ts', 'media/types/suite.d.ts'],
      ],
      options,
      host,
    );
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ messageText, file }) =>
          `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );
    assert.deepEqual(problems, []);
  });
});
