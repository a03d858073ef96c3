import assert from 'node:assert/strict';
import fc from 'fast-check';
import { caps, parseTrace } from '../../../src/protocol/runValues';
import { isWorthDrawing, modelOf } from '../../../src/webview/trace/traceModel';
import { readAt, stepFrom } from '../../../src/webview/trace/traceReading';

const moment = fc.oneof(
  fc.double({ min: 0, max: caps.traceTime, noNaN: true }),
  fc.nat(1_000),
  fc.constant(0),
);
const value = fc.oneof(
  fc.double({ min: -caps.traceValue, max: caps.traceValue, noNaN: true }),
  fc.integer(),
  fc.constantFrom(0, -0, caps.traceValue, -caps.traceValue, 5e-324),
);
const name = fc.constantFrom('a', 'b', '__proto__', '');

const events = fc
  .array(
    fc.oneof(
      fc.record({ kind: fc.constant('point' as const), t: moment, series: name, value }),
      fc.record({ kind: fc.constant('limit' as const), series: name, value }),
      fc.record({ kind: fc.constant('state' as const), t: moment, lane: name, state: name }),
      fc.record({
        kind: fc.constant('mark' as const),
        t: moment,
        lane: name,
        label: name,
        tone: fc.constantFrom('good' as const, 'bad' as const),
      }),
    ),
    { maxLength: 60 },
  )
  // Virtual time never goes back.
  .map(list => list.toSorted((a, b) => (a.kind === 'limit' ? 0 : a.t) - (b.kind === 'limit' ? 0 : b.t)));

describe('a drawing of any trace that a child may send', () => {
  it('has finite numbers only, and nothing is drawn outside of it', () =>
    fc.assert(
      fc.property(events, list => {
        const trace = parseTrace(list);
        assert.equal(trace?.length, list.length);
        const model = modelOf(trace);
        const { end, moments, series, lanes, counts } = model;
        assert.ok(end >= 1 && end < Infinity);
        for (const { times, values, min, max, limits } of series) {
          assert.equal(times.length, values.length);
          for (const one of [...values, ...limits]) assert.ok(min <= one && one <= max && min < max);
          assert.ok(times.every((t, at) => t >= (times[at - 1] ?? 0) && t <= end));
        }
        for (const { bands, marks } of lanes)
          assert.ok(
            bands.every(({ from, to }) => from <= to && to <= end) && marks.every(({ t }) => t <= end),
          );
        const marked = trace.filter(({ kind }) => kind === 'mark').length;
        const counted = counts?.bins.reduce((sum, bin) => sum + bin.good + bin.bad + bin.neutral, 0);
        assert.ok(counts === null || (counted === marked && counts.bins.length <= 62));
        for (const by of [-2, -1, 1, 2])
          for (const t of [0, end / 3, end]) {
            const next = stepFrom(model, t, by);
            assert.ok(moments.length === 0 ? next === 0 : moments.includes(next));
            assert.equal(readAt(model, next).t, next);
          }
        assert.equal(typeof isWorthDrawing(modelOf(trace)), 'boolean');
      }),
      { numRuns: 500 },
    ));
});
