import './realm';
import type { Failure, LogLine } from '../core/run/report';
import type { TraceEvent } from '../core/run/trace';
import { caps, parseTraceEvent } from '../protocol/runValues';
import { clip, showLine } from './shownText';

/** Told of every line that is kept, as it is printed. */
let echo: ((line: LogLine) => void) | undefined;

export function echoLines(to: (line: LogLine) => void): void {
  echo = to;
}

/** What one check, or the loading of the modules, leaves behind. The only place where results are kept. */
export class CheckRecord {
  readonly logs: LogLine[] = [];
  readonly trace: TraceEvent[] = [];
  /** The first assertion that failed. It counts even if the learner's code swallowed the exception. */
  failedAssertion: Failure | null = null;
  /** When the check failed, in milliseconds since it began. */
  failedAt: number | null = null;
  /** The first error that nobody could catch: thrown in a timer or a microtask. */
  stray: { readonly thrown: unknown; readonly where: string } | null = null;
  /** Rejections that nobody has handled yet. A suite may still do so, after it has moved the clock. */
  readonly unhandled = new Map<Promise<unknown>, unknown>();
  private logCharacters = 0;

  log(level: LogLine['level'], args: readonly unknown[]): void {
    if (this.logCharacters > caps.logText || this.logs.length >= caps.logLines) return;
    const text = showLine(args);
    this.logCharacters += text.length + 1;
    const full = this.logCharacters > caps.logText || this.logs.length === caps.logLines - 1;
    const line: LogLine = full
      ? { level: 'warn', text: 'The rest of the output was cut off.' }
      : { level, text };
    this.logs.push(line);
    echo?.(line);
  }

  draw(event: TraceEvent): void {
    const most = event.kind === 'reading' ? caps.traceEvents : caps.traceEvents - caps.lastEvents;
    if (this.trace.length < most && parseTraceEvent(event)) this.trace.push(event);
  }

  /** A picture shows the moment; where there is no picture there is nothing to show it in. */
  drawFailure(): void {
    const event = { kind: 'failed', t: this.failedAt } as const;
    if (this.trace.length === 0 || event.t === null || !parseTraceEvent(event)) return;
    this.trace.splice(caps.traceEvents - 1);
    this.trace.push({ kind: 'failed', t: event.t });
  }
}

/** What is being recorded now. One at a time: checks never overlap. To be written where no call may be made. */
export const current = { record: new CheckRecord() };

export const record = (): CheckRecord => current.record;

export function beginRecord(): CheckRecord {
  current.record = new CheckRecord();
  return current.record;
}

process.on('uncaughtException', thrown => {
  record().stray ??= { thrown, where: 'in a callback' };
});
process.on('unhandledRejection', (reason, promise) => {
  const { unhandled } = record();
  if (unhandled.size < 1_000) unhandled.set(promise, reason);
});
process.on('rejectionHandled', promise => {
  record().unhandled.delete(promise);
});

export const traceText = (text: unknown): string => clip(String(text), caps.traceText - 40);
export const noteText = (text: unknown): string => clip(String(text), caps.readingNote - 40);
