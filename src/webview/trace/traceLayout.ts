import type { Tone, TraceEvent } from '../../core/run/trace';

/** Where everything of a trace goes. `x` and `width` are per cent of the time axis, `y` is 0 at the bottom, 1 on top. */
export interface TraceLayout {
  /** Virtual milliseconds at the right end. */
  readonly end: number;
  readonly ticks: readonly { readonly t: number; readonly x: number }[];
  readonly series: readonly SeriesLayout[];
  readonly lanes: readonly LaneLayout[];
  /** Over all lanes. */
  readonly legend: readonly LegendEntry[];
}

/** A kind of mark, and how often it occurs. */
export interface LegendEntry {
  readonly label: string;
  readonly tone: Tone;
  readonly count: number;
}

export interface SeriesLayout {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** A value holds until the next one: from here to there, then straight up or down. */
  readonly steps: readonly {
    readonly x1: number;
    readonly y1: number;
    readonly x2: number;
    readonly y2: number;
  }[];
  readonly limits: readonly { readonly value: number; readonly y: number }[];
}

export interface LaneLayout {
  readonly name: string;
  readonly bands: readonly Band[];
  readonly marks: readonly Mark[];
  readonly legend: readonly LegendEntry[];
}

export interface Band {
  readonly state: string;
  readonly from: number;
  readonly x: number;
  readonly width: number;
  /** Equal for equal states of a trace; chooses the colour. */
  readonly shade: number;
}

export interface Mark {
  readonly label: string;
  readonly tone: Tone;
  readonly t: number;
  readonly x: number;
  /** Marks that would be drawn on one another are one mark. */
  readonly count: number;
}

type Of<K extends TraceEvent['kind']> = Extract<TraceEvent, { kind: K }>;

export function layOutTrace(events: readonly TraceEvent[]): TraceLayout {
  const lastMoment = events.reduce(
    (last, event) => (event.kind === 'limit' ? last : Math.max(last, event.t)),
    0,
  );
  const ticks = niceTicks(lastMoment);
  const end = Math.max(lastMoment, ticks.at(-1) ?? 0, 1);
  const x = (t: number) => (t / end) * 100;
  return {
    end,
    ticks: ticks.map(t => ({ t, x: x(t) })),
    series: layOutSeries(events, x),
    lanes: layOutLanes(events, x),
    legend: legendOf(events.filter((event): event is Of<'mark'> => event.kind === 'mark')),
  };
}

/** One state that never changes, or a value that is never compared, is no picture. */
export const isWorthDrawing = ({ series, lanes }: TraceLayout): boolean =>
  series.some(({ steps }) => steps.length > 1) ||
  lanes.some(({ marks, bands }) => marks.length > 0 || bands.length > 1);

/** Three to six round moments that reach to the end or just beyond. */
function niceTicks(end: number): number[] {
  if (!(end > 0 && end < Infinity)) return [0];
  const steps = [1, 2, 5, 10, 15, 20, 30, 50, 60, 100, 120, 200, 300, 500, 600, 1000];
  let scale = 1;
  for (;;) {
    const step = steps.map(s => s * scale).find(s => end / s <= 5);
    if (step !== undefined) return Array.from({ length: Math.ceil(end / step) + 1 }, (_, i) => i * step);
    scale *= 1000;
  }
}

function layOutSeries(events: readonly TraceEvent[], x: (t: number) => number): SeriesLayout[] {
  const points = events.filter((event): event is Of<'point'> => event.kind === 'point');
  const limits = events.filter((event): event is Of<'limit'> => event.kind === 'limit');
  const names = [...new Set([...points, ...limits].map(event => event.series))];
  return names.map(name => {
    const own = thinned(points.filter(p => p.series === name));
    const values = [...new Set(limits.filter(l => l.series === name).map(l => l.value))];
    const all = [...own.map(p => p.value), ...values];
    const min = Math.min(0, ...all);
    const highest = Math.max(0, ...all);
    const max = highest > min ? highest : min + 1;
    const y = (value: number) => (value - min) / (max - min);
    return {
      name,
      min,
      max,
      steps: own.map((point, i) => {
        const next = own[i + 1];
        return {
          x1: x(point.t),
          y1: y(point.value),
          x2: next ? x(next.t) : 100,
          y2: y(next ? next.value : point.value),
        };
      }),
      limits: values.map(value => ({ value, y: y(value) })),
    };
  });
}

const mostPoints = 600;

/** Of too many points, the lowest and the highest of each stretch: peaks are what a plot is looked at for. */
function thinned(points: readonly Of<'point'>[]): readonly Of<'point'>[] {
  if (points.length <= mostPoints) return points;
  const stretch = Math.ceil(points.length / (mostPoints / 2));
  const kept: Of<'point'>[] = [];
  for (let i = 0; i < points.length; i += stretch) {
    const part = points.slice(i, i + stretch);
    const low = part.reduce((a, b) => (b.value < a.value ? b : a));
    const high = part.reduce((a, b) => (b.value > a.value ? b : a));
    kept.push(...new Set(part.indexOf(low) < part.indexOf(high) ? [low, high] : [high, low]));
  }
  return kept;
}

function layOutLanes(events: readonly TraceEvent[], x: (t: number) => number): LaneLayout[] {
  const onLanes = events.filter(
    (event): event is Of<'mark'> | Of<'state'> => event.kind === 'mark' || event.kind === 'state',
  );
  const states = onLanes.filter((event): event is Of<'state'> => event.kind === 'state');
  const shades = [...new Set(states.map(event => event.state))];
  return [...new Set(onLanes.map(event => event.lane))].map(name => {
    const marks = onLanes.filter((e): e is Of<'mark'> => e.kind === 'mark' && e.lane === name);
    const own = states.filter(event => event.lane === name);
    return { name, bands: bandsOf(own, shades, x), marks: markList(marks, x), legend: legendOf(marks) };
  });
}

function bandsOf(
  states: readonly Of<'state'>[],
  shades: readonly string[],
  x: (t: number) => number,
): Band[] {
  return states.map(({ state, t }, i) => {
    const next = states[i + 1];
    const width = (next ? x(next.t) : 100) - x(t);
    return { state, from: t, x: x(t), width, shade: shades.indexOf(state) };
  });
}

/** A quarter of a per cent is less than the width of a mark in any panel. */
const sameSpot = 0.25;

function markList(marks: readonly Of<'mark'>[], x: (t: number) => number): Mark[] {
  const spots = new Map</* place, tone and label */ string, Mark>();
  for (const { t, tone, label } of marks) {
    const key = `${Math.round(x(t) / sameSpot)} ${tone} ${label}`;
    const there = spots.get(key);
    spots.set(key, there ? { ...there, count: there.count + 1 } : { label, tone, t, x: x(t), count: 1 });
  }
  return [...spots.values()];
}

function legendOf(marks: readonly Of<'mark'>[]): readonly LegendEntry[] {
  const entries = new Map</* tone and label */ string, LegendEntry>();
  for (const { label, tone } of marks) {
    const key = `${tone} ${label}`;
    entries.set(key, { label, tone, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  return [...entries.values()];
}
