import { useMemo, useState } from 'preact/hooks';
import type { TraceEvent } from '../../core/run/trace';
import { formatMoment } from '../quantities';
import { useSurroundings } from '../view/context';
import { Icon } from '../view/icon';
import { LaneRow, SeriesRow, ToneSign } from './traceRows';
import { isWorthDrawing, layOutTrace, type TraceLayout } from './traceLayout';
import { describeTrace, traceRows } from './traceWords';

/**
 * What a check recorded, on the virtual time line. Horizontal places are per cent and vertical ones pixels, so the
 * drawing fits any width without being measured and its text keeps its size.
 */
export function TraceFigure({ events }: { readonly events: readonly TraceEvent[] }) {
  const { say } = useSurroundings();
  const [asTable, setAsTable] = useState(false);
  const layout = useMemo(() => layOutTrace(events), [events]);
  if (!isWorthDrawing(layout)) return null;
  return (
    <figure class="trace">
      <figcaption class="trace-caption">
        <span class="small-heading">{say('trace')}</span>
        <Legend layout={layout} />
        <button type="button" class="link" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
          {say(asTable ? 'traceHideTable' : 'traceShowTable')}
        </button>
      </figcaption>
      <div class="trace-plot" role="img" aria-label={describeTrace(layout, say)}>
        {layout.series.map(series => (
          <SeriesRow key={`series ${series.name}`} series={series} ticks={layout.ticks} />
        ))}
        {layout.lanes.map(lane => (
          <LaneRow key={`lane ${lane.name}`} lane={lane} ticks={layout.ticks} end={layout.end} />
        ))}
        <Axis layout={layout} />
      </div>
      {asTable && <Table events={events} end={layout.end} />}
    </figure>
  );
}

function Legend({ layout }: { readonly layout: TraceLayout }) {
  const { say } = useSurroundings();
  if (layout.legend.length === 0) return null;
  return (
    <ul class="trace-legend" aria-label={say('traceLegend')}>
      {layout.legend.map(({ label, tone, count }) => (
        <li key={`${tone} ${label}`}>
          <ToneSign tone={tone} /> {say('markCount', { label, count })}
        </li>
      ))}
    </ul>
  );
}

function Axis({ layout }: { readonly layout: TraceLayout }) {
  const { say } = useSurroundings();
  const anchor = (x: number) => (x < 4 ? 'start' : x > 96 ? 'end' : 'middle');
  return (
    <>
      <span />
      <svg class="trace-axis" width="100%" height="18" aria-hidden="true">
        {layout.ticks.map(({ t, x }) => (
          <text key={t} x={`${x}%`} y="13" text-anchor={anchor(x)}>
            {formatMoment(t, layout.end, say)}
          </text>
        ))}
      </svg>
    </>
  );
}

const mostRows = 300;

function Table({ events, end }: { readonly events: readonly TraceEvent[]; readonly end: number }) {
  const { say } = useSurroundings();
  const rows = traceRows(events, end, say);
  const shown = rows.slice(0, mostRows);
  return (
    <div class="trace-table" tabIndex={0} role="region" aria-label={say('trace')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('traceTime')}</th>
            <th scope="col">{say('traceWhat')}</th>
            <th scope="col">{say('traceValue')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ time, what, value }, index) => (
            <tr key={index}>
              <td>{time}</td>
              <td>{what}</td>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <p class="muted">
          <Icon name="info" /> {say('traceTableCut', { shown: shown.length, total: rows.length })}
        </p>
      )}
    </div>
  );
}
