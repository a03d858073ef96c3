import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { parsePack } from '../../src/core/pack/parsePack';
import type { Pack } from '../../src/core/exercise';
import { readPack } from '../../src/node/packFiles';
import { Runner } from '../../src/node/runner';
import { sandboxDir } from './support/exercise';

interface Adapted {
  /** In test/sandbox/libraries, in the folder of the exercise: the library behind the contract. */
  readonly adapter: string;
  readonly exercise: string;
  /** Which file of the reference solution it takes the place of. */
  readonly replaces: string;
  /** Requirements that it does not keep, as in exercises/chatbot-platform/libraries.md. */
  readonly breaks: readonly string[];
}

const all: readonly Adapted[] = [
  { adapter: 'lruCache', exercise: 'cache-invalidation', replaces: 'lru.ts', breaks: [] },
  { adapter: 'limiterBucket', exercise: 'rate-limiting', replaces: 'tokenBucket.ts', breaks: [] },
  { adapter: 'limiterWindow', exercise: 'rate-limiting', replaces: 'fixedWindow.ts', breaks: ['R1'] },
  {
    ...{ adapter: 'rateLimiterFlexible', exercise: 'rate-limiting', replaces: 'sharedLimiter.ts' },
    breaks: ['R11', 'R13'],
  },
  {
    ...{ adapter: 'lruCacheFetch', exercise: 'cache-invalidation', replaces: 'cache.ts' },
    breaks: ['R5', 'R8', 'R9', 'R10', 'R11', 'R12', 'R13', 'R14', 'R15', 'R16'],
  },
  {
    ...{ adapter: 'cockatiel', exercise: 'circuit-breaker', replaces: 'circuitBreaker.ts' },
    breaks: ['R6', 'R7', 'R8', 'R10', 'R11', 'R13', 'R14'],
  },
  {
    ...{ adapter: 'opossum', exercise: 'circuit-breaker', replaces: 'circuitBreaker.ts' },
    breaks: ['R3', 'R6', 'R7', 'R8', 'R9', 'R10', 'R11', 'R12', 'R13', 'R16'],
  },
  {
    ...{ adapter: 'pQueueRetry', exercise: 'slow-requests', replaces: 'scheduler.ts' },
    breaks: ['R4', 'R5', 'R6', 'R7', 'R8', 'R10', 'R11', 'R15', 'R16'],
  },
];

/**
 * Libraries that run in production, behind the contracts of exercises. Where the contract is the same they pass; where
 * they do not, the difference is theirs, and named in a table for learners.
 */
describe('well-known libraries', () => {
  let pack: Pack;
  let runner: Runner;
  before(async () => {
    const parsed = parsePack(await readPack(path.join('exercises', 'chatbot-platform')));
    assert.ok(parsed.pack);
    pack = parsed.pack;
    runner = new Runner({ sandboxDir, warm: 0 });
  });
  after(() => runner.dispose());

  it('are told of as they are', () =>
    assert.deepEqual(
      [
        ...readFileSync('exercises/libraries.md', 'utf8').matchAll(
          /^\| .* \| ([a-z-]+), `(\w+\.ts)` \| (.+) \|$/gm,
        ),
      ].map(([, exercise, replaces, breaks]) => [exercise, replaces, breaks]),
      all.map(({ exercise, replaces, breaks }) => [exercise, replaces, breaks.join(', ') || 'none']),
    ));

  for (const { adapter, exercise: id, replaces, breaks } of all)
    it(`${adapter} in place of ${id}/${replaces} ${breaks.length === 0 ? 'passes' : `breaks ${breaks.join(', ')}`}`, async function () {
      this.timeout(60_000);
      const exercise = pack.exercises.find(found => found.id === id);
      assert.ok(exercise);
      const files = {
        ...Object.fromEntries(exercise.files.map(({ path: at, solution }) => [at, solution])),
        [replaces]: await bundled(id, adapter),
      };
      const report = await runner.run({ exercise, pack, files, seed: 7 });
      assert.equal(report.kind, 'finished', JSON.stringify(report).slice(0, 2_000));
      const failed = report.checks.filter(({ state }) => state === 'failed');
      const broken = exercise.requirements.filter(({ id: requirement }) =>
        failed.some(({ requirements }) => requirements.includes(requirement)),
      );
      assert.deepEqual(
        broken.map(({ id: requirement }) => requirement),
        breaks,
        failed.map(({ title, failure }) => `${title}: ${failure?.message ?? ''}`).join('\n'),
      );
    });
});

/** One file with the library in it; what belongs to the exercise is imported from beside it, as learners do. */
async function bundled(exercise: string, adapter: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join('test', 'sandbox', 'libraries', exercise, `${adapter}.ts`)],
    ...{ bundle: true, write: false, format: 'esm', platform: 'browser', target: 'es2022' },
    plugins: [
      {
        name: 'beside',
        setup: builder =>
          builder.onResolve({ filter: /^\.\// }, ({ path: at, importer }) =>
            importer === '' || importer.includes('node_modules') ? undefined : { path: at, external: true },
          ),
      },
    ],
  });
  const [file] = outputFiles;
  assert.ok(file);
  return file.text;
}
