import { assertNever } from '../core/errors';
import type { Exercise } from '../core/exercise';
import type { PlayReport } from '../core/run/playReport';
import type { CheckResult, CompileError, Failure, LogLine, RunReport } from '../core/run/report';
import type { RunProgress } from '../core/run/request';
import { excerptAt } from '../core/text/excerpt';
import { visibleText } from '../core/text/visibleText';
import { attemptSources } from './attemptSources';
import { OriginalColumns } from './originalColumns';

/**
 * Prepares what one run says for people: text that the learner's code made cannot hide or move anything, and a failure
 * has its line of code. The code comes from the texts that were run. The child knows them too, but it is not trusted.
 */
export class ShownReport {
  private readonly files: Readonly<Record<string, string>>;
  private readonly columns: OriginalColumns;

  /** @param files as given to the runner. */
  constructor(exercise: Exercise, files: Readonly<Record<string, string>>) {
    this.files = attemptSources(exercise, files).files;
    this.columns = new OriginalColumns(this.files);
  }

  check(result: CheckResult): CheckResult {
    return {
      ...result,
      ...(result.failure && { failure: this.failure(result.failure) }),
      logs: result.logs.map(shownLine),
    };
  }

  progress(event: RunProgress): RunProgress {
    return event.type === 'finished' ? { ...event, result: this.check(event.result) } : event;
  }

  report(report: RunReport): RunReport {
    const checks = report.checks.map(check => this.check(check));
    switch (report.kind) {
      case 'finished':
        return {
          ...report,
          checks,
          ...(report.loadFailure && { loadFailure: this.failure(report.loadFailure) }),
          loadLogs: report.loadLogs.map(shownLine),
        };
      case 'did-not-compile':
        return { ...report, checks, errors: report.errors.map(shownError) };
      case 'timed-out':
      case 'crashed':
      case 'cancelled':
        return { ...report, checks };
      default:
        return assertNever(report);
    }
  }

  play(report: PlayReport): PlayReport {
    switch (report.kind) {
      case 'played':
        return { ...report, logs: report.logs.map(shownLine) };
      case 'failed':
        return { ...report, failure: this.failure(report.failure), logs: report.logs.map(shownLine) };
      case 'did-not-compile':
        return { ...report, errors: report.errors.map(shownError) };
      case 'timed-out':
      case 'crashed':
      case 'cancelled':
        return report;
      default:
        return assertNever(report);
    }
  }

  private failure({ message, expected, actual, frames }: Failure): Failure {
    return {
      message: visibleText(message),
      ...(expected !== undefined && { expected: visibleText(expected) }),
      ...(actual !== undefined && { actual: visibleText(actual) }),
      frames: frames.map((frame, i) => {
        const column = this.columns.of(frame);
        const text = Object.hasOwn(this.files, frame.file) ? this.files[frame.file] : undefined;
        // The innermost frame is where it went wrong; the others say how it came there.
        const code = i === 0 && text !== undefined ? excerptAt(text, { ...frame, column }) : undefined;
        return { ...frame, fn: visibleText(frame.fn), column, ...(code && { code }) };
      }),
    };
  }
}

const shownLine = ({ level, text }: LogLine): LogLine => ({ level, text: visibleText(text) });

const shownError = (error: CompileError): CompileError => ({
  ...error,
  message: visibleText(error.message),
  codeFrame: visibleText(error.codeFrame),
});
