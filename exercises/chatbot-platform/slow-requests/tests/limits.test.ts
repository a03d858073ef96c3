import assert from 'node:assert/strict';
import { clock, random, trace } from '#testkit';
import { TransientError } from '#attempt/errors.ts';
import type { Lane, SchedulerOptions } from '#attempt/types.ts';
import {
  expectHardLimit,
  expectSoftLimit,
  Floor,
  lanes,
  named,
  second,
  standard,
  type Run,
} from './floor.ts';

const limits: SchedulerOptions['limits'] = {
  fast: { softMs: 1_500, hardMs: 2_000 },
  slow: { softMs: 25_000, hardMs: 30_000 },
};

const { retry } = standard;

/** What work can do when it hears that it is stopped. */
const lateEndings: readonly (readonly [string, (run: Run) => Promise<void>])[] = [
  ['gives a value', run => run.finish('too late')],
  ['fails with an error that may be tried again', run => run.fail(new TransientError('too late'))],
  ['fails with the reason of its signal', run => run.fail(run.signal.reason)],
  ['never settles', () => clock.settle()],
];

describe('Soft limits', () => {
  it('R8 tells an attempt to hurry after its lane’s soft limit, and lets it finish', async () => {
    for (const lane of lanes) {
      const { softMs, hardMs } = limits[lane];
      const floor = new Floor({ limits });
      await floor.add('job', lane);
      const run = floor.run('job');
      await floor.pass(softMs - 1);
      assert.ok(!run.hurry.aborted, `1 ms before the soft limit of ${softMs} ms nobody has to hurry`);
      await floor.pass(1);
      assert.ok(
        run.hurry.aborted,
        `After ${softMs} ms in the ${lane} lane the attempt should be told to hurry`,
      );
      expectSoftLimit(run.hurry.reason, lane, softMs, 'The reason to hurry');
      assert.ok(run.isRunning, 'An attempt that is told to hurry is not stopped');
      floor.expectStatus('job', { state: 'running', lane, attempts: 1 }, 'After the soft limit');
      await floor.pass(random.int(1, hardMs - softMs - 1));
      await run.finish('what there is');
      await floor.expectDone('job', 'what there is', 'Finished between the two limits,');
    }
  });

  it('R8 measures each attempt from its own start, not from the submission', async () => {
    const floor = new Floor({
      limits: { fast: standard.limits.fast, slow: limits.slow },
      workers: { fast: 1, slow: 1 },
    });
    await floor.fill('fast');
    for (const key of named('slow', 2)) await floor.add(key, 'slow');
    await floor.pass(24 * second);
    await floor.run('slow 1').fail();
    await floor.pass(3 * second);
    const second1 = floor.run('slow 2');
    assert.ok(!second1.hurry.aborted, 'Waiting in the queue does not count: slow 2 has run for 3 s');
    await second1.finish();
    const again = floor.run('slow 1');
    assert.equal(again.number, 2, 'slow 1 should be in its attempt number');
    await floor.pass(24 * second);
    assert.ok(!again.hurry.aborted, 'An earlier attempt does not count: this one has run for 24 s');
    await floor.pass(second);
    assert.ok(again.hurry.aborted, 'After 25 s the second attempt should be told to hurry');
  });

  it('R8 says nothing about an attempt that was over in time, and leaves no timer for it', async () => {
    for (const lane of lanes) {
      const floor = new Floor({ limits, keepMs: 1 });
      await floor.add('good', lane);
      await floor.add('bad', lane);
      const [good, bad] = [floor.run('good'), floor.run('bad')];
      await good.finish();
      await bad.fail(new Error('400'));
      await floor.pass(2);
      assert.equal(
        clock.pending(),
        0,
        'When all jobs are over and forgotten, so many timers should be left:',
      );
      await floor.pass(2 * limits[lane].hardMs);
      for (const { hurry, signal, name } of [good, bad])
        assert.ok(
          !hurry.aborted && !signal.aborted,
          `${name} was over in time and should not be told anything`,
        );
    }
  });
});

