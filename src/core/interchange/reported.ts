import type { Exercise } from '../exercise';
import type { Outcome, RunReport } from '../run/report';

/** A run as other tools are told of it. */
export interface ReportedRun {
  readonly exercise: Exercise;
  /** Cut to what may be seen, unless the format can keep a secret itself. */
  readonly report: RunReport;
  /** Of the whole report: of one whose checks are not revealed, too. */
  readonly outcome: Outcome;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Of Design Drills. */
  readonly version: string;
}

/** Control characters that no XML can hold, and escape sequences that would act on a terminal, made visible. */
export const plainText = (text: string): string =>
  text
    .replace(/(?![\t\n])\p{Cc}/gu, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replace(/\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD');
