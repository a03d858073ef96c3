import type { Tone, TraceEvent } from '../../core/run/trace';

/** What there is to draw of a trace, in virtual milliseconds since the check began. */
export interface TraceModel {
  /** At the right end; above 0. */
  readonly end: number;
  /** When the check failed; null if it did not, or failed without a moment of its own. */
  readonly failedAt: number | null;
  readonly series: readonly SeriesModel[];
  readonly lanes: readonly LaneModel[];
  /** Marks of all lanes together; null when there are too few to be counted. */
  readonly counts: CountsModel | null;
  /** Over all lanes. */
  readonly legend: readonly LegendEntry[];
  /** Every moment at which something happened, ascending. */
  readonly moments: readonly number[];
}

/** A value holds until the next one. Times ascend, and more than one value may have the same. */
export interface SeriesModel {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly limits: readonly number[];
}

export interface LaneModel {
  readonly name: string;
  readonly bands: readonly Band[];
  readonly marks: readonly Mark[];
  readonly legend: readonly LegendEntry[];
}

export interface Band {
  readonly state: string;
  readonly from: number;
  readonly to: number;
  /** Equal for equal states of a trace; chooses the colour. */
  readonly shade: number;
}

export interface Mark {
  readonly t: number;
  readonly label: string;
  readonly tone: Tone;
}

/** How many marks of each tone fell into each stretch of time. */
export interface CountsModel {
  /** Milliseconds. */
  readonly width: number;
  readonly bins: readonly Readonly<Record<Tone, number>>[];
  /** Of one bin. */
  readonly most: number;
}

/** A kind of mark, and how often it occurs. */
export interface LegendEntry {
  readonly label: string;
  readonly tone: Tone;
  readonly count: number;
}

type Of<K extends TraceEvent['kind']> = Extract<TraceEvent, { kind: K }>;

const isKind =
  <K extends TraceEvent['kind']>(kind: K) =>
  (event: TraceEvent): event is Of<K> =>
    event.kind === kind;

/** When something happened; undefined for what holds throughout. */
export const momentOf = (event: TraceEvent): number | undefined => ('t' in event ? event.t : undefined);

export function modelOf(events: readonly TraceEvent[]): TraceModel {
  const moments = [...new Set(events.flatMap(event => momentOf(event) ?? []))].toSorted((a, b) => a - b);
  const end = Math.max(moments.at(-1) ?? 0, 1);
  const marks = events.filter(isKind('mark'));
  return {
    end,
    moments,
    failedAt: events.find(isKind('failed'))?.t ?? null,
    series: seriesOf(events),
    lanes: lanesOf(events, end),
    counts: countsOf(marks, end),
    legend: legendOf(marks),
  };
}

/** One state that never changes, or a value that is never compared, is no picture. */
export const isWorthDrawing = ({ series, lanes }: TraceModel): boolean =>
  series.some(({ times }) => times.length > 1) ||
  lanes.some(({ marks, bands }) => marks.length > 0 || bands.length > 1);

function seriesOf(events: readonly TraceEvent[]): SeriesModel[] {
  const points = events.filter(isKind('point'));
  const limits = events.filter(isKind('limit'));
  const names = [...new Set([...points, ...limits].map(event => event.series))];
  return names.map(name => {
    const own = points.filter(p => p.series === name);
    const values = own.map(p => p.value);
    const bounds = [...new Set(limits.filter(l => l.series === name).map(l => l.value))];
    const all = [...values, ...bounds];
    const min = Math.min(0, ...all);
    const highest = Math.max(0, ...all);
    const max = highest > min ? highest : min + 1;
    return { name, min, max, times: own.map(p => p.t), values, limits: bounds };
  });
}

function lanesOf(events: readonly TraceEvent[], end: number): LaneModel[] {
  const states = events.filter(isKind('state'));
  const marks = events.filter(isKind('mark'));
  const shades = [...new Set(states.map(event => event.state))];
  const names = events.flatMap(event =>
    event.kind === 'mark' || event.kind === 'state' ? [event.lane] : [],
  );
  return [...new Set(names)].map(name => {
    const own = states.filter(event => event.lane === name);
    const ownMarks = marks.filter(event => event.lane === name);
    return {
      name,
      bands: own.map(({ state, t }, i) => ({
        state,
        from: t,
        to: own[i + 1]?.t ?? end,
        shade: shades.indexOf(state),
      })),
      marks: ownMarks.map(({ t, label, tone }) => ({ t, label, tone })),
      legend: legendOf(ownMarks),
    };
  });
}

/** Fewer are seen one by one. */
const fewMarks = 24;
const mostBins = 60;

function countsOf(marks: readonly Mark[], end: number): CountsModel | null {
  if (marks.length < fewMarks) return null;
  const width = roundAbove(end / mostBins);
  const bins = Array.from({ length: Math.floor(end / width) + 1 }, () => ({ good: 0, bad: 0, neutral: 0 }));
  for (const { t, tone } of marks) {
    const bin = bins[Math.floor(t / width)];
    if (bin) bin[tone]++;
  }
  return { width, bins, most: Math.max(...bins.map(({ good, bad, neutral }) => good + bad + neutral)) };
}

/** The next of 1, 2, 5, 10, 20, 50 … milliseconds. */
function roundAbove(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 1)));
  return ([1, 2, 5].find(step => step * power >= ms) ?? 10) * power;
}

function legendOf(marks: readonly Mark[]): readonly LegendEntry[] {
  const entries = new Map</* tone and label */ string, LegendEntry>();
  for (const { label, tone } of marks) {
    const key = `${tone} ${label}`;
    entries.set(key, { label, tone, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  return [...entries.values()];
}
