import type { CountsModel, LaneModel, SeriesModel, TraceModel } from './traceModel';

/** One strip of the picture, all of them on the same time line. */
export type PlotRow =
  | {
      readonly kind: 'series';
      readonly key: string;
      readonly series: SeriesModel;
      /** The same of the trace that this one is compared with. */
      readonly other: SeriesModel | undefined;
    }
  | { readonly kind: 'counts'; readonly key: string; readonly counts: CountsModel; readonly isOther: boolean }
  | { readonly kind: 'lane'; readonly key: string; readonly lane: LaneModel; readonly isOther: boolean };

/** Lanes beyond these are told in the table only: a screen is not higher. */
const mostLanes = 24;

/** All marks together first, then what was measured, then what happened where. */
export function plotRows(model: TraceModel, other: TraceModel | null): readonly PlotRow[] {
  const counts = [model, ...(other ? [other] : [])].flatMap((one): PlotRow[] => {
    const isOther = one === other;
    const isTold = one.lanes.filter(({ marks }) => marks.length > 0).length > 1;
    return isTold && one.counts
      ? [{ kind: 'counts', key: `counts ${isOther}`, counts: one.counts, isOther }]
      : [];
  });
  const series = model.series.map((one): PlotRow => ({
    kind: 'series',
    key: `series ${one.name}`,
    series: one,
    other: other?.series.find(({ name }) => name === one.name),
  }));
  const lanes = model.lanes.flatMap((lane): PlotRow[] => {
    const same = other?.lanes.find(({ name }) => name === lane.name);
    return [
      { kind: 'lane', key: `lane ${lane.name}`, lane, isOther: false },
      ...(same ? [{ kind: 'lane', key: `other ${lane.name}`, lane: same, isOther: true } as const] : []),
    ];
  });
  return [...counts, ...series, ...lanes.slice(0, mostLanes)];
}
