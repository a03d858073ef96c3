import { useMemo } from 'preact/hooks';
import type { TraceEvent } from '../../core/run/trace';
import { useSurroundings } from '../view/context';
import { Icon } from '../view/icon';
import { traceRows } from './traceWords';

const mostRows = 300;

interface Props {
  readonly events: readonly TraceEvent[];
  /** Of the time line, in milliseconds. */
  readonly end: number;
}

export function TraceTable({ events, end }: Props) {
  const { say } = useSurroundings();
  const rows = useMemo(() => traceRows(events, end, say), [events, end, say]);
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
