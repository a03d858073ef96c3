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
  type Frame,
  type LogLine,
  interruptedCheck,
  type Outcome,
  type RunReport,
} from '../../core/run/report';
import { missingWalls } from '../../core/run/walls';
import { comparedLines, type ComparedLine } from '../../core/text/comparedLines';
import { excerptText } from '../../core/text/excerpt';
import type { Io } from '../io';
import { indent, printable, styleFor, type Style } from '../style';

export interface PrintedRun {
  readonly exercise: Exercise;
  /** Prepared to be shown, and cut to what may be seen. */
  readonly report: RunReport;
  readonly outcome: Outcome;
  /** Where the files lie, so that a terminal can open the places. */
  readonly folder: string;
  /** What was run, without a seed: words of a command line. */
  readonly command: readonly string[];
}

/** Lines of console output shown for one check, and characters of each; the panel shows all. */
const shownLogs = 20;
const shownLogLength = 200;
/** Lines of a difference shown of each side, and characters of each. */
const shownDifference = 20;
const shownValueLength = 300;

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
    this.io.out(dim(`Seed ${report.seed}, ${Math.round(report.durationMs)} ms.`));
    // Nothing depends on the seed where nothing has run.
    if (outcome !== 'passed' && report.kind !== 'did-not-compile')
      this.io.out(
        `Run again with this seed: ${[...this.run.command, '--seed', String(report.seed)].map(shellWord).join(' ')}`,
      );
    if (report.kind === 'did-not-compile' || report.kind === 'cancelled') return;
    for (const sentence of missingWalls(report.walls)) this.io.out(yellow(`Warning: ${sentence}`));
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
      case 'crashed': {
        this.checks();
        const check = interruptedCheck(report);
        if (check) {
          this.io.out(`${this.style.red('✗ stopped')} ${this.style.bold(printable(check.title))}`);
          this.requirements(check);
          this.io.out('');
        }
        return;
      }
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

  private failedCheck(check: CheckResult): void {
    const { bold, dim, red } = this.style;
    const { suite, title, failure, logs } = check;
    const suiteTitle = this.run.exercise.suites.find(({ id }) => id === suite)?.title ?? suite;
    this.io.out(`${red('✗ failed')} ${bold(printable(title))} ${dim(suiteTitle)}`);
    this.requirements(check);
    if (failure) this.failure(failure);
    this.logs(logs);
    this.io.out('');
  }

  private requirements({ requirements }: CheckResult): void {
    const cited = this.run.exercise.requirements.filter(({ id }) => requirements.includes(id));
    for (const { id, text } of cited) this.indented(this.style.dim(`${id} ${text.replaceAll('\n', ' ')}`));
  }

  private failure({ message, expected, actual, frames }: Failure): void {
    this.indented(printable(message));
    for (const { file, line, column, fn } of frames.slice(0, 5))
      this.indented(
        `at ${fn === '' ? '' : `${printable(fn)} `}${path.join(this.run.folder, file)}:${line}:${column}`,
      );
    this.code(frames[0]);
    // A sentence that names both values says more than their difference does.
    if (
      expected !== undefined &&
      actual !== undefined &&
      !(message.includes(expected) && message.includes(actual))
    )
      this.difference(expected, actual);
  }

  private code(frame: Frame | undefined): void {
    if (!frame?.code) return;
    const place = `${frame.file}:${frame.line}:${frame.column}`;
    if (!this.framed.has(place)) this.indented(excerptText(frame.code));
    this.framed.add(place);
  }

  private difference(expected: string, actual: string): void {
    const { green, red } = this.style;
    const compared = comparedLines(expected, actual);
    this.side('expected', '+', green, compared.expected);
    this.side('actual  ', '-', red, compared.actual);
  }

  /** The lines that differ; of a value that differs nowhere, because it is too long to be compared, the first ones. */
  private side(
    name: string,
    sign: string,
    paint: (text: string) => string,
    lines: readonly ComparedLine[],
  ): void {
    const differing = lines.filter(({ differs }) => differs);
    const told = differing.length > 0 ? differing : lines;
    for (const { text } of told.slice(0, shownDifference)) {
      const more = text.length > shownValueLength ? `… (${text.length} characters)` : '';
      this.indented(paint(`${sign} ${name} ${text.slice(0, shownValueLength)}${more}`));
    }
    if (told.length > shownDifference)
      this.indented(this.style.dim(`… and ${told.length - shownDifference} more lines`));
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

/** As a shell takes it for one word. Windows' own takes double quotes only, and every other one takes those, too. */
const shellWord = (word: string): string =>
  /^[\w@%+=:,./\\-]+$/.test(word) ? word : `"${word.replaceAll(/["$`\\]/g, '\\$&')}"`;
