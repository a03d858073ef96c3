import assert from 'node:assert/strict';
import type { TraceEvent } from '../../../src/core/run/trace';
import { sayFrom } from '../../../src/webview/say';
import { plotRows } from '../../../src/webview/trace/plotRows';
import { isWorthDrawing, modelOf } from '../../../src/webview/trace/traceModel';
import { nearestMoment, readAt, stepFrom } from '../../../src/webview/trace/traceReading';
import { describeReading, describeTrace, traceCsv, traceRows } from '../../../src/webview/trace/traceWords';

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

describe('what there is to draw of a trace', () => {
  it('ends with the last moment, and knows all of them', () => {
    const { end, moments, failedAt } = modelOf([mark(20, 'b'), mark(0, 'a'), { kind: 'failed', t: 20 }]);
    assert.deepEqual([end, moments, failedAt], [20, [0, 20], 20]);
    assert.deepEqual([modelOf([]).end, modelOf([]).moments, modelOf([]).failedAt], [1, [], null]);
  });

  it('has a series between zero and its limit', () => {
    const { series } = modelOf([point(0, 10), point(50, 5), { kind: 'limit', series: 'tokens', value: 20 }]);
    assert.deepEqual(series, [
      { name: 'tokens', min: 0, max: 20, times: [0, 50], values: [10, 5], limits: [20] },
    ]);
  });

  it('has a limit without values, and values below zero', () => {
    const [limitOnly] = modelOf([{ kind: 'limit', series: 'tokens', value: 5 }]).series;
    assert.deepEqual([limitOnly?.min, limitOnly?.max, limitOnly?.times], [0, 5, []]);
    const [debt] = modelOf([point(0, -4), point(1, -2)]).series;
    assert.deepEqual([debt?.min, debt?.max], [-4, 0]);
  });

  it('has states as bands that last until the next, one shade for one state', () => {
    const [lane] = modelOf([
      state(0, 'closed'),
      state(20, 'open'),
      state(60, 'closed'),
      mark(100, 'end', 'neutral', 'x'),
    ]).lanes;
    assert.deepEqual(lane?.bands, [
      { state: 'closed', from: 0, to: 20, shade: 0 },
      { state: 'open', from: 20, to: 60, shade: 1 },
      { state: 'closed', from: 60, to: 100, shade: 0 },
    ]);
  });

  it('counts many marks by stretches of time, over all lanes', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      mark(i * 100, i % 3 === 0 ? 'denied' : 'admitted', i % 3 === 0 ? 'bad' : 'good', `server ${i % 2}`),
    );
    const { counts } = modelOf(many);
    assert.equal(counts?.width, 50);
    assert.equal(counts.bins.length, 59);
    assert.deepEqual(counts.bins.slice(0, 3), [
      { good: 0, bad: 1, neutral: 0 },
      { good: 0, bad: 0, neutral: 0 },
      { good: 1, bad: 0, neutral: 0 },
    ]);
    assert.equal(modelOf(many.slice(0, 10)).counts, null);
  });

  it('is not worth drawing when nothing happens', () => {
    const worth = (...events: TraceEvent[]) => isWorthDrawing(modelOf(events));
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

  it('has a row for each, those of the compared trace beside their like', () => {
    const mine = modelOf([point(0, 1), point(5, 2), mark(1, 'in'), state(0, 'closed')]);
    const other = modelOf([point(0, 3), mark(1, 'in'), mark(1, 'in', 'good', 'elsewhere')]);
    assert.deepEqual(
      plotRows(mine, other).map(row => [row.key, row.kind === 'series' ? row.other?.values : row.isOther]),
      [
        ['series tokens', [3]],
        ['lane requests', false],
        ['other requests', true],
        ['lane breaker', false],
      ],
    );
  });
});

describe('the reading of a trace', () => {
  const model = modelOf([
    state(0, 'closed'),
    point(10, 4),
    mark(20, 'in'),
    mark(20, 'in'),
    point(20, 3),
    state(30, 'open'),
    { kind: 'failed', t: 30 },
  ]);

  it('is what holds, and what happens, at a moment', () => {
    assert.deepEqual(readAt(model, 20), {
      t: 20,
      values: [{ series: 'tokens', value: 3 }],
      states: [{ lane: 'breaker', state: 'closed' }],
      marks: [{ lane: 'requests', label: 'in', tone: 'good', count: 2 }],
      isFailure: false,
    });
    assert.deepEqual(readAt(model, 5).values, []);
    assert.equal(
      describeReading(readAt(model, 20), model.end, say),
      't = 20 ms: tokens 3; breaker closed; 2 × in on requests',
    );
    assert.equal(
      describeReading(readAt(model, 30), model.end, say),
      't = 30 ms: fails here; tokens 3; breaker open',
    );
  });

  it('goes from moment to moment, and stays between the first and the last', () => {
    assert.deepEqual(
      [stepFrom(model, 0, 1), stepFrom(model, 12, 1), stepFrom(model, 12, -1), stepFrom(model, 30, 1)],
      [10, 20, 10, 30],
    );
    assert.deepEqual(
      [stepFrom(model, 0, -1), stepFrom(model, 0, 99), stepFrom(modelOf([]), 0, 1)],
      [0, 30, 0],
    );
    assert.deepEqual(
      [14, 16, 99, 0].map(t => nearestMoment(model, t)),
      [10, 20, 30, 0],
    );
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
      describeTrace(modelOf(events), say),
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

  it('go into other programs with their numbers whole, and never as a formula', () => {
    const odd = mark(7.125, '=HYPERLINK("http://x")', 'bad', 'a, "b"');
    assert.equal(
      traceCsv([...events.slice(1, 3), odd, { kind: 'failed', t: 8 }]),
      'ms,kind,name,value,tone\r\n' +
        ',limit,tokens,20,\r\n' +
        '0,point,tokens,10,\r\n' +
        `7.125,mark,"a, ""b""","'=HYPERLINK(""http://x"")",bad\r\n` +
        '8,failed,,,\r\n',
    );
  });
});
