import { assertNever } from '../errors';
import type { RunReport } from './report';

/** One sentence that says how a run ended, for a terminal, a status bar or a screen reader. */
export function headline(report: RunReport): string {
  switch (report.kind) {
    case 'finished':
      return report.loadFailure
        ? `Could not be loaded: ${firstLine(report.loadFailure.message)}`
        : verdict(report);
    case 'did-not-compile': {
      const [first] = report.errors;
      const more = report.errors.length > 1 ? ` (and ${report.errors.length - 1} more)` : '';
      return first
        ? `Does not compile: ${first.file}:${first.line}: ${firstLine(first.message)}${more}`
        : 'Does not compile';
    }
    case 'timed-out':
      return report.limit === 'check'
        ? `Stopped: ${quoted(report.during)} took longer than ${seconds(report.limitMs)}`
        : `Stopped: the run took longer than ${seconds(report.limitMs)}${inside(report.during)}`;
    case 'crashed':
      return `Stopped${inside(report.during)}: ${firstLine(report.detail)}`;
    case 'cancelled':
      return 'Cancelled';
    default:
      return assertNever(report);
  }
}

function verdict(report: RunReport): string {
  const count = (state: string): number => report.checks.filter(check => check.state === state).length;
  const total = report.checks.length;
  const failed = count('failed');
  const hidden = count('not-revealed');
  if (total === 0) return 'There were no checks to run';
  if (failed > 0) return `${failed} of ${total} checks failed`;
  if (hidden > 0) return `${count('passed')} of ${total} checks passed, ${hidden} not revealed`;
  return total === 1 ? 'The check passed' : `All ${total} checks passed`;
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
const seconds = (ms: number): string => `${ms / 1_000} s`;
const quoted = (title: string | null): string => (title === null ? 'loading the files' : `“${title}”`);
const inside = (title: string | null): string => (title === null ? '' : ` in “${title}”`);
