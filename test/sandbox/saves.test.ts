import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { Runner } from '../../src/node/runner';
import type { RunReport } from '../../src/core/run/report';
import { requestFor, sandboxDir } from './support/exercise';

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

const suites = {
  s: `import { saved, work } from '#attempt/a';
it('works', () => work());
it('is saved', () => assert.equal(saved, -1));`,
};
/** Every tenth text keeps its child busy until it is replaced, as code with an endless loop does. */
const textOf = (save: number, last: number): string =>
  `export const saved = ${save};
export const work = (): void => { ${save % 10 === 0 && save !== last ? 'for (;;);' : ''} };`;

/** As the editor does it: a save cancels the run before, and begins when that has ended. */
class Saves {
  private controller = new AbortController();
  private newest: Promise<RunReport | undefined> = Promise.resolve(undefined);
  readonly pids = new Set<number>();

  constructor(private readonly runner: Runner) {}

  /** Answers what became of it; undefined when a newer save came before it began. */
  save(text: string, onStart: () => void = () => undefined): Promise<RunReport | undefined> {
    this.controller.abort();
    const { signal } = (this.controller = new AbortController());
    const before = this.newest;
    this.newest = (async () => {
      await before;
      if (signal.aborted) return undefined;
      const request = requestFor(
        { files: { 'a.ts': text }, suites, limits: { checkMs: 30_000, runMs: 30_000 } },
        { signal, onProgress: ({ type }) => type === 'started' && onStart() },
      );
      const report = await this.runner.run(request);
      for (const pid of this.runner.children()) this.pids.add(pid);
      return report;
    })();
    return this.newest;
  }
}

describe('200 saves in a row', function () {
  this.timeout(120_000);

  it('leave neither processes nor files nor memory behind, and show the last text', async () => {
    const runner = new Runner({ sandboxDir, warm: 1 });
    const saves = new Saves(runner);
    const last = 199;
    try {
      await saves.save(textOf(-1, -1));
      await until(() => runner.children().length === 1);
      const before = resources();

      let final: Promise<RunReport | undefined> = Promise.resolve(undefined);
      for (let n = 0; n <= last; n++)
        if (n % 10 === 0) await new Promise<void>(resolve => void saves.save(textOf(n, last), resolve));
        else final = saves.save(textOf(n, last));
      const report = await final;

      assert.deepEqual(
        report?.checks.map(({ title, state, failure }) => [title, state, failure?.actual]),
        [
          ['works', 'passed', undefined],
          ['is saved', 'failed', String(last)],
        ],
      );
      await until(() => runner.children().length === 1);
      const waiting = runner.children();
      await until(() => [...saves.pids].every(pid => waiting.includes(pid) || !isAlive(pid)));
      await until(() => resources().files <= before.files);
      const { heap } = resources();
      assert.ok(heap - before.heap < 4e6, `the heap grew by ${heap - before.heap} bytes`);
    } finally {
      runner.dispose();
    }
    await until(() => [...saves.pids].every(pid => !isAlive(pid)));
  });
});

interface Resources {
  /** Open descriptors; 0 where the system does not tell. */
  readonly files: number;
  /** Bytes after a full collection. */
  readonly heap: number;
}

function resources(): Resources {
  collect();
  const files = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
  return { files, heap: process.memoryUsage().heapUsed };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; !condition(); await sleep(20))
    if (performance.now() > end) throw new Error('It did not happen within 60 s.');
}
