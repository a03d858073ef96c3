import assert from 'node:assert/strict';
import type { PlayReport } from '../../../../src/core/run/playReport';
import { noWalls } from '../../../../src/core/run/report';
import type { PlayRequest } from '../../../../src/core/run/request';
import { judgePlayground, playsOf, trialsOf } from '../../../../src/core/verify/playground';
import { counter, goodPack } from '../support/packs';

const facts = { seed: 1, durationMs: 1, walls: noWalls };
const drawn = (value = 1): PlayReport => ({
  ...{ ...facts, kind: 'played', logs: [] },
  trace: [{ kind: 'point', t: 0, series: 'value', value }],
});

/** What is found when each play ends as told. */
async function found(play: (request: PlayRequest, count: number) => PlayReport): Promise<string[]> {
  let count = 0;
  const runner = { play: (request: PlayRequest) => Promise.resolve(play(request, count++)) };
  const findings = await judgePlayground(counter(), goodPack(), runner, { seed: 1, parallel: 2 });
  return findings.map(({ severity, code, message }) => `${severity}: ${message} [${code}]`);
}

describe('the proof of a playground', () => {
  it('tries defaults, presets, both ends of each number, each choice, everything at its ends, and mixtures', () => {
    const trials = trialsOf(counter().playground!);
    assert.deepEqual(
      trials.slice(0, 10).map(({ name, settings }) => `${name}: ${Object.values(settings).join(' ')}`),
      [
        'by default: 20 10 steady',
        'with the preset "A run on the counter": 500 10 herd',
        'with increments at 1: 1 10 steady',
        'with increments at 1000: 1000 10 steady',
        'with ceiling at 0.5: 20 0.5 steady',
        'with ceiling at 50: 20 50 steady',
        'with arrivals at steady: 20 10 steady',
        'with arrivals at herd: 20 10 herd',
        'with everything at its least: 1 0.5 steady',
        'with everything at its most: 1000 50 herd',
      ],
    );
    assert.deepEqual(
      [trials.length, new Set(trials.map(({ settings }) => JSON.stringify(settings))).size],
      [15, 14],
    );
  });

  it('plays with the solution, by default a second time, and once with each alternative', async () => {
    const requests: PlayRequest[] = [];
    await found(request => {
      requests.push(request);
      return drawn();
    });
    const alternative = counter().alternatives[0]?.files['counter.ts'];
    assert.deepEqual(
      [
        requests.length,
        playsOf(counter()),
        requests.filter(({ files }) => files['counter.ts'] === alternative).length,
      ],
      [17, 17, 1],
    );
  });

  it('finds nothing in one that is sound', async () =>
    assert.deepEqual(await found(({ settings }) => drawn(Object.keys(settings).length)), []));

  it('has nothing to do where there is none', async () =>
    assert.deepEqual(
      await judgePlayground(
        { ...counter(), playground: null },
        goodPack(),
        { play: () => assert.fail() },
        {
          ...{ seed: 1, parallel: 1 },
        },
      ),
      [],
    ));

  it('names the settings with which it fails', async () =>
    assert.deepEqual(
      await found(({ settings }) =>
        settings['ceiling'] === 0.5
          ? {
              ...facts,
              kind: 'failed',
              failure: { message: 'Too low.\nMore.', frames: [] },
              trace: [],
              logs: [],
            }
          : drawn(),
      ),
      [
        'error: The playground fails with ceiling at 0.5, with the solution: Too low. [playground-fails]',
        'error: The playground fails with everything at its least, with the solution: Too low. [playground-fails]',
      ],
    ));

  it('names an alternative that it fails with', async () => {
    const alternative = counter().alternatives[0]?.files['counter.ts'];
    assert.deepEqual(
      await found(({ files }) =>
        files['counter.ts'] === alternative ? { ...facts, kind: 'timed-out', limitMs: 2000 } : drawn(),
      ),
      [
        'error: The playground fails by default, with the alternative "as-class": It takes longer than 2000 ms. [playground-fails]',
      ],
    );
  });

  it('asks for a picture', async () => {
    const reading = { kind: 'reading', name: 'sum', value: 1, unit: '', tone: 'neutral', note: '' } as const;
    const findings = await found(() => ({ ...facts, kind: 'played', trace: [reading], logs: [] }));
    assert.equal(
      findings[0],
      'error: The playground draws nothing by default, with the solution. [playground-draws-nothing]',
    );
    assert.equal(findings.length, 3);
  });

  it('asks for the same picture each time', async () =>
    assert.deepEqual(await found((_, count) => drawn(count)), [
      'error: The playground gives two results for seed 1. [not-deterministic]',
    ]));

  for (const [cpuMs, severity] of [
    [350, 'warning'],
    [3_100, 'error'],
  ] as const)
    it(`says when it takes too long: ${severity}`, async () =>
      assert.deepEqual(
        await found(({ settings, onCost }) => {
          onCost?.(settings['increments'] === 1 ? cpuMs : 10);
          return drawn();
        }),
        [
          `${severity}: The playground takes ${cpuMs} ms with increments at 1; 300 ms are meant to be enough to follow a slider. [slow-playground]`,
        ],
      ));
});
