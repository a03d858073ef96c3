import assert from 'node:assert/strict';
import { clock, random, trace } from '#testkit';
import type { Lane, LaneLoad, ScaleAdvice, SchedulerOptions } from '#attempt/types.ts';
import { Floor, lanes, minute, named, second } from './floor.ts';

const scale: SchedulerOptions['scale'] = {
  typicalMs: { fast: 200, slow: 30 * second },
  outMs: minute,
  inMs: 5 * second,
  forMs: minute,
};

function expectLoad(floor: Floor, lane: Lane, expected: Partial<LaneLoad>, when: string): void {
  const load = floor.load()[lane];
  for (const [name, value] of Object.entries(expected)) {
    const actual = load[name as keyof LaneLoad];
    assert.ok(
      typeof actual === 'number' && Math.abs(actual - value) < 1e-6,
      `${when} ${name} of the ${lane} lane should be ${value}, not ${actual}`,
    );
  }
}

function expectAdvice(floor: Floor, advice: ScaleAdvice, when: string): void {
  const { fast, slow, advice: actual } = floor.load();
  trace.point('backlog fast', fast.backlogMs);
  trace.point('backlog slow', slow.backlogMs);
  trace.state('advice', actual);
  assert.equal(actual, advice, `${when} the advice should be`);
}

describe('How busy it is', () => {
  it('R15 counts what waits and what runs, by the lane of the job', async () => {
    const floor = new Floor({ workers: { fast: 2, slow: 2 } });
    const expectBoth = (fast: readonly number[], slow: readonly number[], when: string): void => {
      expectLoad(floor, 'fast', { waiting: fast[0]!, running: fast[1]! }, when);
      expectLoad(floor, 'slow', { waiting: slow[0]!, running: slow[1]! }, when);
    };
    expectBoth([0, 0], [0, 0], 'Before anything is submitted');
    for (const key of named('fast', 2)) await floor.add(key, 'fast');
    for (const key of named('slow', 5)) await floor.add(key, 'slow');
    expectBoth([0, 2], [3, 2], 'After two fast jobs and five slow ones');
    await floor.run('slow 1').finish();
    expectBoth([0, 2], [2, 2], 'After one slow job has ended');
    for (const key of named('fast', 4, 3)) await floor.add(key, 'fast');
    expectBoth([4, 2], [2, 2], 'After four more fast jobs');
    const kept = floor.load();
    await floor.run('fast 1').fail(new Error('400'));
    expectBoth([3, 2], [2, 2], 'After one fast job has failed');
    for (const key of ['fast 2', 'fast 6', 'slow 5', 'slow 4']) floor.scheduler.cancel(key);
    await floor.settle();
    expectBoth([1, 2], [0, 2], 'After a running job and three waiting ones were cancelled');
    assert.deepEqual(
      [kept.fast.waiting, kept.fast.running, kept.slow.waiting, kept.slow.running],
      [4, 2, 2, 2],
      'What load() gave earlier should not change:',
    );
  });

  it('R15 tells how long the first in the queue has been in it', async () => {
    const limits = {
      fast: { softMs: 10_000, hardMs: 11_000 },
      slow: { softMs: 80 * second, hardMs: 90 * second },
    };
    const floor = new Floor({ workers: { fast: 1, slow: 1 }, limits });
    expectLoad(floor, 'slow', { oldestWaitMs: 0 }, 'With nobody waiting');
    await floor.add('fast 1', 'fast');
    await floor.add('slow 1', 'slow');
    await floor.pass(4 * second);
    expectLoad(floor, 'slow', { oldestWaitMs: 0 }, 'With one that runs and nobody waiting');
    await floor.add('slow 2', 'slow');
    await floor.pass(3 * second);
    await floor.add('slow 3', 'slow');
    await floor.pass(2 * second);
    expectLoad(
      floor,
      'slow',
      { oldestWaitMs: 5 * second },
      'When slow 2 has waited for 5 s, and slow 3 for 2 s,',
    );
    await floor.add('fast 2', 'fast');
    expectLoad(floor, 'fast', { oldestWaitMs: 0 }, 'When fast 2 has just begun to wait');
    await floor.pass(2 * second); // fast 1 is stopped and joins the slow lane, fast 2 begins
    await floor.run('slow 1').finish();
    expectLoad(
      floor,
      'slow',
      { oldestWaitMs: 4 * second },
      'When slow 2 runs and slow 3 has waited for 4 s,',
    );
    await floor.run('slow 2').fail(new Error('400'));
    await floor.pass(second);
    expectLoad(
      floor,
      'slow',
      { oldestWaitMs: second },
      'When slow 3 runs, and fast 1 came over a second ago,',
    );
    await floor.run('slow 3').fail();
    await floor.pass(700); // fast 1 runs, and slow 3 comes back after half a second
    expectLoad(floor, 'slow', { oldestWaitMs: 200, waiting: 1 }, 'When slow 3 came back 200 ms ago,');
  });

  it('R15 goes by the mean of the last 20 attempts of each lane', async () => {
    const floor = new Floor({ workers: { fast: 4, slow: 2 } });
    for (const lane of lanes)
      expectLoad(floor, lane, { meanMs: scale.typicalMs[lane] }, 'Before any attempt has ended');
    const lengths: Record<Lane, number[]> = { fast: [], slow: [] };
    for (let i = 1; i <= 60; i++) {
      const lane: Lane = random.chance(0.5) ? 'fast' : 'slow';
      const key = `${lane} ${i}`;
      await floor.add(key, lane);
      const ms = random.int(1, 400);
      await floor.pass(ms);
      const other = random.int(1, 3);
      if (other === 1) await floor.run(key).fail(new Error('400'));
      else await floor.run(key).finish();
      lengths[lane].push(ms);
      for (const one of lanes) {
        const last = lengths[one].slice(-20);
        if (last.length === 0) continue;
        const meanMs = last.reduce((sum, length) => sum + length, 0) / last.length;
        expectLoad(floor, one, { meanMs }, `After ${lengths[one].length} attempts in the lane,`);
      }
    }
  });

  it('R15 counts each attempt where it ended, those that were stopped too, and no cancelled ones', async () => {
    const limits = { fast: { softMs: 1_500, hardMs: 2_000 }, slow: { softMs: 25_000, hardMs: 30_000 } };
    const floor = new Floor({ limits, workers: { fast: 2, slow: 1 } });
    await floor.add('job', 'fast');
    await floor.pass(700);
    await floor.run('job').fail();
    expectLoad(floor, 'fast', { meanMs: 700 }, 'After a failure at 700 ms');
    await floor.pass(500 + 2_000);
    expectLoad(floor, 'fast', { meanMs: 1_350 }, 'After a second attempt, stopped at 2,000 ms,');
    expectLoad(
      floor,
      'slow',
      { meanMs: scale.typicalMs.slow },
      'While the first attempt in the slow lane runs',
    );
    await floor.add('cancelled', 'fast');
    await floor.pass(1_000);
    floor.scheduler.cancel('cancelled');
    await floor.pass(29_000);
    expectLoad(floor, 'fast', { meanMs: 1_350 }, 'After a third attempt was cancelled at 1,000 ms,');
    expectLoad(floor, 'slow', { meanMs: 30_000 }, 'After an attempt was stopped there at 30,000 ms,');
  });

  it('R15 gives the backlog as time: forty questions of 200 ms are nothing, forty of 30 s are ten minutes', async () => {
    const floor = new Floor({ workers: { fast: 8, slow: 2 } });
    for (const lane of lanes) await floor.fill(lane);
    for (const key of named('slow', 40)) await floor.add(key, 'slow');
    expectLoad(
      floor,
      'slow',
      { waiting: 40, backlogMs: 10 * minute },
      'With 40 slow jobs waiting for 2 workers',
    );
    floor.scheduler.cancel('busy slow 0');
    await floor.pass(6 * second);
    await floor.run('slow 1').finish();
    expectLoad(floor, 'slow', { waiting: 38, backlogMs: 38 * 3 * second }, 'When an attempt has taken 6 s');
    for (const key of named('fast', 40)) await floor.add(key, 'fast');
    expectLoad(floor, 'fast', { waiting: 40, backlogMs: second }, 'With 40 fast jobs waiting for 8 workers');
  });
});

