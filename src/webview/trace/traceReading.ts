import type { LegendEntry, SeriesModel, TraceModel } from './traceModel';

/** What a trace says of one moment. */
export interface Reading {
  readonly t: number;
  /** Of the series that have a value by then. */
  readonly values: readonly { readonly series: string; readonly value: number }[];
  readonly states: readonly { readonly lane: string; readonly state: string }[];
  /** At exactly this moment. */
  readonly marks: readonly ({ readonly lane: string } & LegendEntry)[];
  readonly isFailure: boolean;
}

export function readAt(model: TraceModel, t: number): Reading {
  return {
    t,
    values: model.series.flatMap(series => {
      const value = valueAt(series, t);
      return value === undefined ? [] : [{ series: series.name, value }];
    }),
    states: model.lanes.flatMap(({ name, bands }) => {
      const band = bands.findLast(({ from }) => from <= t);
      return band ? [{ lane: name, state: band.state }] : [];
    }),
    marks: model.lanes.flatMap(({ name, legend, marks }) =>
      legend.flatMap(({ label, tone }) => {
        const count = marks.filter(mark => mark.t === t && mark.label === label && mark.tone === tone).length;
        return count === 0 ? [] : [{ lane: name, label, tone, count }];
      }),
    ),
    isFailure: model.failedAt === t,
  };
}

/** The last one that was reached by then. */
export function valueAt({ times, values }: SeriesModel, t: number): number | undefined {
  const index = times.findLastIndex(time => time <= t);
  return values[index];
}

/** The moment of the trace that is nearest. */
export function nearestMoment({ moments }: TraceModel, t: number): number {
  const next = moments.findIndex(moment => moment >= t);
  const [before, after] = [moments[next === -1 ? moments.length - 1 : next - 1], moments[next]];
  if (before === undefined || after === undefined) return before ?? after ?? 0;
  return t - before < after - t ? before : after;
}

/** So many moments on, or back; the first and the last are the ends. */
export function stepFrom({ moments }: TraceModel, t: number, by: number): number {
  const at = by > 0 ? moments.findLastIndex(moment => moment <= t) : moments.findIndex(moment => moment >= t);
  const from = at === -1 ? (by > 0 ? -1 : moments.length) : at;
  return moments[Math.min(moments.length - 1, Math.max(0, from + by))] ?? 0;
}
