import assert from 'node:assert/strict';
import { clock, harden, random, retainedBytes, settled, trace } from '#testkit';
import { LaneFullError } from '#attempt/errors.ts';
import type { Lane, SchedulerOptions } from '#attempt/types.ts';
import { expectCancelled, Floor, lanes, minute, named, nameOf, second, standard } from './floor.ts';

const limits: SchedulerOptions['limits'] = {
  fast: { softMs: 1_500, hardMs: 2_000 },
  slow: { softMs: 25_000, hardMs: 30_000 },
};
const keepMs = 15 * minute;

function expectFull(floor: Floor, key: string, lane: Lane, when: string): void {
  let error: unknown;
  try {
    floor.offer(key, lane);
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(
    error instanceof LaneFullError,
    `${when} submit() should throw LaneFullError, ${error === undefined ? 'but it took the job' : `not ${nameOf(error)}`}`,
  );
  assert.equal(error.lane, lane, `${when} the error should name the lane:`);
}

describe('One key, one job', () => {
  it('R6 makes one job of it, however often and from wherever a client asks', async () => {
    const floor = new Floor({ workers: { fast: 2, slow: 1 } });
    const answers = Array.from({ length: 5 }, () => floor.submit('job', 'fast'));
    assert.deepEqual(
      answers,
      ['accepted', 'known', 'known', 'known', 'known'],
      'Five times the same key within one instant:',
    );
    await floor.settle();
    assert.equal(floor.runs.length, 1, 'So many attempts should have begun:');
    for (const lane of lanes)
      assert.equal(floor.submit('job', lane), 'known', 'While it runs, submit() gives');
    await floor.run('job').finish();
    assert.equal(floor.submit('job', 'slow'), 'known', 'When it is done, submit() gives');
    await floor.pass(minute);
    assert.equal(floor.runs.length, 1, 'So many attempts should have been made in the end:');
    floor.expectStatus(
      'job',
      { state: 'done', lane: 'fast', attempts: 1 },
      'Asked for again for the other lane,',
    );
  });

  it('R6 knows a job in each of its states', async () => {
    const floor = new Floor({ workers: { fast: 2, slow: 1 } });
    const expectKnown = (key: string, state: string): void => {
      assert.equal(floor.status(key)?.state, state, `The state of ${key} should be`);
      assert.equal(floor.submit(key, 'fast'), 'known', `submit() of a job that is ${state} should give`);
    };
    await floor.add('pausing', 'slow');
    await floor.run('pausing').fail();
    await floor.add('failed', 'fast');
    await floor.run('failed').fail(new Error('400'));
    await floor.add('done', 'fast');
    await floor.run('done').finish();
    await floor.add('cancelled', 'fast');
    floor.scheduler.cancel('cancelled');
    await floor.fill('fast');
    await floor.add('running', 'slow');
    await floor.add('waiting', 'slow');
    const count = floor.runs.length;
    for (const state of ['running', 'waiting', 'pausing', 'failed', 'done', 'cancelled'])
      expectKnown(state, state);
    await floor.settle();
    assert.equal(floor.runs.length, count, 'Asking again should begin no attempt:');
    const { fast, slow } = floor.load();
    assert.deepEqual([fast.waiting, slow.waiting], [0, 1], 'Asking again should add nothing to the queues:');
  });

  it('R6 tells keys apart, whatever they are called', async () => {
    const floor = new Floor({ workers: { fast: 20, slow: 2 } });
    const keys = [
      '',
      ' ',
      'a',
      'A',
      'constructor',
      '__proto__',
      'toString',
      'fast',
      '1',
      '01',
      'é',
      'e\u0301',
    ];
    for (const key of keys) {
      floor.expectStatus(key, undefined, 'Before it was submitted');
      await floor.add(key, 'fast');
    }
    for (const key of random.shuffle(keys)) {
      await floor.run(key).finish(`answer to ${key}`);
      await floor.expectDone(key, `answer to ${key}`, 'Finished');
    }
  });
});

describe('A lane that is full', () => {
  it('R7 refuses what would wait behind maxWaiting jobs, and nothing else', async () => {
    const maxWaiting = { fast: random.int(2, 9), slow: random.int(2, 9) };
    const floor = new Floor({ maxWaiting, workers: { fast: 3, slow: 2 } });
    await floor.fill('fast');
    for (const key of named('slow', 2 + maxWaiting.slow)) await floor.add(key, 'slow');
    expectFull(floor, 'one more', 'slow', `With ${maxWaiting.slow} slow jobs waiting`);
    floor.expectStatus('one more', undefined, 'Refused,');
    assert.equal(floor.submit('slow 3', 'slow'), 'known', 'A job that waits in the full lane is still');
    await floor.run('slow 1').finish();
    await floor.add('one more', 'slow');
    expectFull(floor, 'yet another', 'slow', 'When the place has been taken');
    for (const key of named('fast', maxWaiting.fast)) await floor.add(key, 'fast');
    expectFull(floor, 'yet another', 'fast', `With ${maxWaiting.fast} fast jobs waiting`);
    floor.expectStatus('yet another', undefined, 'Refused by both lanes,');
  });

  it('R7 takes as many as run and wait, all in one instant', async () => {
    const floor = new Floor({ maxWaiting: { fast: 4, slow: 1 }, workers: { fast: 3, slow: 2 } });
    for (const key of named('slow', 2)) floor.submit(key, 'slow');
    for (const key of named('fast', 7)) floor.submit(key, 'fast');
    expectFull(floor, 'fast 8', 'fast', 'After three jobs that begin and four that wait');
    floor.submit('slow 3', 'slow');
    expectFull(floor, 'slow 4', 'slow', 'After two jobs that begin and one that waits');
    await floor.settle();
    assert.deepEqual(
      [floor.running('fast').length, floor.running('slow').length],
      [3, 2],
      'Of each lane so many should run:',
    );
  });

  it('R7 turns away nobody who comes back from a pause or over from the other lane', async () => {
    const retry = { ...standard.retry, baseMs: second };
    const floor = new Floor({
      limits,
      retry,
      maxWaiting: { fast: 1, slow: 2 },
      workers: { fast: 1, slow: 1 },
    });
    await floor.add('slow 1', 'slow');
    await floor.run('slow 1').fail();
    await floor.add('fast 1', 'fast');
    for (const key of named('slow', 3, 2)) await floor.add(key, 'slow');
    await floor.add('fast 2', 'fast');
    await floor.pass(second);
    floor.expectStatus(
      'slow 1',
      { state: 'waiting', lane: 'slow', attempts: 1 },
      'Back in a lane that was full,',
    );
    await floor.pass(second);
    floor.expectStatus(
      'fast 1',
      { state: 'waiting', lane: 'slow', attempts: 1 },
      'Moved to a lane that was full,',
    );
    assert.equal(floor.load().slow.waiting, 4, 'In a lane for two so many should wait now:');
    await floor.run('slow 2').finish();
    expectFull(floor, 'slow 9', 'slow', 'With three waiting in a lane for two');
    await floor.run('slow 3').finish();
    expectFull(floor, 'slow 9', 'slow', 'With two waiting in a lane for two');
    await floor.run('slow 4').finish();
    await floor.add('slow 9', 'slow');
  });
});

describe('Clients that wait, leave and come back', () => {
  it('R12 gives the outcome to everybody who waits, whenever they began to', async () => {
    const floor = new Floor();
    const value = harden({ text: 'the very object' });
    const error = new Error('the very error');
    await floor.add('good', 'fast');
    await floor.add('bad', 'slow');
    const early = ['good', 'bad', 'good', 'bad'].map(key => floor.scheduler.wait(key));
    for (const wait of early)
      assert.equal((await settled(wait)).state, 'pending', 'Before there is an outcome');
    await floor.run('good').finish(value);
    await floor.run('bad').fail(error);
    for (const wait of [...early, ...['good', 'bad', 'good', 'bad'].map(key => floor.scheduler.wait(key))]) {
      const state = await settled(wait);
      assert.equal(state.state, 'fulfilled', 'When there is an outcome, wait() should be');
      if (state.state !== 'fulfilled') continue;
      const outcome = state.value;
      if (outcome.state === 'done') assert.ok(outcome.value === value, 'The value should be the very one');
      else
        assert.ok(outcome.state === 'failed' && outcome.error === error, 'The error should be the very one');
    }
  });

  it('R12 lets a client leave without a word to the job or to the others', async () => {
    const floor = new Floor({ workers: { fast: 1, slow: 1 } });
    for (const key of named('slow', 2)) await floor.add(key, 'slow');
    for (const key of ['slow 1', 'slow 2']) {
      const controller = new AbortController();
      const [leaves, stays] = [
        settledLater(floor.scheduler.wait(key, controller.signal)),
        settledLater(floor.scheduler.wait(key)),
      ];
      await floor.pass(random.int(1, 900));
      const reason = new Error('The user closed the tab');
      controller.abort(reason);
      await floor.settle();
      assert.ok(leaves.error === reason, 'A client that leaves should get the reason of its signal at once');
      assert.equal(stays.state, 'pending', 'Somebody else who waits for the same job is');
      assert.ok(!floor.run('slow 1').signal.aborted, 'The attempt should not be stopped');
      await floor.run(key).finish(key);
      assert.deepEqual(stays.value, { state: 'done', value: key }, 'Whoever stayed should get the outcome:');
      const gone = settledLater(floor.scheduler.wait(key, AbortSignal.abort(reason)));
      await floor.settle();
      assert.ok(gone.error === reason, 'A signal that is aborted already should reject with its reason');
      await floor.expectDone(key, key, 'Left by the one who asked for it,');
    }
  });

  it('R12 R13 has the answer for a client that closes the browser and comes back ten minutes later', async () => {
    const floor = new Floor({ keepMs });
    const controller = new AbortController();
    await floor.add('report', 'slow');
    trace.mark('client', 'asks');
    const tab = settledLater(floor.scheduler.wait('report', controller.signal));
    await floor.pass(4 * second);
    controller.abort(new Error('closed'));
    trace.mark('client', 'leaves', 'bad');
    await floor.pass(26 * second);
    assert.equal(tab.state, 'rejected', 'The wait of the closed browser is');
    await floor.run('report').finish('42 pages');
    await floor.pass(10 * minute);
    trace.mark('client', 'comes back', 'good');
    await floor.expectDone('report', '42 pages', 'Ten minutes after it ended, on the laptop,');
    await floor.pass(minute);
    await floor.expectDone('report', '42 pages', 'A minute later, on the phone,');
    assert.equal(floor.runs.length, 1, 'So many attempts should have been paid for:');
  });

  it('R13 keeps every kind of outcome for keepMs, however often it is read, and no longer', async () => {
    const ends: readonly (readonly [string, (floor: Floor, key: string) => unknown])[] = [
      ['done', (floor, key) => floor.run(key).finish()],
      ['failed', (floor, key) => floor.run(key).fail(new Error('400'))],
      ['cancelled', (floor, key) => floor.scheduler.cancel(key)],
    ];
    for (const [state, end] of ends) {
      const floor = new Floor({ keepMs });
      await floor.add('job', 'slow');
      await floor.pass(20 * minute); // counted from its end, not from its beginning
      await end(floor, 'job');
      for (let reads = 0; reads < 6; reads++) {
        await floor.pass(Math.floor(keepMs / 6) - (reads === 5 ? 1 : 0));
        assert.equal(
          (await floor.outcome('job')).state,
          state,
          `Read for the ${reads + 1}. time, the outcome is`,
        );
      }
      await floor.pass(2);
      await floor.expectUnknown('job', `${keepMs + 1} ms after it was ${state},`);
      await floor.add('job', 'fast');
      await floor.run('job').finish('new');
      await floor.expectDone('job', 'new', 'Submitted again after its time,');
      floor.expectStatus('job', { state: 'done', lane: 'fast', attempts: 1 }, 'As a new job');
    }
  });

  it('R13 gives each outcome its own time', async () => {
    const floor = new Floor({ keepMs: minute, workers: { fast: 30, slow: 1 } });
    const ends = new Map<string, number>();
    for (const key of named('fast', 12)) {
      await floor.add(key, 'fast');
      await floor.pass(random.int(1, 9) * second);
      if (random.chance(0.4)) continue; // ends later, out of order
      await floor.run(key).finish();
      ends.set(key, clock.elapsed());
    }
    for (const run of random.shuffle(floor.running())) {
      await floor.pass(random.int(1, 5) * second);
      await run.finish();
      ends.set(run.key, clock.elapsed());
    }
    for (let look = 0; look < 30; look++) {
      for (const [key, endedAt] of ends) {
        const age = clock.elapsed() - endedAt;
        if (age === minute) continue;
        assert.equal(
          floor.status(key)?.state,
          age < minute ? 'done' : undefined,
          `${age} ms after its end, with keepMs of ${minute}, the state of ${key} is`,
        );
      }
      await floor.pass(random.int(1, 4) * second);
    }
  });

  it('R13 is not impressed when somebody sets the clock', async () => {
    for (const jump of [20 * minute, -20 * minute]) {
      const floor = new Floor({ keepMs });
      await floor.add('job', 'fast');
      await floor.run('job').finish();
      await floor.pass(minute);
      clock.jumpWallClock(jump);
      await floor.pass(minute);
      assert.equal(
        floor.status('job')?.state,
        'done',
        `After a jump of ${jump} ms, two minutes after its end, it is`,
      );
      await floor.pass(13 * minute + 1);
      await floor.expectUnknown('job', `After a jump of ${jump} ms, and keepMs after its end,`);
    }
  });

  it('R13 leaves neither timers nor memory behind', async () => {
    const floor = new Floor({
      keepMs: minute,
      workers: { fast: 50, slow: 2 },
      maxWaiting: { fast: 1_000, slow: 1_000 },
    });
    let next = 0;
    const batch = async (): Promise<void> => {
      for (let i = 0; i < 2_500; i++) {
        const key = `job ${++next}`;
        const text = key.padEnd(400, String(next));
        floor.scheduler.submit({ key, lane: 'fast', work: () => Promise.resolve([text]) });
        if (i % 100 === 0) await clock.settle();
      }
      await clock.advance(minute + 1);
      floor.scheduler.submit({ key: `last ${next}`, lane: 'fast', work: () => Promise.resolve() });
      await clock.advance(minute + 1);
      floor.status('nobody');
    };
    const bytes = await retainedBytes(batch);
    assert.ok(bytes < 700_000, 'Of 2,500 outcomes that are over, more than 700 kB are kept');
    assert.equal(clock.pending(), 0, 'When everything is over and forgotten, so many timers should be left:');
  });
});

describe('Cancelling', () => {
  it('R14 takes a waiting job out of its queue, wherever it stands', async () => {
    const floor = new Floor({ workers: { fast: 1, slow: 1 }, maxWaiting: { fast: 9, slow: 9 } });
    await floor.fill('fast');
    for (const key of named('slow', 8)) await floor.add(key, 'slow');
    const gone = random.shuffle(named('slow', 7, 2)).slice(0, 4);
    for (const key of gone) {
      assert.equal(floor.scheduler.cancel(key), true, 'cancel() of a job that waits gives');
      floor.expectStatus(
        key,
        { state: 'cancelled', lane: 'slow', attempts: 0 },
        'Cancelled while it waited,',
      );
    }
    assert.equal(floor.load().slow.waiting, 3, 'Of seven, with four cancelled, so many should wait:');
    const left = named('slow', 8).filter(key => !gone.includes(key));
    for (const key of left) await floor.run(key).finish();
    assert.deepEqual(floor.started(), left, 'These should have begun, in this order:');
  });

  it('R14 stops a running job, and its worker is free in that instant', async () => {
    for (const lane of lanes) {
      const floor = new Floor({
        limits: { ...standard.limits, [lane]: limits[lane] },
        workers: { fast: 1, slow: 1 },
      });
      await floor.fill(lane === 'fast' ? 'slow' : 'fast');
      await floor.add('job', lane);
      const run = floor.run('job');
      let toldInTime = false;
      await floor.add('next', lane, next => {
        toldInTime = run.signal.aborted;
        return next.reply.promise;
      });
      const wait = settledLater(floor.scheduler.wait(run.key));
      await floor.pass(300);
      assert.equal(floor.scheduler.cancel(run.key), true, 'cancel() of a job that runs gives');
      await floor.settle();
      assert.ok(run.signal.aborted, 'The attempt should be stopped');
      expectCancelled(run.signal.reason, run.key, 'The reason of the signal');
      assert.deepEqual(wait.value, { state: 'cancelled' }, 'Whoever waits for it should get');
      assert.ok(floor.started().includes('next'), 'The next job should begin in the same instant');
      assert.ok(
        toldInTime,
        'The signal of the cancelled attempt should be aborted before the next job begins on its worker',
      );
      await run.finish('too late');
      await floor.pass(90 * second);
      floor.expectStatus(run.key, { state: 'cancelled', lane, attempts: 1 }, 'Cancelled while it ran,');
      assert.deepEqual(
        await floor.outcome(run.key),
        { state: 'cancelled' },
        'Whatever it still does, its outcome is',
      );
      assert.ok(!run.hurry.aborted, 'A cancelled attempt is not told to hurry afterwards');
    }
  });

  it('R14 ends a pause: nothing is tried again', async () => {
    const floor = new Floor();
    await floor.add('job', 'fast');
    await floor.run('job').fail();
    assert.equal(floor.scheduler.cancel('job'), true, 'cancel() of a job that pauses gives');
    await floor.pass(minute);
    assert.equal(floor.runs.length, 1, 'So many attempts should have been made:');
    floor.expectStatus('job', { state: 'cancelled', lane: 'fast', attempts: 1 }, 'Cancelled in a pause,');
    const { fast } = floor.load();
    assert.deepEqual([fast.waiting, fast.running], [0, 0], 'In the fast lane there wait and run');
  });

  it('R14 changes nothing about a job that has ended, or that nobody knows', async () => {
    const floor = new Floor({ keepMs });
    await floor.add('done', 'fast');
    await floor.run('done').finish('fine');
    await floor.add('failed', 'fast');
    const error = new Error('400');
    await floor.run('failed').fail(error);
    await floor.add('cancelled', 'fast');
    floor.scheduler.cancel('cancelled');
    for (const key of ['done', 'failed', 'cancelled', 'nobody'])
      assert.equal(floor.scheduler.cancel(key), false, `cancel() of ${key} gives`);
    await floor.expectDone('done', 'fine', 'After cancel(),');
    await floor.expectFailed('failed', error, 'After cancel(),');
    await floor.pass(keepMs - 1);
    assert.equal(floor.scheduler.cancel('done'), false, 'Before its time is over, cancel() gives');
    await floor.pass(2);
    await floor.expectUnknown('done', 'cancel() prolongs nothing:');
  });
});

interface Later<T> {
  state: 'pending' | 'fulfilled' | 'rejected';
  value?: T;
  error?: unknown;
}

/** Looks at a promise from the beginning, so that no rejection goes unnoticed. */
function settledLater<T>(promise: Promise<T>): Later<T> {
  const later: Later<T> = { state: 'pending' };
  promise.then(
    value => Object.assign(later, { state: 'fulfilled', value }),
    (error: unknown) => Object.assign(later, { state: 'rejected', error }),
  );
  return later;
}