describe('Advice for whoever starts and stops servers', () => {
  it('R16 says nothing at first, and “in” after a quiet time', async () => {
    const floor = new Floor({ scale });
    expectAdvice(floor, 'hold', 'In the beginning');
    await floor.pass(minute - 1);
    expectAdvice(floor, 'hold', 'After nearly a minute of quiet');
    await floor.pass(2);
    expectAdvice(floor, 'in', 'After a minute of quiet');
    for (const lane of lanes) await floor.fill(lane);
    for (const key of named('fast', 35)) await floor.add(key, 'fast');
    await floor.pass(10 * minute);
    expectAdvice(floor, 'in', 'With a backlog of 35 fast jobs, 2.3 s for three workers,');
    const exact = new Floor({ scale: { ...scale, inMs: 15 * second } });
    for (const lane of lanes) await exact.fill(lane);
    await exact.add('slow 1', 'slow');
    await exact.pass(minute + 1);
    expectAdvice(exact, 'in', 'With a backlog of one slow job, 15 s for two workers, and inMs of 15 s,');
  });

  it('R16 says “out” when a lane has had too much for long enough', async () => {
    for (const lane of lanes) {
      const floor = new Floor({
        scale,
        maxWaiting: { fast: 2_000, slow: 100 },
        workers: { fast: 3, slow: 2 },
      });
      const enough = (scale.outMs * floor.options.workers[lane]) / scale.typicalMs[lane];
      for (const one of lanes) await floor.fill(one);
      await floor.pass(random.int(0, 90) * second);
      for (const key of named(lane, enough - 1)) floor.submit(key, lane);
      await floor.pass(3 * minute);
      expectAdvice(floor, 'hold', `With a backlog of ${enough - 1} ${lane} jobs, just below a minute,`);
      await floor.add('one more', lane);
      expectAdvice(floor, 'hold', 'When the backlog has just reached a minute');
      await floor.pass(minute - 1);
      expectAdvice(floor, 'hold', 'When the backlog has been a minute for nearly a minute');
      await floor.pass(2);
      expectAdvice(floor, 'out', 'When the backlog has been a minute for a minute');
      floor.scheduler.cancel('one more');
      await floor.pass(1);
      expectAdvice(floor, 'hold', 'When the backlog is below a minute again');
    }
  });

  it('R16 does not mistake many short jobs for much work', async () => {
    const floor = new Floor({ scale, maxWaiting: { fast: 1_000, slow: 100 } });
    for (const lane of lanes) await floor.fill(lane);
    for (const key of named('fast', 300)) floor.submit(key, 'fast');
    await floor.pass(3 * minute);
    expectAdvice(floor, 'hold', 'With 300 fast jobs waiting, 20 s for three workers,');
    const few = new Floor({ scale });
    for (const lane of lanes) await few.fill(lane);
    for (const key of named('slow', 6)) await few.add(key, 'slow');
    await few.pass(3 * minute);
    expectAdvice(few, 'out', 'With six slow jobs waiting, 90 s for two workers,');
  });

  it('R16 begins anew when the backlog was small in between', async () => {
    const floor = new Floor({ scale });
    for (const lane of lanes) await floor.fill(lane);
    for (const key of named('slow', 3)) await floor.add(key, 'slow');
    for (let wave = 0; wave < 3; wave++) {
      await floor.add(`wave ${wave}`, 'slow');
      await floor.pass(50 * second);
      expectAdvice(floor, 'hold', 'In a wave of 50 s');
      floor.scheduler.cancel(`wave ${wave}`);
      await floor.pass(5 * second);
    }
    const quiet = new Floor({ scale });
    for (const lane of lanes) await quiet.fill(lane);
    for (let wave = 0; wave < 3; wave++) {
      await quiet.pass(50 * second);
      expectAdvice(quiet, 'hold', 'In a pause of 50 s');
      await quiet.add(`wave ${wave}`, 'slow');
      await quiet.pass(5 * second);
      quiet.scheduler.cancel(`wave ${wave}`);
    }
  });

  it('R16 goes by one lane for “out”, and by both for “in”', async () => {
    const floor = new Floor({ scale, maxWaiting: { fast: 2_000, slow: 100 } });
    for (const lane of lanes) await floor.fill(lane);
    for (const key of named('slow', 4)) await floor.add(key, 'slow');
    await floor.pass(40 * second); // the slow lane has had too much for 40 s
    for (const key of named('fast', 1_000)) floor.submit(key, 'fast');
    await floor.pass(5 * second);
    for (const key of named('slow', 4)) floor.scheduler.cancel(key);
    await floor.pass(40 * second); // and now the fast lane has, for 45 s
    expectAdvice(floor, 'hold', 'When two lanes had too much one after the other, neither for a minute,');
    await floor.pass(20 * second);
    expectAdvice(floor, 'out', 'When the fast lane has had too much for 65 s');
    for (const key of named('fast', 1_000)) floor.scheduler.cancel(key);
    await floor.pass(30 * second);
    await floor.add('slow 9', 'slow');
    await floor.pass(50 * second);
    expectAdvice(floor, 'hold', 'When the fast lane has been quiet for 80 s, but one slow job waits,');
    floor.scheduler.cancel('slow 9');
    await floor.pass(59 * second);
    expectAdvice(floor, 'hold', 'When both lanes have been quiet for 59 s');
    await floor.pass(2 * second);
    expectAdvice(floor, 'in', 'When both lanes have been quiet for 61 s');
  });

  it('R16 follows the mean: the same queue is less work when attempts turn out to be short', async () => {
    const floor = new Floor({ scale });
    for (const lane of lanes) await floor.fill(lane);
    for (const key of named('slow', 6)) await floor.add(key, 'slow');
    await floor.pass(2 * minute);
    expectAdvice(floor, 'out', 'With six slow jobs of 30 s waiting for two workers');
    floor.scheduler.cancel('busy slow 0');
    floor.scheduler.cancel('busy slow 1');
    await floor.pass(100);
    await floor.run('slow 1').finish();
    expectAdvice(floor, 'hold', 'When the first attempt took 0.1 s, and three wait,');
    await floor.pass(minute + 1);
    expectAdvice(floor, 'in', 'A minute later');
    assert.equal(floor.load().slow.waiting, 3, 'So many slow jobs still wait:');
  });

  it('R16 costs no timer, and the wall clock does not matter', async () => {
    const floor = new Floor({ scale });
    await floor.pass(30 * second);
    clock.jumpWallClock(60 * minute);
    expectAdvice(floor, 'hold', 'Half a minute after the beginning, with the wall clock an hour ahead,');
    await floor.pass(31 * second);
    expectAdvice(floor, 'in', 'A minute after the beginning');
    assert.equal(clock.pending(), 0, 'Nothing runs and nothing is kept, so there should be no timers:');
  });
});
