import assert from 'node:assert/strict';
import { clock, random, trace } from '#testkit';
import { TransientError } from '#attempt/errors.ts';
import type { RetryOptions } from '#attempt/types.ts';
import { Floor, lanes, named, second } from './floor.ts';

const retry: RetryOptions = {
  maxFailures: 3,
  baseMs: 500,
  capMs: 10 * second,
  isRetryable: error => error instanceof TransientError,
};

describe('Attempts that fail', () => {
  it('R11 repeats what may succeed the next time, and gives the result of the attempt that does', async () => {
    for (const lane of lanes) {
      const floor = new Floor({ retry });
      await floor.add('job', lane);
      await floor.run('job').fail();
      floor.expectStatus('job', { state: 'pausing', lane, attempts: 1 }, 'After the first failure');
      await floor.pass(500);
      const second1 = floor.run('job');
      assert.deepEqual(
        [second1.number, second1.lane],
        [2, lane],
        'The next attempt has this number and lane:',
      );
      await second1.fail();
      await floor.pass(second);
      await floor.run('job').finish('third time lucky');
      floor.expectStatus('job', { state: 'done', lane, attempts: 3 }, 'At the end');
      await floor.expectDone('job', 'third time lucky', 'After two failures and a success');
    }
  });

  it('R11 doubles the pause after each failure, up to the cap', async () => {
    for (let round = 0; round < 4; round++) {
      const baseMs = random.int(20, 900);
      const capMs = baseMs * random.pick([1, 3, 7, 20]) + random.int(0, 19);
      const maxFailures = random.int(4, 9);
      const floor = new Floor({ retry: { ...retry, baseMs, capMs, maxFailures } });
      await floor.add('job', 'fast');
      for (let failures = 1; failures < maxFailures; failures++) {
        await floor.run('job').fail();
        const pause = Math.min(capMs, baseMs * 2 ** (failures - 1));
        trace.point('pause', pause);
        await floor.pass(pause - 1);
        assert.equal(
          floor.runs.length,
          failures,
          `With ${baseMs} ms doubled up to ${capMs} ms, 1 ms before the end of pause ${failures} so many attempts have begun:`,
        );
        await floor.pass(1);
        assert.equal(
          floor.runs.length,
          failures + 1,
          `With ${baseMs} ms doubled up to ${capMs} ms, after the ${pause} ms of pause ${failures} so many have begun:`,
        );
      }
    }
  });

  it('R11 gives up after maxFailures, with the last error', async () => {
    for (const maxFailures of [1, 2, 5]) {
      const floor = new Floor({ retry: { ...retry, maxFailures, baseMs: 10, capMs: 10 } });
      await floor.add('job', 'slow');
      const errors = Array.from({ length: maxFailures }, (_, i) => new TransientError(`failure ${i + 1}`));
      for (const error of errors) {
        await floor.run('job').fail(error);
        await floor.pass(10);
      }
      await floor.expectFailed('job', errors.at(-1), `With maxFailures of ${maxFailures}, after that many`);
      await floor.pass(60 * second);
      assert.equal(floor.runs.length, maxFailures, 'So many attempts should have been made:');
    }
  });

  it('R11 does not repeat what would fail again, and believes the predicate', async () => {
    const floor = new Floor({ retry: { ...retry, isRetryable: error => error === 'again' } });
    for (const [key, error] of [
      ['a bad request', new Error('400')],
      ['an error that is transient by its name only', new TransientError('429')],
      ['nothing', undefined],
    ] as const) {
      await floor.add(key, 'fast');
      await floor.run(key).fail(error);
      await floor.expectFailed(key, error, 'Failed with what the predicate says no to,');
    }
    await floor.add('job', 'fast');
    await floor.run('job').fail('again');
    await floor.pass(500);
    const last = new Error('404');
    await floor.run('job').fail(last);
    await floor.expectFailed('job', last, 'Failed with a second error that the predicate says no to,');
    await floor.pass(60 * second);
    assert.equal(floor.runs.length, 5, 'So many attempts should have been made:');
  });

  it('R11 takes work that throws before it returns a promise like work that rejects', async () => {
    const floor = new Floor({ retry });
    let count = 0;
    await floor.add('job', 'fast', () => {
      count += 1;
      if (count < 3) throw new TransientError(`thrown ${count}`);
      return Promise.resolve('fine');
    });
    await floor.pass(500);
    await floor.pass(second);
    await floor.expectDone('job', 'fine', 'After it threw twice,');
    const error = new Error('a bug');
    await floor.add('bug', 'slow', () => {
      throw error;
    });
    await floor.expectFailed('bug', error, 'After it threw what is not to be repeated,');
    assert.equal(floor.load().fast.running + floor.load().slow.running, 0, 'No worker should be busy:');
  });

  it('R11 keeps no worker busy during a pause', async () => {
    const floor = new Floor({ retry: { ...retry, baseMs: 5 * second }, workers: { fast: 2, slow: 1 } });
    for (const lane of lanes) trace.limit(`workers on ${lane} jobs`, floor.options.workers[lane]);
    await floor.fill('fast');
    for (const key of named('slow', 4)) await floor.add(key, 'slow');
    for (const key of named('slow', 3)) {
      await floor.run(key).fail();
      await floor.settle();
    }
    assert.equal(
      floor.running('slow')[0]?.key,
      'slow 4',
      'While three failed jobs pause, the slow worker runs',
    );
    await floor.run('slow 4').finish();
    await clock.advance(5 * second);
    await floor.settle();
    assert.equal(floor.running('slow')[0]?.key, 'slow 1', 'After the pause the slow worker runs');
  });

  it('R11 gets everything done in the end, whatever fails on the way', async () => {
    const floor = new Floor({
      retry: { ...retry, maxFailures: 4, baseMs: 100, capMs: 300 },
      workers: { fast: 3, slow: 1 },
      limits: { fast: { softMs: 800, hardMs: 900 }, slow: { softMs: 20 * second, hardMs: 25 * second } },
    });
    interface Plan {
      readonly failures: number;
      readonly takes: number;
    }
    const plans = new Map<string, Plan>();
    for (let i = 0; i < 60; i++) {
      const lane = random.chance(0.3) ? 'slow' : 'fast';
      const key = `${lane} ${i}`;
      const plan = { failures: random.int(0, 4), takes: random.pick([50, 400, 2_000]) };
      plans.set(key, plan);
      let failed = 0;
      floor.submit(key, lane, async () => {
        if (failed < plan.failures) {
          failed += 1;
          await clock.sleep(20);
          throw new TransientError(`failure ${failed}`);
        }
        await clock.sleep(plan.takes);
        return key;
      });
      await floor.pass(random.int(0, 200));
    }
    await floor.pass(300 * second);
    for (const [key, plan] of plans) {
      const outcome = await floor.outcome(key);
      assert.equal(
        outcome.state,
        plan.failures < 4 ? 'done' : 'failed',
        `Work that fails ${plan.failures} times and then takes ${plan.takes} ms, with maxFailures of 4, should have`,
      );
    }
    const { fast, slow } = floor.load();
    assert.deepEqual([fast.waiting, fast.running, slow.waiting, slow.running], [0, 0, 0, 0], 'At the end');
  });
});
