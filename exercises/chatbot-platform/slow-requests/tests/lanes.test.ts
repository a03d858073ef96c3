import assert from 'node:assert/strict';
import { clock, latency, play, random, trace, traffic } from '#testkit';
import { mondayOptions } from '#attempt/options.ts';
import type { Lane } from '#attempt/types.ts';
import { Floor, lanes, named, second, type Run } from './floor.ts';

const both = ({ options: { workers } }: Floor): number => workers.fast + workers.slow;

interface Step {
  readonly floor: Floor;
  /** Keys that were submitted and have not begun, by lane, in order. */
  readonly waiting: Readonly<Record<Lane, readonly string[]>>;
  /** What happened last, and who has begun since. */
  readonly event: string;
  readonly begun: readonly Run[];
}

/**
 * Submits jobs and ends others at random, one thing at a time, and looks at the floor after each. The mix of lanes drifts,
 * so that now the fast lane is full, now the slow one, now both.
 */
async function walk(inspect: (step: Step) => void, steps = 100): Promise<void> {
  const floor = new Floor({ workers: { fast: random.int(1, 5), slow: random.int(1, 3) } });
  for (const lane of lanes) trace.limit(`workers on ${lane} jobs`, floor.options.workers[lane]);
  const submitted: Record<Lane, string[]> = { fast: [], slow: [] };
  let leaning = 0.5;
  let busy = 0.6;
  for (let step = 0; step < steps; step++) {
    if (step % 20 === 0) [leaning, busy] = [random.pick([0.1, 0.5, 0.9]), random.pick([0.3, 0.5, 0.7])];
    const count = floor.runs.length;
    const began = new Set(floor.started());
    const waitingIn = (lane: Lane): string[] => submitted[lane].filter(key => !began.has(key));
    const running = floor.running();
    let event: string;
    if (running.length === 0 || random.chance(busy)) {
      const lane: Lane = random.chance(leaning) ? 'slow' : 'fast';
      const key = `${lane} ${submitted[lane].length + 1}`;
      submitted[lane].push(key);
      event = `after ${key} was submitted`;
      await floor.add(key, lane);
    } else {
      const run = random.pick(running);
      event = `after ${run.key} had ended`;
      await run.finish();
      await floor.settle();
    }
    if (random.chance(0.2)) await floor.pass(random.int(1, 500));
    for (const run of floor.runs.slice(count)) began.add(run.key);
    inspect({
      floor,
      waiting: { fast: waitingIn('fast'), slow: waitingIn('slow') },
      event,
      begun: floor.runs.slice(count),
    });
  }
}

