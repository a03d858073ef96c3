import assert from 'node:assert/strict';
import type { TraceEvent } from '../../../src/core/run/trace';
import { sayFrom } from '../../../src/webview/strings';
import { isWorthDrawing, layOutTrace } from '../../../src/webview/trace/traceLayout';
import { describeTrace, traceRows } from '../../../src/webview/trace/traceWords';

const say = sayFrom();
const mark = (
  t: number,
  label: string,
  tone: 'good' | 'bad' | 'neutral' = 'good',
  lane = 'requests',
): TraceEvent => ({
  kind: 'mark',
  t,
  lane,
  label,
  tone,
});
const point = (t: number, value: number): TraceEvent => ({ kind: 'point', t, series: 'tokens', value });
const state = (t: number, name: string): TraceEvent => ({ kind: 'state', t, lane: 'breaker', state: name });

describe('layout of a trace', () => {
  it('ends at a round moment and divides what is before it', () => {
    const ticksOf = (t: number) => layOutTrace([mark(t, 'a')]).ticks.map(tick => tick.t);
    assert.deepEqual(ticksOf(0), [0]);
    assert.deepEqual(ticksOf(3), [0, 1, 2, 3]);
    assert.deepEqual(ticksOf(1_450), [0, 300, 600, 900, 1_200, 1_500]);
    assert.deepEqual(ticksOf(61_000), [0, 15_000, 30_000, 45_000, 60_000, 75_000]);
    assert.equal(layOutTrace([mark(61_000, 'a')]).end, 75_000);
  });

  it('copes with a time line of days', () => {
    const { ticks, end } = layOutTrace([mark(9 * 86_400_000, 'a')]);
    assert.ok(ticks.length <= 6 && end >= 9 * 86_400_000);
  });

  it('draws a series as steps that hold until the next value, between zero and its limit', () => {
    const layout = layOutTrace([point(0, 10), point(50, 5), { kind: 'limit', series: 'tokens', value: 20 }]);
    assert.deepEqual(layout.series, [
      {
        name: 'tokens',
        min: 0,
        max: 20,
        steps: [
          { x1: 0, y1: 0.5, x2: 100, y2: 0.25 },
          { x1: 100, y1: 0.25, x2: 100, y2: 0.25 },
        ],
        limits: [{ value: 20, y: 1 }],
      },
    ]);
  });

  it('shows a limit without values, and values below zero', () => {
    const [limitOnly] = layOutTrace([{ kind: 'limit', series: 'tokens', value: 5 }]).series;
    assert.deepEqual([limitOnly?.min, limitOnly?.max, limitOnly?.steps], [0, 5, []]);
    const [debt] = layOutTrace([point(0, -4), point(1, -2)]).series;
    assert.deepEqual([debt?.min, debt?.max], [-4, 0]);
  });

  it('keeps the peaks of very many values', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => point(i, i === 2_345 ? 900 : i % 3));
    const [series] = layOutTrace(many).series;
    assert.ok(series && series.steps.length <= 600, `${series?.steps.length} steps`);
    assert.equal(series.max, 900);
    assert.equal(
      series.steps.some(step => step.y1 === 1),
      true,
    );
  });

  it('draws states as bands that last until the next, one shade for one state', () => {
    const [lane] = layOutTrace([
      state(0, 'closed'),
      state(20, 'open'),
      state(60, 'closed'),
      mark(100, 'end', 'neutral', 'x'),
    ]).lanes;
    assert.deepEqual(lane?.bands, [
      { state: 'closed', from: 0, x: 0, width: 20, shade: 0 },
      { state: 'open', from: 20, x: 20, width: 40, shade: 1 },
      { state: 'closed', from: 60, x: 60, width: 40, shade: 0 },
    ]);
  });

  it('is not worth drawing when nothing happens', () => {
    const worth = (...events: TraceEvent[]) => isWorthDrawing(layOutTrace(events));
    assert.deepEqual(
      [
        worth(),
        worth(state(0, 'closed')),
        worth(point(0, 1)),
        worth({ kind: 'limit', series: 's', value: 1 }),
      ],
      [false, false, false, false],
    );
    assert.deepEqual(
      [worth(mark(0, 'in')), worth(state(0, 'closed'), state(1, 'open')), worth(point(0, 1), point(1, 2))],
      [true, true, true],
    );
  });

  it('makes one mark of those that would cover one another, and counts each', () => {
    const [lane] = layOutTrace([
      mark(0, 'in'),
      mark(0, 'in'),
      mark(0, 'out', 'bad'),
      mark(1_000, 'in'),
    ]).lanes;
    assert.deepEqual(
      lane?.marks.map(m => [m.label, m.t, m.count]),
      [
        ['in', 0, 2],
        ['out', 0, 1],
        ['in', 1_000, 1],
      ],
    );
    assert.deepEqual(lane.legend, [
      { label: 'in', tone: 'good', count: 3 },
      { label: 'out', tone: 'bad', count: 1 },
    ]);
  });
});

describe('words of a trace', () => {
  const events: readonly TraceEvent[] = [
    state(0, 'closed'),
    point(0, 10),
    { kind: 'limit', series: 'tokens', value: 20 },
    mark(500, 'admitted'),
    mark(250, 'denied', 'bad'),
    state(2_500, 'open'),
  ];

  it('say in one sentence what is drawn', () => {
    assert.equal(
      describeTrace(layOutTrace(events), say),
      'Timeline from 0 to 2.5 s: tokens between 0 and 20, limit 20; breaker goes closed → open; ' +
        '1 × admitted on requests; 1 × denied on requests.',
    );
  });

  it('say everything again as a table in the order of time', () => {
    assert.deepEqual(
      traceRows(events, 2_500, say).map(row => [row.time, row.what, row.value]),
      [
        ['', 'tokens', 'limit 20'],
        ['0 s', 'breaker', 'closed'],
        ['0 s', 'tokens', '10'],
        ['0.25 s', 'requests', 'denied (bad)'],
        ['0.5 s', 'requests', 'admitted (good)'],
        ['2.5 s', 'breaker', 'open'],
      ],
    );
  });
});
