import path from 'node:path';
import { assertNever } from '../../core/errors';
import type { Exercise } from '../../core/exercise';
import { headline } from '../../core/run/headline';
import {
  requirementStates,
  type CheckResult,
  type CheckState,
  type CompileError,
  type Failure,
  type LogLine,
  type Outcome,
  type RunReport,
  type Walls,
} from '../../core/run/report';
import { codeFrame } from '../../node/codeFrame';
import type { Io } from '../io';
import { indent, printable, styleFor, type Style } from '../style';

export interface PrintedRun {
  readonly exercise: Exercise;
  /** Already cut to what may be seen. */
  readonly report: RunReport;
  readonly outcome: Outcome;
  /** The files that were run, for code frames. */
  readonly files: Readonly<Record<string, string>>;
  /** Where they lie, so that a terminal can open the places. */
  readonly folder: string;
}

/** Lines of console output shown for one check, and characters of each; the panel shows all. */
const shownLogs = 20;
const shownLogLength = 200;

export function printReport(run: PrintedRun, io: Io): void {
  new ReportPrinter(run, io, styleFor(io.color)).print();
}

class ReportPrinter {
  /** Places whose code has been shown: many checks may fail at one line. */
  private readonly framed = new Set<string>();

  constructor(
    private readonly run: PrintedRun,
    private readonly io: Io,
    private readonly style: Style,
  ) {}

  print(): void {
    const { bold, dim, green, red, yellow } = this.style;
    const { exercise, report, outcome } = this.run;
    this.io.out(`${bold(exercise.title)} ${dim(`${report.exercise}, pack ${report.pack.version}`)}\n`);
    this.body();
    this.io.out((outcome === 'passed' ? green : red)(bold(printable(headline(report)))));
    this.io.out(
      dim(`Seed ${report.seed} (--seed ${report.seed} repeats it), ${Math.round(report.durationMs)} ms.`),
    );
    const missing = missingWalls(report.walls);
    if (report.kind !== 'did-not-compile' && missing.length > 0)
      this.io.out(yellow(`Not protected on this machine: ${missing.join('; ')}.`));
  }

  private body(): void {
    const { report } = this.run;
    switch (report.kind) {
      case 'did-not-compile':
        for (const error of report.errors) this.compileError(error);
        return;
      case 'finished':
        if (report.loadFailure) {
          this.io.out(this.style.red('Your code failed while it was being loaded'));
          this.failure(report.loadFailure);
          this.io.out('');
        }
        this.logs(report.loadLogs);
        if (!report.loadFailure) this.checks();
        return;
      case 'timed-out':
      case 'crashed':
      case 'cancelled':
        this.checks();
        return;
      default:
        assertNever(report);
    }
  }

  private checks(): void {
    const { exercise, report } = this.run;
    const ids = exercise.requirements.map(({ id }) => id);
    const width = Math.max(0, ...ids.map(id => id.length));
    for (const { id, state } of requirementStates(ids, report.checks)) {
      const text = exercise.requirements.find(r => r.id === id)?.text ?? '';
      this.io.out(`${id.padStart(width)}  ${stateWord(state, this.style)}  ${text.split('\n', 1)[0]!}`);
    }
    this.io.out('');
    for (const check of report.checks.filter(({ state }) => state === 'failed')) this.failedCheck(check);
  }

  private failedCheck({ suite, title, failure, logs }: CheckResult): void {
    const { bold, dim, red } = this.style;
    const suiteTitle = this.run.exercise.suites.find(({ id }) => id === suite)?.title ?? suite;
    this.io.out(`${red('✗ failed')} ${bold(printable(title))} ${dim(suiteTitle)}`);
    if (failure) this.failure(failure);
    this.logs(logs);
    this.io.out('');
  }

  private failure({ message, frames }: Failure): void {
    const { files, folder } = this.run;
    this.indented(printable(message));
    for (const { file, line, column, fn } of frames.slice(0, 5))
      this.indented(`at ${fn === '' ? '' : `${printable(fn)} `}${path.join(folder, file)}:${line}:${column}`);
    const [innermost] = frames;
    const text = innermost && Object.hasOwn(files, innermost.file) ? files[innermost.file] : undefined;
    if (!innermost || text === undefined) return;
    const place = `${innermost.file}:${innermost.line}:${innermost.column}`;
    if (!this.framed.has(place)) this.indented(printable(codeFrame(text, innermost)));
    this.framed.add(place);
  }

  private compileError({ file, line, column, message, codeFrame: frame }: CompileError): void {
    const place = `${path.join(this.run.folder, file)}:${line}:${column}`;
    this.io.out(`${this.style.red('error')} ${place}: ${printable(message)}`);
    if (frame !== '') this.indented(printable(frame));
    this.io.out('');
  }

  private logs(logs: readonly LogLine[]): void {
    for (const { level, text } of logs.slice(0, shownLogs)) {
      const more = text.length > shownLogLength ? ` … (${text.length} characters)` : '';
      this.indented(this.style.dim(`${level}: ${printable(text.slice(0, shownLogLength))}${more}`));
    }
    if (logs.length > shownLogs)
      this.indented(this.style.dim(`… and ${logs.length - shownLogs} more lines of output`));
  }

  private indented(text: string): void {
    this.io.out(indent(text, 2));
  }
}

function stateWord(state: CheckState, style: Style): string {
  switch (state) {
    case 'passed':
      return style.green('✓ passed      ');
    case 'failed':
      return style.red('✗ failed      ');
    case 'not-run':
      return style.yellow('○ not run     ');
    case 'not-revealed':
      return style.dim('? not revealed');
    default:
      return assertNever(state);
  }
}

function missingWalls(walls: Walls): string[] {
  const missing: string[] = [];
  if (!walls.compartment) missing.push('the code ran without a hardened compartment');
  if (!walls.permissions)
    missing.push("Node's permission model is not in force, so files are guarded by one wall less");
  if (!walls.watchdog) missing.push('no second thread guards time and memory');
  if (!walls.emptyEnvironment) missing.push('environment variables were visible to the process');
  return missing;
}
