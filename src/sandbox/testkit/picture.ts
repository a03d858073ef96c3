import type { DrawnEvent } from '../../core/run/trace';
import { record, traceText } from '../checkRecord';

/** Records an event, with its texts cut and its numbers checked: the host refuses what is too long. */
export function picture(event: DrawnEvent): void {
  switch (event.kind) {
    case 'point':
    case 'limit':
      if (Number.isFinite(event.value)) record().draw({ ...event, series: traceText(event.series) });
      return;
    case 'mark':
      record().draw({
        ...event,
        lane: traceText(event.lane),
        label: traceText(event.label),
        tone: event.tone === 'good' || event.tone === 'bad' ? event.tone : 'neutral',
      });
      return;
    case 'state':
      record().draw({ ...event, lane: traceText(event.lane), state: traceText(event.state) });
      return;
  }
}
