import type { DrawnEvent, Tone } from '../../core/run/trace';
import { noteText, record, traceText } from '../checkRecord';

/** Records an event, with its texts cut and its numbers checked: the host refuses what is too long. */
export function picture(event: DrawnEvent): void {
  switch (event.kind) {
    case 'point':
    case 'limit':
      if (Number.isFinite(event.value)) record().draw({ ...event, series: traceText(event.series) });
      return;
    case 'reading':
      if (Number.isFinite(event.value))
        record().draw({
          ...event,
          name: traceText(event.name),
          unit: traceText(event.unit),
          tone: toneOf(event.tone),
          note: noteText(event.note),
        });
      return;
    case 'mark':
      record().draw({
        ...event,
        lane: traceText(event.lane),
        label: traceText(event.label),
        tone: toneOf(event.tone),
      });
      return;
    case 'state':
      record().draw({ ...event, lane: traceText(event.lane), state: traceText(event.state) });
      return;
  }
}

const toneOf = (tone: unknown): Tone => (tone === 'good' || tone === 'bad' ? tone : 'neutral');
