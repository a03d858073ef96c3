import { LaneFullError, TransientError } from '#attempt/errors.ts';
import { mondayOptions } from '#attempt/options.ts';
import { createLaneScheduler } from '#attempt/scheduler.ts';
import type { Job, Lane, LaneScheduler, Outcome } from '#attempt/types.ts';
import { clock, harden, latency, play, random, trace, traffic } from '#testkit';

interface Settings {
  readonly scheduler: 'yours' | 'none';
  /** Fast questions a second. */
  readonly fast: number;
  /** Slow questions a minute, all the time. */
  readonly slow: number;
  /** Further slow questions, within one minute. */
  readonly rush: number;
  /** Median of a slow question, in seconds. */
  readonly takes: number;
  /** Per cent of the slow questions that are taken for fast ones. */
  readonly mistaken: number;
  /** Of ten. */
  readonly slowWorkers: number;
  /** Seconds. */
  readonly outage: number;
}

/** What a question is, decided before anybody schedules it: every design meets the same. */
interface Question {
  readonly kind: Lane;
  /** Where the classifier puts it. */
  readonly lane: Lane;
  readonly ms: number;
}

/** What became of one. */
interface Story {
  readonly kind: Lane;
  readonly askedAt: number;
  /** When its first attempt began. */
  begunAt?: number;
  endedAt?: number;
  ending?: 'turned away' | Outcome['state'];
}

type Scheduler = Pick<LaneScheduler, 'submit' | 'wait'> & Partial<Pick<LaneScheduler, 'load'>>;

const second = 1_000;
const workers = 10;
const kinds: readonly Lane[] = ['fast', 'slow'];
const [forMs, patienceMs] = [120 * second, 180 * second];
const [rushAt, rushMs, outageAt] = [20 * second, 60 * second, 40 * second];

/** One server with ten workers: two minutes of questions, and three more for what is left. */
export async function playground(settings: Settings): Promise<void> {
  const { fast, slow, rush, outage, slowWorkers } = settings;
  const arrivals = traffic.merge(
    traffic.poisson({ perSecond: fast, forMs, keys: 'fast' }),
    traffic.poisson({ perSecond: slow / 60, forMs, keys: 'slow' }),
    traffic.later(
      rushAt,
      traffic.poisson({ perSecond: (rush * second) / rushMs, forMs: rushMs, keys: 'slow' }),
    ),
  );
  const [quick, long] = [
    latency.logNormal({ median: 500, p99: 1_200 }),
    latency.logNormal({ median: settings.takes * second, p99: settings.takes * 2.67 * second }),
  ];
  const questions = arrivals.map(({ key }): Question => {
    if (key === 'fast') return { kind: 'fast', lane: 'fast', ms: quick() };
    return { kind: 'slow', lane: random.chance(settings.mistaken / 100) ? 'fast' : 'slow', ms: long() };
  });
  const isDown = (): boolean => clock.elapsed() >= outageAt && clock.elapsed() < outageAt + outage * second;

  const scheduler = settings.scheduler === 'yours' ? laneScheduler(slowWorkers) : oneQueue();
  const floor = new Floor();
  const stories: Story[] = [];
  const ask = async ({ kind, lane, ms }: Question): Promise<Story['ending']> => {
    const story: Story = { kind, askedAt: clock.elapsed() };
    const key = `${kind} ${stories.push(story)}`;
    const work: Job['work'] = async ({ lane: ranIn, signal }) => {
      story.begunAt ??= clock.elapsed();
      const leave = floor.enter(kind);
      // In production the process is killed at this moment. Here the work goes on, for nobody.
      signal.addEventListener('abort', () => {
        leave();
        floor.stopped[ranIn]++;
        trace.mark('hard limit', ranIn === 'fast' ? 'moved to the slow lane' : 'stopped for good', 'bad');
      });
      try {
        const fails = kind === 'slow' && isDown();
        await clock.sleep(fails ? 200 : ms);
        if (fails) throw new TransientError('503');
        return key;
      } finally {
        leave();
      }
    };
    floor.open[kind]++;
    try {
      scheduler.submit(harden({ key, lane, work }));
      story.ending = (await scheduler.wait(key)).state;
    } catch (error) {
      if (!(error instanceof LaneFullError)) throw error;
      story.ending = 'turned away';
      trace.mark('turned away', `${error.lane} lane`);
    } finally {
      floor.open[kind]--;
      story.endedAt = clock.elapsed();
    }
    return story.ending;
  };

  if (settings.scheduler === 'yours') trace.limit('workers on slow questions', slowWorkers);
  const stops = [
    ...kinds.map(kind => trace.gauge(`${kind} questions waiting`, second, () => floor.waiting(kind))),
    ...kinds.map(kind => trace.gauge(`workers on ${kind} questions`, second, () => floor.working[kind])),
    drawAdvice(scheduler),
  ];
  let next = 0;
  const played = await play(
    arrivals,
    () => {
      const question = questions[next++];
      return question ? ask(question) : undefined;
    },
    { draw: false, patienceMs, isDenied: ending => ending !== 'done' },
  );
  for (const stop of stops) stop();
  // A scheduler that takes no question at all is no picture of anything.
  const failed = played.outcomes.find(({ verdict }) => verdict === 'failed');
  if (failed && played.count('failed') === played.count()) throw failed.error;
  sumUp(stories, floor, played.count('failed'));
}

