import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TraceEvent } from '../../core/run/trace';
import type { ComparedTrace } from '../../protocol/panel';
import { formatMoment, formatNumber } from '../quantities';
import { useSurroundings } from '../view/context';
import { plotRows, type PlotRow } from './plotRows';
import { TraceLegend } from './traceLegend';
import { isWorthDrawing, modelOf, type TraceModel } from './traceModel';
import { TracePlots, type Range } from './tracePlots';
import { nearestMoment, readAt, stepFrom } from './traceReading';
import { TraceTable } from './traceTable';
import { TraceTools } from './traceTools';
import { describeReading, describeTrace, traceCsv } from './traceWords';

interface Props {
  readonly events: readonly TraceEvent[];
  /** The check's, as the name of exported files. */
  readonly name: string;
  /** Asks the host for the trace to compare with; null where there is none. Without it nothing can be chosen. */
  readonly compare?: (what: ComparedTrace) => Promise<readonly TraceEvent[] | null>;
  /** What is drawn as the reference's in any case. */
  readonly beside?: readonly TraceEvent[] | null;
  /** Changes when somebody asks to be taken to the moment of the failure. */
  readonly visits: number;
}

interface Compared {
  readonly what: ComparedTrace;
  readonly events: readonly TraceEvent[];
}

/** What a check recorded, on the virtual time line: to look at, to walk through moment by moment, and as a table. */
export function TraceFigure({ events, name, compare, beside = null, visits }: Props) {
  const { say, actions } = useSurroundings();
  const [asTable, setAsTable] = useState(false);
  const [chosen, setChosen] = useState<Compared | null>(null);
  const given = useMemo<Compared | null>(() => beside && { what: 'reference', events: beside }, [beside]);
  const compared = given ?? chosen;
  const [missing, setMissing] = useState<ComparedTrace | null>(null);
  const model = useMemo(() => modelOf(events), [events]);
  const other = useMemo(() => compared && modelOf(compared.events), [compared]);
  const rows = useMemo(() => plotRows(model, other), [model, other]);
  const [t, setT] = useState(model.failedAt ?? 0);
  const walk = useWalk({ model, rows, t, setT, visits });
  if (!isWorthDrawing(model)) return null;

  const choose = async (what: ComparedTrace | 'none'): Promise<void> => {
    setMissing(null);
    const found = what === 'none' ? null : ((await compare?.(what)) ?? null);
    setChosen(what === 'none' || !found ? null : { what, events: found });
    if (what !== 'none' && !found) setMissing(what);
  };
  const otherName = compared && say(`traceCompare.${compared.what}`);
  const nameOf = (row: PlotRow) => rowName(row, say('traceCounts'), otherName);
  return (
    <figure class="trace">
      <figcaption class="trace-caption">
        <span class="small-heading">{say('trace')}</span>
        <TraceLegend legend={model.legend} />
        <TraceTools
          compared={compared?.what ?? 'none'}
          asTable={asTable}
          onCompare={compare && (what => void choose(what))}
          onZoom={factor => walk.plots.current?.zoom(factor, t)}
          onWhole={() => walk.plots.current?.show(walk.plots.current.whole)}
          onImage={() => {
            const image = walk.plots.current?.image(rows.map(nameOf));
            if (image !== undefined)
              void actions.saveExport({ name: `${name}.png`, kind: 'png', data: image });
          }}
          onCsv={() => void actions.saveExport({ name: `${name}.csv`, kind: 'csv', data: traceCsv(events) })}
          onTable={() => setAsTable(!asTable)}
        />
      </figcaption>
      {missing && <p class="muted">{say(`traceNothing.${missing}`)}</p>}
      <div
        class="trace-plot"
        ref={walk.host}
        role="slider"
        tabIndex={0}
        aria-label={describeTrace(model, say)}
        aria-valuemin={0}
        aria-valuemax={model.end}
        aria-valuenow={t}
        aria-valuetext={describeReading(readAt(model, t), model.end, say)}
        onKeyDown={walk.onKeyDown}
      >
        {rows.map(row => (
          <Row key={row.key} row={row} name={nameOf(row)} />
        ))}
      </div>
      <p class="trace-reading" aria-hidden="true">
        {describeReading(readAt(model, t), model.end, say)}
        {other && otherName !== null && (
          <span class="muted">
            {' '}
            {otherName}: {describeReading(readAt(other, t), model.end, say)}
          </span>
        )}
      </p>
      {walk.range && (
        <p class="muted trace-range">
          {say('traceRange', {
            from: formatMoment(walk.range.from, model.end, say),
            to: formatMoment(Math.min(walk.range.to, model.end), model.end, say),
          })}
        </p>
      )}
      {asTable && <TraceTable events={events} end={model.end} />}
    </figure>
  );
}

