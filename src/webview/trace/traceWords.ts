import type { TraceEvent } from '../../core/run/trace';
import { formatMoment, formatNumber } from '../quantities';
import type { Say } from '../strings';
import type { TraceLayout } from './traceLayout';

/** The drawing in one sentence, as its name for screen readers. */
export function describeTrace({ end, series, lanes }: TraceLayout, say: Say): string {
  const parts = [
    ...series.map(({ name, min, max, limits }) =>
      [
        say('traceSeries', { series: name, min: formatNumber(min), max: formatNumber(max) }),
        ...limits.map(limit => say('traceLimit', { value: formatNumber(limit.value) })),
      ].join(', '),
    ),
    ...lanes.flatMap(({ name, legend, bands }) => [
      ...(bands.length > 0
        ? [say('traceStates', { lane: name, states: bands.map(band => band.state).join(' → ') })]
        : []),
      ...legend.map(({ label, count }) => say('traceMarks', { count, label, lane: name })),
    ]),
  ];
  return say('traceSummary', { end: formatMoment(end, end, say), parts: parts.join('; ') });
}

export interface TraceRow {
  readonly time: string;
  readonly what: string;
  readonly value: string;
}

/** The events as rows, in the order of time; limits, which have none, come first. */
export function traceRows(events: readonly TraceEvent[], end: number, say: Say): readonly TraceRow[] {
  const moment = (event: TraceEvent) => (event.kind === 'limit' ? -1 : event.t);
  return [...events]
    .sort((a, b) => moment(a) - moment(b))
    .map(event => {
      const time = event.kind === 'limit' ? '' : formatMoment(event.t, end, say);
      switch (event.kind) {
        case 'point':
          return { time, what: event.series, value: formatNumber(event.value) };
        case 'limit':
          return { time, what: event.series, value: say('traceLimit', { value: formatNumber(event.value) }) };
        case 'mark':
          return { time, what: event.lane, value: `${event.label} (${say(`tone.${event.tone}`)})` };
        case 'state':
          return { time, what: event.lane, value: event.state };
      }
    });
}
