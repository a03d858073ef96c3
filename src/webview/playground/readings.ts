import type { PlayReport } from '../../core/run/playReport';
import type { TraceEvent } from '../../core/run/trace';
import { formatDuration, formatReading } from '../quantities';
import type { Say } from '../say';

export type ReadingEvent = Extract<TraceEvent, { readonly kind: 'reading' }>;

/** One number of both designs. */
export interface ReadingRow {
  readonly name: string;
  readonly mine: ReadingEvent | undefined;
  readonly reference: ReadingEvent | undefined;
}

/** Nobody decides by more of them; and a child that says more is not to be trusted anyway. */
const mostRows = 40;

const readingsOf = (report: PlayReport | null): readonly ReadingEvent[] =>
  report && 'trace' in report ? report.trace.filter(event => event.kind === 'reading') : [];

export function readingRows(mine: PlayReport, reference: PlayReport | null): readonly ReadingRow[] {
  const [own, other] = [readingsOf(mine), readingsOf(reference)];
  const names = [...new Set([...own, ...other].map(({ name }) => name))].slice(0, mostRows);
  const find = (readings: readonly ReadingEvent[], name: string) => readings.find(one => one.name === name);
  return names.map(name => ({ name, mine: find(own, name), reference: find(other, name) }));
}

/** What came of it in one sentence, for who does not see it. */
export function playSentence(report: PlayReport, say: Say): string {
  const stopped = stoppedSentence(report, say);
  if (stopped !== undefined) return stopped;
  const parts = readingsOf(report)
    .slice(0, mostRows)
    .map(reading => `${reading.name}: ${formatReading(reading, say)}`);
  return parts.length > 0 ? say('playedReadings', { readings: parts.join('; ') }) : say('playedSilently');
}

/** Why there is no picture; undefined when there is one. */
export function stoppedSentence(report: PlayReport, say: Say): string | undefined {
  switch (report.kind) {
    case 'played':
      return undefined;
    case 'failed':
      return say('playFailed', { reason: report.failure.message.split('\n', 1)[0] ?? '' });
    case 'did-not-compile':
      return say.many('didNotCompile', report.errors.length);
    case 'timed-out':
      return say('playTimedOut', { limit: formatDuration(report.limitMs, say) });
    case 'crashed':
      return `${say(`crashed.${report.cause}`)} ${report.detail}`;
    case 'cancelled':
      return '';
  }
}