describe('Hard limits', () => {
  it('R9 stops an attempt at its lane’s hard limit, and its worker is free in that instant', async () => {
    for (const lane of lanes)
      for (const [what, end] of lateEndings) {
        const { hardMs } = limits[lane];
        const wide = standard.limits;
        const floor = new Floor({
          limits: { ...wide, [lane]: limits[lane] },
          workers: { fast: 1, slow: 1 },
          retry: { ...retry, maxFailures: 1 },
        });
        await floor.fill(lane === 'fast' ? 'slow' : 'fast');
        await floor.add('late', lane);
        const run = floor.run('late');
        let toldInTime = false;
        await floor.add('next', lane, next => {
          toldInTime = run.signal.aborted;
          return next.reply.promise;
        });
        await floor.pass(hardMs - 1);
        assert.ok(!run.signal.aborted, `1 ms before the hard limit of ${hardMs} ms nothing is stopped`);
        await floor.pass(1);
        assert.ok(run.signal.aborted, `After ${hardMs} ms in the ${lane} lane the attempt should be stopped`);
        expectHardLimit(run.signal.reason, lane, hardMs, 'The reason of the signal');
        assert.ok(
          floor.started().includes('next'),
          `The worker of work that, once stopped, ${what} should be free in the same instant`,
        );
        assert.ok(
          toldInTime,
          'The signal of the stopped attempt should be aborted before the next job begins on its worker',
        );
        await end(run);
        await floor.settle();
        assert.ok(
          floor.running(lane).length <= 1,
          `Work that was stopped and then ${what} should not give its worker back once more`,
        );
      }
  });

  it('R9 counts nothing that stopped work does afterwards', async () => {
    for (const [what, end] of lateEndings) {
      const wide = standard.limits.fast;
      const floor = new Floor({
        limits: { fast: wide, slow: limits.slow },
        workers: { fast: 2, slow: 1 },
        retry: { ...retry, maxFailures: 1 },
      });
      await floor.fill('fast');
      for (const key of named('slow', 4)) await floor.add(key, 'slow');
      const stopped = floor.run('slow 1');
      await floor.pass(30 * second);
      await end(stopped);
      await floor.pass(20 * second);
      assert.deepEqual(
        floor.running().map(({ key }) => key),
        ['slow 2'],
        `After slow 1 was stopped and then ${what}, on one slow worker there should run`,
      );
      floor.expectStatus('slow 1', { state: 'failed', lane: 'slow', attempts: 1 }, `After it ${what},`);
      const outcome = await floor.outcome('slow 1');
      assert.equal(outcome.state, 'failed', `Stopped work that then ${what} should still have`);
    }
  });

  it('R9 goes by the limit although the work rejects as soon as it hears of it', async () => {
    const floor = new Floor({ limits, retry: { ...retry, maxFailures: 1 } });
    const rude = new TransientError('AbortError of the HTTP client');
    await floor.add('job', 'slow', async run => {
      run.signal.addEventListener('abort', () => void run.fail(rude), { once: true });
      return run.reply.promise;
    });
    await floor.pass(30 * second);
    const outcome = await floor.outcome('job');
    assert.equal(outcome.state, 'failed', 'At the hard limit the job should have');
    if (outcome.state === 'failed') expectHardLimit(outcome.error, 'slow', 30 * second, 'Its error');
    assert.equal(floor.runs.length, 1, 'So many attempts should have been made:');
  });

  it('R9 survives a lane full of work that ignores its signals', async () => {
    const floor = new Floor({
      limits: { ...limits, fast: standard.limits.fast },
      workers: { fast: 4, slow: 2 },
      retry: { ...retry, maxFailures: 1 },
    });
    await floor.fill('fast');
    for (const lane of lanes) trace.limit(`workers on ${lane} jobs`, floor.options.workers[lane]);
    for (const key of named('slow', 8)) await floor.add(key, 'slow', () => new Promise(() => undefined));
    for (let round = 1; round <= 4; round++) {
      assert.equal(
        floor.runs.length,
        2 * round,
        `After ${round - 1} rounds of hard limits, so many have begun:`,
      );
      await floor.pass(30 * second);
    }
    await floor.add('good', 'slow');
    await floor.run('good').finish('still here');
    await floor.expectDone('good', 'still here', 'After eight jobs that never settle,');
  });
});