function rowName(row: PlotRow, counts: string, other: string | null): string {
  const name = row.kind === 'series' ? row.series.name : row.kind === 'lane' ? row.lane.name : counts;
  return row.kind !== 'series' && row.isOther && other !== null ? `${name} (${other})` : name;
}

function Row({ row, name }: { readonly row: PlotRow; readonly name: string }) {
  const { say } = useSurroundings();
  return (
    <>
      <span class="trace-name" aria-hidden="true">
        {name}
        {row.kind === 'series' && row.series.limits.length > 0 && (
          <span class="muted">
            {row.series.limits
              .map(value => say('traceLimit', { value: formatNumber(value, say) }))
              .join(', ')}
          </span>
        )}
      </span>
      <div class={`trace-cell trace-${row.kind}`} />
    </>
  );
}

interface Walk {
  readonly model: TraceModel;
  readonly rows: readonly PlotRow[];
  readonly t: number;
  readonly setT: (t: number) => void;
  readonly visits: number;
}

/** The plots, and the way through them by pointer and by keyboard. */
function useWalk({ model, rows, t, setT, visits }: Walk) {
  const { say } = useSurroundings();
  const host = useRef<HTMLDivElement>(null);
  const plots = useRef<TracePlots | null>(null);
  const [range, setRange] = useState<Range | null>(null);

  useLayoutEffect(() => {
    const cells = [...(host.current?.querySelectorAll<HTMLElement>('.trace-cell') ?? [])];
    // Without a canvas the words, the readings and the table are what there is.
    if (cells.length === 0 || !document.createElement('canvas').getContext('2d')) return;
    const made: TracePlots = new TracePlots(rows, cells, {
      model,
      say,
      onPoint: at => at !== null && setT(nearestMoment(model, at)),
      onZoom: shown => setRange(shown.from <= 0 && shown.to >= made.whole.to ? null : shown),
    });
    plots.current = made;
    return () => {
      plots.current = null;
      made.dispose();
    };
  }, [model, rows, say, setT]);

  useEffect(() => plots.current?.point(t), [t, rows]);

  const goTo = useCallback(
    (moment: number): void => {
      setT(moment);
      plots.current?.reveal(moment);
    },
    [setT],
  );
  useEffect(() => {
    if (visits === 0 || model.failedAt === null) return;
    goTo(model.failedAt);
    host.current?.scrollIntoView({ block: 'center' });
    host.current?.focus({ preventScroll: true });
  }, [visits, model, goTo]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const action = keys(model, t, event)[event.key];
    if (action === undefined) return;
    event.preventDefault();
    if (typeof action === 'number') goTo(action);
    else if (action === 'whole') plots.current?.show(plots.current.whole);
    else plots.current?.zoom(action === 'in' ? 1 / 2 : 2, t);
  };
  return { host, plots, range, onKeyDown };
}

/** What each key does: a moment to go to, or a change of the zoom. As sliders work everywhere, and + - 0. */
function keys(
  model: TraceModel,
  t: number,
  { shiftKey }: KeyboardEvent,
): Readonly<Record<string, number | 'in' | 'out' | 'whole'>> {
  const far = Math.max(2, Math.round(model.moments.length / 10));
  const [next, before] = [stepFrom(model, t, shiftKey ? far : 1), stepFrom(model, t, shiftKey ? -far : -1)];
  return {
    ...{ ArrowRight: next, ArrowUp: next, ArrowLeft: before, ArrowDown: before },
    ...{ PageUp: stepFrom(model, t, far), PageDown: stepFrom(model, t, -far) },
    ...{ Home: model.moments[0] ?? 0, End: model.moments.at(-1) ?? 0 },
    ...{ '+': 'in', '=': 'in', '-': 'out', '0': 'whole', Escape: 'whole' },
  };
}
