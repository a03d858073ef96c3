import type { TraceEvent } from '../../core/run/trace';
import { formatMoment, formatNumber, formatReading } from '../quantities';
import type { Say } from '../say';
import { momentOf, type TraceModel } from './traceModel';
import type { Reading } from './traceReading';

/** The drawing in one sentence, as its name for screen readers. */
export function describeTrace({ end, series, lanes }: TraceModel, say: Say): string {
  const parts = [
    ...series.map(({ name, min, max, limits }) =>
      [
        say('traceSeries', { series: name, min: formatNumber(min, say), max: formatNumber(max, say) }),
        ...limits.map(limit => say('traceLimit', { value: formatNumber(limit, say) })),
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

/** What is under the cursor, in one sentence: for the line below the plots, and for screen readers. */
export function describeReading(
  { t, values, states, marks, isFailure }: Reading,
  end: number,
  say: Say,
): string {
  const parts = [
    ...(isFailure ? [say('traceFailsHere')] : []),
    ...values.map(({ series, value }) => `${series} ${formatNumber(value, say)}`),
    ...states.map(({ lane, state }) => `${lane} ${state}`),
    ...marks.map(({ lane, label, count }) =>
      count > 1 ? say('traceMarks', { count, label, lane }) : `${lane}: ${label}`,
    ),
  ];
  return say('traceReading', { time: formatMoment(t, end, say), parts: parts.join('; ') });
}

export interface TraceRow {
  readonly time: string;
  readonly what: string;
  readonly value: string;
}

/** The events as rows, in the order of time; limits and readings, which have none, come first. */
export function traceRows(events: readonly TraceEvent[], end: number, say: Say): readonly TraceRow[] {
  return inOrder(events).map(event => {
    const t = momentOf(event);
    const time = t === undefined ? '' : formatMoment(t, end, say);
    switch (event.kind) {
      case 'point':
        return { time, what: event.series, value: formatNumber(event.value, say) };
      case 'limit':
        return {
          time,
          what: event.series,
          value: say('traceLimit', { value: formatNumber(event.value, say) }),
        };
      case 'reading':
        return { time, what: event.name, value: formatReading(event, say) };
      case 'mark':
        return { time, what: event.lane, value: `${event.label} (${say(`tone.${event.tone}`)})` };
      case 'state':
        return { time, what: event.lane, value: event.state };
      case 'failed':
        return { time, what: say('traceCheck'), value: say('traceFailsHere') };
    }
  });
}

/** The events as a table for other programs: RFC 4180, times in milliseconds, with the numbers unrounded. */
export function traceCsv(events: readonly TraceEvent[]): string {
  const rows = inOrder(events).map(event => {
    switch (event.kind) {
      case 'point':
        return [event.t, event.kind, event.series, event.value, ''];
      case 'limit':
        return ['', event.kind, event.series, event.value, ''];
      case 'reading':
        return ['', event.kind, event.name, event.value, event.tone];
      case 'mark':
        return [event.t, event.kind, event.lane, event.label, event.tone];
      case 'state':
        return [event.t, event.kind, event.lane, event.state, ''];
      case 'failed':
        return [event.t, event.kind, '', '', ''];
    }
  });
  const lines = [['ms', 'kind', 'name', 'value', 'tone'], ...rows];
  return lines.map(line => `${line.map(cell).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would take for a formula is marked as a text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const inOrder = (events: readonly TraceEvent[]): TraceEvent[] => {
  const moment = (event: TraceEvent) => momentOf(event) ?? -1;
  return events.toSorted((a, b) => moment(a) - moment(b));
};
