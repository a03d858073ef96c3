import './realm';
import type { Job } from '../protocol/run';
import { JobRun } from './jobRun';
import type { SandboxService } from './services/service';
import type { Watchdog } from './watchdog';

/** A tiny job that goes through everything once: V8 runs code much faster the second time. */
const tinyJob: Job = {
  seed: 1,
  suites: [{ id: 'warm-up', entry: 'warmUp.js' }],
  testModules: {
    'warmUp.js': `"use strict";
      const assert = require('node:assert/strict').default;
      const kit = require('#testkit');
      const attempt = require('#attempt/attempt');
      describe('group', () => {
        beforeEach(() => kit.clock.setWallClock(0));
        it('sync', () => {
          assert.equal(attempt.one(), 1);
          assert.deepEqual(attempt.list(), [{ a: 1 }]);
          kit.trace.point('series', kit.random.int(1, 6));
        });
        it('async', async () => {
          const waiting = attempt.later();
          await kit.clock.advance(5);
          await waiting;
          await assert.rejects(attempt.never(), RangeError);
        });
        it('fails', () => assert.equal(1, 2));
        it('throws', () => attempt.broken());
      });`,
  },
  attempt: {
    'attempt.js': `"use strict";
      class Counter { #count = 1; get count() { return this.#count; } }
      exports.one = () => new Counter().count;
      exports.list = () => { console.log('%d', 1, {}); return [{ a: 1 }]; };
      exports.later = () => new Promise(resolve => setTimeout(resolve, 5));
      exports.never = async () => { throw new RangeError('no'); };
      exports.broken = () => { throw new TypeError('no'); };`,
  },
  owned: [],
  only: null,
  checkMs: 10_000,
  runMs: 10_000,
  debug: null,
  coverage: false,
};

/** Runs a job whose code is trusted, and says nothing about it. */
export async function warmUp(
  watchdog: Watchdog,
  services: readonly SandboxService[],
  job: Job = tinyJob,
): Promise<void> {
  const say = (): Promise<void> => Promise.resolve();
  const run = new JobRun(job, '', { say, watchdog, services });
  const plan = await run.plan();
  if (plan) await run.run(plan);
}
