import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../../src/core/errors';
import { Redis } from 'ioredis';
import { parsePack } from '../../src/core/pack/parsePack';
import { readPack } from '../../src/node/packFiles';
import { Runner } from '../../src/node/runner';
import { clientChecks, clientSuite } from './redis/clientChecks';
import { sharedWindow, solutionOf } from './redis/exercise';
import { RealServer } from './redis/realServer';
import { exerciseOf, outcomes, pack, requestFor, sandboxDir } from './support/exercise';

/** What matters is where requests meet; the rest of the wrong variants is found without Redis. */
const races = ({ id }: { readonly id: string }): boolean =>
  ['count-then-add', 'watched-together', 'minute-key'].includes(id);

/** An endless script would keep a real server busy until the run is over. */
const notOnServers = (title: string): boolean => title.startsWith('scripts');

describe('suites with services: [redis], in memory and on a real server', () => {
  let real: RealServer;
  let url: string | undefined;
  let runner: Runner;
  before(async () => {
    real = await RealServer.start();
    runner = new Runner({ sandboxDir, redisUrl: () => url });
  });
  after(async () => {
    runner.dispose();
    await real.stop();
  });
  beforeEach(() => {
    url = undefined;
  });

  const places = { 'in memory': () => undefined, 'on a real server': () => real.url(3) };

  for (const [place, address] of Object.entries(places)) {
    it(`an exercise proves itself ${place}`, async () => {
      url = address();
      const exercise = await sharedWindow();
      const failedOn = async (files: Record<string, string>): Promise<string[]> => {
        const report = await runner.run({
          exercise,
          pack,
          files: { ...solutionOf(exercise), ...files },
          seed: 1,
        });
        assert.equal(report.kind, 'finished');
        return [...new Set(report.checks.filter(c => c.state !== 'passed').flatMap(c => c.requirements))];
      };
      const found: Record<string, string[]> = { solution: await failedOn({}) };
      for (const { id, files } of exercise.wrong) found[id] = await failedOn({ ...files });
      assert.deepEqual(found, {
        solution: [],
        'get-then-set': ['R3'],
        'never-ends': ['R1', 'R4'],
        'own-clock': ['R2'],
      });
    });

    it(`the example of exercises/README.md passes ${place}`, async () => {
      url = address();
      const chapter = readFileSync('exercises/README.md', 'utf8').split('\n### Redis\n')[1] ?? '';
      const [suite = '', attempt = ''] = [...chapter.matchAll(/```ts\n([\s\S]*?)```/g)].map(m => m[1]!);
      const files = { 'lock.ts': attempt };
      const exercise = {
        ...exerciseOf({ services: ['redis'], files, suites: {} }),
        suites: [{ id: 's', title: 's', entry: 'tests/s.test.ts' }],
        testModules: { 'tests/s.test.ts': suite },
      };
      assert.deepEqual(outcomes(await runner.run({ exercise, pack, files, seed: 1 })), {
        'R1 is held by one server at a time': 'passed',
        'R2 is free again when its holder has crashed': 'passed',
        'R3 says so when Redis does not answer': 'passed',
      });
    });
  }

  it('bundled exercises find on a real server what they find in memory', async function () {
    this.timeout(600_000);
    const parsed = parsePack(await readPack(path.join('exercises', 'chatbot-platform')));
    assert.ok(parsed.pack);
    const withRedis = parsed.pack.exercises.filter(({ services }) => services.includes('redis'));
    assert.deepEqual(
      withRedis.map(({ id }) => id),
      ['rate-limiting'],
    );
    for (const one of withRedis) {
      // Each command really goes over a socket and back.
      const exercise = { ...one, limits: { ...one.limits, checkMs: 60_000, runMs: 200_000 } };
      const failedOn = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
        const all = { ...solutionOf(exercise), ...files };
        const report = await runner.run({ exercise, pack: parsed.pack!, files: all, seed: 11 });
        assert.equal(report.kind, 'finished', JSON.stringify(report).slice(0, 500));
        return [...new Set(report.checks.filter(c => c.state !== 'passed').flatMap(c => c.requirements))];
      };
      const designs = [
        { id: 'solution', files: {} },
        ...exercise.alternatives,
        ...exercise.wrong.filter(races),
      ];
      for (const { id, files } of designs) {
        url = undefined;
        const inMemory = await failedOn(files);
        url = real.url(3);
        assert.deepEqual(await failedOn(files), inMemory, id);
      }
    }
  });

  it('clients behave alike on a real server', async () => {
    url = real.url(4);
    const limits = { checkMs: 10_000, runMs: 30_000 };
    const suites = { s: clientSuite(notOnServers) };
    const report = await runner.run(requestFor({ services: ['redis'], suites, limits }));
    const titles = Object.keys(clientChecks).filter(title => !notOnServers(title));
    assert.deepEqual(outcomes(report), Object.fromEntries(titles.map(title => [`R1 ${title}`, 'passed'])));
  });

  const trivial = requestFor({
    services: ['redis'],
    suites: {
      s: `import { redis } from '#services/redis';
          it('R1 writes', async () => { await redis.run('SET', 'k', 1); assert.equal(redis.isReal, true); });`,
    },
  });

  it('leave a database empty, and never empty one that holds data unless told to', async () => {
    url = real.url(5);
    const own = new Redis(real.url(5));
    try {
      assert.deepEqual(outcomes(await runner.run(trivial)), { 'R1 writes': 'passed' });
      assert.equal(await own.dbsize(), 0);
      await own.set('precious', 1);
      await assert.rejects(
        runner.run(trivial),
        (error: unknown) =>
          error instanceof HumanError && /holds 1 key, .*Name an empty database/.test(error.message),
      );
      assert.equal(await own.get('precious'), '1');
      url = real.url(5, '?flush=yes');
      assert.deepEqual(outcomes(await runner.run(trivial)), { 'R1 writes': 'passed' });
      assert.equal(await own.dbsize(), 0);
    } finally {
      own.disconnect();
    }
  });

  it('take turns on one database', async () => {
    url = real.url(6);
    const reports = await Promise.all([1, 2, 3].map(() => runner.run(trivial)));
    assert.deepEqual(
      reports.map(outcomes),
      [1, 2, 3].map(() => ({ 'R1 writes': 'passed' })),
    );
  });

  it('say what is wrong with an address', async () => {
    const messages: string[] = [];
    for (const wrong of ['nonsense', 'http://127.0.0.1/1', 'redis://:secret@127.0.0.1:1/0']) {
      url = wrong;
      await runner.run(trivial).catch((error: unknown) => messages.push((error as Error).message));
    }
    assert.match(messages[0]!, /^nonsense is not the address of a Redis server/);
    assert.match(messages[1]!, /is not the address of a Redis server/);
    assert.match(
      messages[2]!,
      /^The Redis server of redis:\/\/:.*@127\.0\.0\.1:1\/0 cannot be used: connect ECONNREFUSED /,
    );
    assert.ok(!messages.join('').includes('secret'));
  });
});
