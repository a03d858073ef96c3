import assert from 'node:assert/strict';
import fc from 'fast-check';
import { caps, parseTrace } from '../../../src/protocol/runValues';
import { isWorthDrawing, layOutTrace } from '../../../src/webview/trace/traceLayout';

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
        const { end, ticks, series, lanes } = layOutTrace(trace);
        assert.ok(end >= 1 && end < Infinity);
        assert.ok(ticks.length >= 1 && ticks.length <= 8, String(ticks.length));
        const shares = [
          ...ticks.map(({ x }) => x / 100),
          ...series.flatMap(({ steps, limits }) => [
            ...steps.flatMap(({ x1, x2, y1, y2 }) => [x1 / 100, x2 / 100, y1, y2]),
            ...limits.map(({ y }) => y),
          ]),
          ...lanes.flatMap(({ bands, marks }) => [
            ...bands.flatMap(({ x, width }) => [x / 100, width / 100]),
            ...marks.map(({ x }) => x / 100),
          ]),
        ];
        for (const share of shares) assert.ok(share >= 0 && share <= 1 + 1e-9, String(share));
        assert.equal(typeof isWorthDrawing(layOutTrace(trace)), 'boolean');
      }),
      { numRuns: 500 },
    ));
});