/** Who is at work, as the work itself sees it: whatever the scheduler believes. */
class Floor {
  /** Questions that are accepted and not over. */
  readonly open: Record<Lane, number> = { fast: 0, slow: 0 };
  readonly working: Record<Lane, number> = { fast: 0, slow: 0 };
  /** Attempts that were stopped at a hard limit, by the lane in which they ran. */
  readonly stopped: Record<Lane, number> = { fast: 0, slow: 0 };
  /** Milliseconds of workers while questions come. */
  busyMs = 0;
  most = 0;

  /** In a queue, or in a pause between two attempts. */
  waiting(kind: Lane): number {
    return Math.max(0, this.open[kind] - this.working[kind]);
  }

  enter(kind: Lane): () => void {
    const from = clock.elapsed();
    let isThere = true;
    this.working[kind]++;
    this.most = Math.max(this.most, this.working.fast + this.working.slow);
    return () => {
      if (!isThere) return;
      isThere = false;
      this.working[kind]--;
      this.busyMs += Math.max(0, Math.min(clock.elapsed(), forMs) - from);
    };
  }
}

function laneScheduler(slowWorkers: number): LaneScheduler {
  return createLaneScheduler(
    harden({ ...mondayOptions, workers: { fast: workers - slowWorkers, slow: slowWorkers } }),
  );
}

/** What the server had until that Monday. */
function oneQueue(): Scheduler {
  const line: (() => void)[] = [];
  const outcomes = new Map<string, Promise<Outcome>>();
  const { signal } = new AbortController();
  let free = workers;
  const inTurn = async ({ lane, work }: Job): Promise<Outcome> => {
    if (free > 0) free--;
    else await new Promise<void>(go => line.push(go));
    try {
      return { state: 'done', value: await work({ number: 1, lane, hurry: signal, signal }) };
    } catch (error) {
      return { state: 'failed', error };
    } finally {
      const go = line.shift();
      if (go) go();
      else free++;
    }
  };
  return {
    submit(job) {
      outcomes.set(job.key, inTurn(job));
      return 'accepted';
    },
    wait: key => outcomes.get(key) ?? Promise.reject(new Error(`nobody asked ${key}`)),
  };
}

function drawAdvice(scheduler: Scheduler): () => void {
  let before = '';
  return clock.every(second, () => {
    let advice = '';
    try {
      advice = scheduler.load?.().advice ?? '';
    } catch {
      // There is a lot to see before load() is written.
    }
    if (advice !== before) trace.state('advice', advice);
    before = advice;
  });
}

function sumUp(stories: readonly Story[], { stopped, busyMs, most }: Floor, failed: number): void {
  const of = (kind: Lane): readonly Story[] => stories.filter(story => story.kind === kind);
  const count = (ending: Story['ending']): number => stories.filter(story => story.ending === ending).length;
  const answered = (kind: Lane): void => {
    const all = of(kind);
    if (all.length === 0) return;
    const done = all.filter(({ ending }) => ending === 'done').length;
    trace.reading(`${kind} questions answered`, (100 * done) / all.length, { unit: '%' });
  };
  const counted = (name: string, value: number, note: string, tone: 'bad' | 'neutral' = 'neutral'): void => {
    if (value > 0) trace.reading(name, value, { unit: 'questions', note, tone });
  };

  answered('fast');
  const waits = of('fast').flatMap(({ askedAt, begunAt }) =>
    begunAt === undefined ? [] : [begunAt - askedAt],
  );
  if (waits.length > 0) {
    const p99 = percentile(99, waits);
    const tooLong = p99 > second;
    trace.reading('a fast one waits for a worker, 99th percentile', p99, {
      unit: 'ms',
      tone: tooLong ? 'bad' : 'good',
      note: tooLong ? 'The answer itself takes half a second.' : '',
    });
  }
  answered('slow');
  const times = of('slow').flatMap(({ askedAt, endedAt, ending }) =>
    ending === 'done' && endedAt !== undefined ? [endedAt - askedAt] : [],
  );
  if (times.length > 0)
    trace.reading('a slow one is answered after, median', percentile(50, times), { unit: 'ms' });
  counted('turned away', count('turned away'), 'They know at once, and can come back later.');
  counted(
    'moved to the slow lane',
    stopped.fast,
    'They had taken two seconds of a fast worker, and began anew behind those who wait.',
  );
  counted('stopped for good', stopped.slow, 'After 90 s of a worker, for nothing.', 'bad');
  counted('failed', count('failed') - stopped.slow, 'The model answered 503 each time.', 'bad');
  counted('submit() or wait() threw', failed, '', 'bad');
  counted(
    'without an answer at the end',
    count(undefined) - failed,
    'Three minutes after the last question.',
  );
  trace.reading('workers busy while questions come', (100 * busyMs) / (workers * forMs), { unit: '%' });
  const isTooMany = most > workers;
  trace.reading('most at work at once', most, {
    unit: 'attempts',
    tone: isTooMany ? 'bad' : 'neutral',
    note: isTooMany ? `There are ${workers} workers.` : '',
  });
}

/** By nearest rank. */
function percentile(p: number, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((p / 100) * sorted.length) - 1] ?? 0;
}