describe('What the hard limit means in each lane', () => {
  it('R10 sends a fast job that takes too long to the slow lane, where it begins anew under its limits', async () => {
    const floor = new Floor({ limits, retry: { ...retry, maxFailures: 1 } });
    await floor.add('mistaken', 'fast');
    await floor.pass(2 * second);
    assert.equal(
      floor.runs.length,
      2,
      'In the instant in which it is stopped, on an idle slow worker, it should begin anew',
    );
    const again = floor.run('mistaken');
    assert.deepEqual(
      [again.number, again.lane],
      [2, 'slow'],
      'The attempt should have the number 2 and the lane slow:',
    );
    assert.ok(
      !again.signal.aborted && !again.hurry.aborted,
      'The new attempt should have signals of its own',
    );
    floor.expectStatus('mistaken', { state: 'running', lane: 'slow', attempts: 2 }, 'After the move');
    await floor.pass(limits.slow.softMs - 1);
    assert.ok(!again.hurry.aborted && again.isRunning, 'In the slow lane the limits of the slow lane hold');
    await floor.pass(1);
    expectSoftLimit(again.hurry.reason, 'slow', limits.slow.softMs, 'The reason to hurry there');
    await again.finish('at last');
    await floor.expectDone('mistaken', 'at last', 'After its move');
  });

  it('R10 lets a job that was moved occupy slow workers only', async () => {
    const floor = new Floor({ limits, workers: { fast: 4, slow: 1 } });
    for (const key of named('fast', 4)) await floor.add(key, 'fast');
    await floor.pass(2 * second);
    assert.deepEqual(
      floor.running().map(({ key, lane }) => [key, lane] as const),
      [['fast 1', 'slow']],
      'Of four fast jobs that turned out to be slow, with one slow worker, there should run',
    );
    for (const key of named('fast', 4, 5)) await floor.add(key, 'fast');
    assert.equal(floor.running('fast').length, 4, 'The fast workers are there for other fast jobs again:');
    for (const key of named('fast', 3, 2))
      floor.expectStatus(key, { state: 'waiting', lane: 'slow', attempts: 1 }, 'Behind fast 1');
  });

  it('R10 does not count the move as a failure', async () => {
    const floor = new Floor({
      limits,
      retry: { ...retry, maxFailures: 2, baseMs: 100, capMs: 100 },
    });
    await floor.add('job', 'fast');
    await floor.pass(2 * second);
    await floor.run('job').fail();
    floor.expectStatus(
      'job',
      { state: 'pausing', lane: 'slow', attempts: 2 },
      'Moved, and failed for the first time,',
    );
    await floor.pass(100);
    const last = new TransientError('the second failure');
    await floor.run('job').fail(last);
    await floor.expectFailed('job', last, 'Moved, and failed twice,');
  });

  it('R10 does not repeat what was stopped in the slow lane', async () => {
    const from: readonly Lane[] = ['slow', 'fast'];
    for (const lane of from) {
      const floor = new Floor({ limits, retry: { ...retry, isRetryable: () => true } });
      await floor.add('endless', lane, () => new Promise(() => undefined));
      await floor.pass((lane === 'fast' ? 2 * second : 0) + 30 * second);
      const attempts = lane === 'fast' ? 2 : 1;
      floor.expectStatus('endless', { state: 'failed', lane: 'slow', attempts }, 'Stopped in the slow lane,');
      const outcome = await floor.outcome('endless');
      if (outcome.state === 'failed') expectHardLimit(outcome.error, 'slow', 30 * second, 'Its error');
      await floor.pass(600 * second);
      assert.equal(floor.runs.length, attempts, 'However long one waits, so many attempts should be made:');
    }
  });
});
