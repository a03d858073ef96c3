import assert from 'node:assert/strict';
import type { Settings } from '../../../src/core/playground';
import type { PlayReport } from '../../../src/core/run/playReport';
import type { Played, PlaygroundView, PlayParams } from '../../../src/protocol/playground';
import type { KeptPlay } from '../../../src/webview/kept';
import {
  Player,
  replaceAfterMs,
  restMs,
  slowPlayMs,
  type PlayState,
} from '../../../src/webview/playground/player';
import { standing } from './support/builders';
import { settled } from './support/hostEnd';
import { ManualClock } from './support/manualClock';

const base = { title: 'Title', aboutHtml: '' };
const view = (change: Partial<PlaygroundView> = {}): PlaygroundView => ({
  aboutHtml: '',
  parameters: [
    { ...base, kind: 'number', id: 'rate', unit: '', stops: [1, 10, 100], default: 10 },
    {
      ...{ ...base, kind: 'choice', id: 'limiter', default: 'log' },
      choices: [
        { id: 'log', title: 'Log' },
        { id: 'bucket', title: 'Bucket' },
      ],
    },
  ],
  presets: [],
  revision: 'a',
  referenceRevealed: true,
  referenceWhen: '',
  ...change,
});

const report = (kind: 'played' | 'cancelled', seed = 1): PlayReport =>
  kind === 'played'
    ? { kind, seed, durationMs: 1, walls: standing, trace: [], logs: [] }
    : { kind, seed, durationMs: 1, walls: standing };
const played: Played = { mine: report('played'), reference: null };

/** A player, what it has asked for, and the answers in the hands of the test. */
class Bench {
  readonly clock = new ManualClock();
  readonly asked: PlayParams[] = [];
  readonly rests: Played[] = [];
  /** The settings at each of them. */
  readonly restedAt: unknown[] = [];
  private last: PlayState | undefined;
  private readonly answers: { resolve(played: Played): void; reject(error: Error): void }[] = [];
  readonly player = new Player({
    later: this.clock.later,
    ask: params => {
      this.asked.push(params);
      return new Promise((resolve, reject) => this.answers.push({ resolve, reject }));
    },
    onChange: state => (this.last = state),
    onRest: shown => {
      this.rests.push(shown);
      this.restedAt.push(this.last?.settings['rate']);
    },
  });

  open(change: Partial<PlaygroundView> = {}, kept: KeptPlay | null = null): void {
    this.player.attend('pack/limiter', view(change), true, kept);
  }
  async answer(turn: number, result: Played | Error = played): Promise<void> {
    if (result instanceof Error) this.answers[turn]?.reject(result);
    else this.answers[turn]?.resolve(result);
    await settled();
  }
  now(): PlayState | undefined {
    return this.last;
  }
  set(settings: Settings): void {
    this.player.change({ kind: 'settings', settings });
  }
  rates(): unknown[] {
    return this.asked.map(({ settings }) => settings['rate']);
  }
}

describe('the player of a playground', () => {
  it('plays when it is opened, with the defaults, and not before', () => {
    const bench = new Bench();
    bench.player.attend('pack/limiter', view(), false, null);
    assert.deepEqual([bench.asked, bench.now()], [[], undefined]);
    bench.open();
    assert.deepEqual(bench.asked, [{ settings: { rate: 10, limiter: 'log' }, seed: 1, reference: false }]);
  });

  it('goes on with what was kept, as far as sliders can still stand there', () => {
    const bench = new Bench();
    bench.open({}, { settings: { rate: 100, limiter: 'gone', old: 1 }, seed: 7, compares: true });
    assert.deepEqual(bench.asked, [{ settings: { rate: 100, limiter: 'log' }, seed: 7, reference: true }]);
  });

  it('plays again when a file was saved, with the sliders where they are', async () => {
    const bench = new Bench();
    bench.open();
    await bench.answer(0);
    bench.set({ rate: 1 });
    await bench.answer(1);
    bench.open();
    assert.equal(bench.asked.length, 2);
    bench.open({ revision: 'b' });
    assert.deepEqual([bench.rates(), bench.now()?.shown], [[10, 1, 1], played]);
  });

  it('plays the next setting as soon as the one before has ended, and only the newest', async () => {
    const bench = new Bench();
    bench.open();
    bench.set({ rate: 1 });
    bench.set({ rate: 100 });
    assert.deepEqual(bench.rates(), [10]);
    await bench.answer(0);
    assert.deepEqual(bench.rates(), [10, 100]);
    await bench.answer(1);
    assert.deepEqual(bench.rates(), [10, 100]);
  });

  it('replaces a run that goes on for too long, and does not show what comes of it then', async () => {
    const bench = new Bench();
    bench.open();
    bench.set({ rate: 1 });
    bench.clock.advance(replaceAfterMs);
    assert.deepEqual(bench.rates(), [10, 1]);
    await bench.answer(0, { mine: report('played', 99), reference: null });
    assert.equal(bench.now()?.shown, null);
    await bench.answer(1);
    assert.equal(bench.now()?.shown, played);
  });

  it('goes on showing what there is when a run was cancelled, and says why one failed', async () => {
    const bench = new Bench();
    bench.open();
    await bench.answer(0);
    bench.set({ rate: 1 });
    await bench.answer(1, { mine: report('cancelled'), reference: null });
    assert.equal(bench.now()?.shown, played);
    bench.set({ rate: 100 });
    await bench.answer(2, new Error('There is no playground.'));
    assert.deepEqual([bench.now()?.shown, bench.now()?.failure], [played, 'There is no playground.']);
    bench.set({ rate: 10 });
    await bench.answer(3);
    assert.equal(bench.now()?.failure, null);
  });

  it('says that it plays when that takes a while', async () => {
    const bench = new Bench();
    bench.open();
    bench.clock.advance(slowPlayMs - 1);
    assert.equal(bench.now()?.slow, false);
    bench.clock.advance(1);
    assert.equal(bench.now()?.slow, true);
    await bench.answer(0);
    assert.equal(bench.now()?.slow, false);
  });

  it('reads out what came of it when the sliders have come to rest, once', async () => {
    const bench = new Bench();
    bench.open();
    await bench.answer(0);
    bench.clock.advance(restMs - 1);
    bench.set({ rate: 1 });
    await bench.answer(1);
    bench.clock.advance(restMs - 1);
    assert.equal(bench.rests.length, 0);
    bench.clock.advance(1);
    assert.deepEqual(bench.restedAt, [1]);
    bench.clock.advance(10 * restMs);
    assert.equal(bench.rests.length, 1);
  });

  it('draws other traffic, and the reference beside it', async () => {
    const bench = new Bench();
    bench.open();
    await bench.answer(0);
    bench.player.change({ kind: 'traffic' });
    await bench.answer(1);
    bench.player.change({ kind: 'compares', compares: true });
    assert.deepEqual(
      bench.asked.map(({ seed, reference }) => [seed, reference]),
      [
        [1, false],
        [2, false],
        [2, true],
      ],
    );
  });

  it('forgets what it has shown of another exercise', async () => {
    const bench = new Bench();
    bench.open();
    await bench.answer(0);
    bench.player.attend('pack/other', view(), true, null);
    assert.deepEqual([bench.now()?.shown, bench.asked.length], [null, 2]);
    bench.player.attend('pack/other', null, true, null);
    assert.equal(bench.asked.length, 2);
  });
});