describe('Workers and lanes', () => {
  it('R1 never runs more than there are workers, and never more slow jobs than the slow lane has', async () => {
    await walk(({ floor, event }) => {
      const { slow } = floor.options.workers;
      assert.ok(
        floor.running().length <= both(floor),
        `There are ${both(floor)} workers, but ${event} ${floor.running().length} attempts run at once`,
      );
      assert.ok(
        floor.running('slow').length <= slow,
        `${slow} workers may take slow jobs, but ${event} ${floor.running('slow').length} do`,
      );
    });
  });

  it('R1 leaves the workers of the fast lane alone when only slow jobs come', async () => {
    const floor = new Floor({ workers: { fast: 8, slow: 2 } });
    for (const key of named('slow', 30)) await floor.add(key, 'slow');
    assert.equal(
      floor.running().length,
      2,
      'With 30 slow jobs, eight workers for fast jobs and two for slow ones, so many should run:',
    );
    for (let ended = 0; ended < 28; ended++) {
      await floor.running()[0]!.finish();
      assert.equal(floor.running().length, 2, `After ${ended + 1} slow jobs have ended, so many should run:`);
    }
  });

  it('R2 starts a fast job at once while the fast lane has a worker left, whatever the slow lane does', async () => {
    await walk(({ floor, waiting, event }) => {
      const running = floor.running('fast').length;
      const { fast } = floor.options.workers;
      assert.ok(
        waiting.fast.length === 0 || running >= fast,
        `${event}, ${waiting.fast[0]} waits although only ${running} fast jobs run and the lane has ${fast} workers`,
      );
    });
  });

  it('R2 answers the eleventh user at once: ten slow questions are not in the way', async () => {
    const floor = new Floor({ workers: { fast: 8, slow: 2 } });
    for (const key of named('slow', 10)) await floor.add(key, 'slow');
    for (const key of named('fast', 8)) {
      await floor.add(key, 'fast');
      assert.ok(
        floor.started().includes(key),
        `With ten slow jobs before it, ${key} should begin in the instant in which it is submitted`,
      );
    }
  });

  it('R2 on that Monday: fast questions do not notice the rush of slow ones', async () => {
    const floor = new Floor(mondayOptions, false);
    const { scheduler } = floor;
    for (const lane of lanes) trace.limit(`workers on ${lane} jobs`, mondayOptions.workers[lane]);
    const quick = latency.uniform(80, 300);
    const long = latency.uniform(20 * second, 40 * second);
    const marks = trace.histogram('fast wait', [10, 100, second]);
    let count = 0;
    const ask = async (lane: Lane): Promise<number> => {
      const key = `${lane} ${++count}`;
      const at = clock.elapsed();
      let waited = Infinity;
      const takes = lane === 'fast' ? quick() : long();
      floor.submit(key, lane, async () => {
        waited = clock.elapsed() - at;
        if (lane === 'fast') marks(waited);
        await clock.sleep(takes);
        return key;
      });
      for (const one of lanes) trace.point(`${one} jobs waiting`, scheduler.load()[one].waiting);
      await scheduler.wait(key);
      return waited;
    };
    const stops = lanes.map(lane =>
      trace.gauge(`workers on ${lane} jobs`, 250, () => floor.load()[lane].running),
    );
    const rush = traffic.later(
      5 * second,
      traffic.poisson({ perSecond: 1, forMs: 20 * second, keys: 'slow' }),
    );
    // At most four of these run at once, so that eight workers are enough for them with every seed.
    const usual = traffic.steady({ perSecond: 12, forMs: 30 * second, keys: 'fast' });
    const played = await play(traffic.merge(usual, rush), ({ key }) => ask(key as Lane), {
      draw: false,
      patienceMs: 2 * second,
    });
    for (const stop of stops) stop();
    const waits = played.outcomes.filter(({ key }) => key === 'fast').map(({ value }) => value ?? Infinity);
    const long250 = waits.filter(ms => ms > 250).length;
    assert.ok(
      long250 <= waits.length / 100,
      `Of ${waits.length} fast questions, ${long250} waited longer than 250 ms for a worker`,
    );
  });

  it('R3 gives the slow lane its own workers as soon as a worker is free', async () => {
    await walk(({ floor, waiting, event }) => {
      const running = floor.running('slow').length;
      const { slow } = floor.options.workers;
      assert.ok(
        waiting.slow.length === 0 || running >= slow || floor.running().length >= both(floor),
        `${event}, ${waiting.slow[0]} waits although a worker is free and ${running} slow jobs run on ${slow} workers`,
      );
    });
  });

  it('R3 lets no fast job beyond its own workers go before a slow one', async () => {
    await walk(({ floor, waiting, event, begun }) => {
      const { workers } = floor.options;
      const taken = begun.find(({ lane }) => lane === 'fast');
      const slowMayRun = waiting.slow.length > 0 && floor.running('slow').length < workers.slow;
      assert.ok(
        !(taken && slowMayRun && floor.running('fast').length > workers.fast),
        `${event}, ${taken?.key} took a worker of the slow lane while ${waiting.slow[0]} waited for one`,
      );
    });
    const floor = new Floor({ workers: { fast: 3, slow: 2 } });
    for (const key of named('fast', 12)) await floor.add(key, 'fast');
    for (const key of named('slow', 3)) await floor.add(key, 'slow');
    await floor.run('fast 1').finish();
    await floor.run('fast 4').finish();
    assert.deepEqual(
      floor.running('slow').map(({ key }) => key),
      ['slow 1', 'slow 2'],
      'Five fast jobs ran on all the workers, and slow ones came. After two of the fast ones have ended, these slow jobs run:',
    );
    await floor.run('fast 2').finish();
    assert.equal(floor.running('fast').length, 3, 'Then the fast lane should keep its three workers:');
  });

  it('R4 lets fast jobs use what the slow lane leaves idle', async () => {
    await walk(({ floor, waiting, event }) => {
      const { length } = floor.running();
      assert.ok(
        waiting.fast.length === 0 || length >= both(floor),
        `${event}, ${waiting.fast[0]} waits although ${length} of ${both(floor)} workers are busy`,
      );
    });
  });

  it('R4 works off a morning of fast questions with all ten workers', async () => {
    const floor = new Floor({ workers: { fast: 8, slow: 2 } });
    for (const key of named('fast', 40)) floor.submit(key, 'fast', () => clock.sleep(200));
    await floor.pass(0);
    assert.equal(floor.runs.length, 10, 'Of 40 fast jobs and no slow one, so many should begin at once:');
    const { fast, slow } = floor.load();
    assert.deepEqual(
      [fast.running, slow.running],
      [10, 0],
      'As fast and as slow jobs, whoever’s the workers are, there run',
    );
    await floor.pass(650);
    assert.equal(floor.runs.length, 40, 'Of 40 fast jobs of 200 ms, so many should have begun after 650 ms:');
  });

  it('R5 starts the jobs of a lane in the order in which they joined it', async () => {
    const known: Record<Lane, string[]> = { fast: [], slow: [] };
    await walk(({ begun, event }) => {
      for (const { lane, key } of begun) {
        known[lane].push(key);
        assert.equal(
          key,
          `${lane} ${known[lane].length}`,
          `${event}, this job of the ${lane} lane should begin:`,
        );
      }
    });
  });

  it('R5 lets a job that comes back, or comes over from the other lane, join at the end', async () => {
    const floor = new Floor({
      workers: { fast: 1, slow: 1 },
      limits: {
        fast: { softMs: 4 * second, hardMs: 5 * second },
        slow: { softMs: 60 * second, hardMs: 90 * second },
      },
      retry: { ...mondayOptions.retry, baseMs: 300 },
    });
    await floor.add('fast 1', 'fast');
    for (const key of named('slow', 4)) await floor.add(key, 'slow');
    await floor.run('slow 1').fail();
    assert.equal(floor.running('slow')[0]?.key, 'slow 2', 'When slow 1 has failed, its worker takes');
    await floor.pass(200);
    await floor.add('slow 5', 'slow');
    await floor.pass(100); // slow 1 joins again, behind slow 5
    for (const key of named('fast', 2, 2)) await floor.add(key, 'fast');
    await floor.run('fast 1').finish();
    await floor.add('slow 6', 'slow');
    await floor.pass(5 * second); // fast 2 is stopped and joins, behind slow 6
    await floor.add('slow 7', 'slow');
    for (let i = 0; i < 8; i++) await floor.running('slow')[0]?.finish();
    assert.deepEqual(
      floor.runs.filter(({ lane }) => lane === 'slow').map(({ key }) => key),
      ['slow 1', 'slow 2', 'slow 3', 'slow 4', 'slow 5', 'slow 1', 'slow 6', 'fast 2', 'slow 7'],
      'Attempts in the slow lane, in order:',
    );
  });
});
