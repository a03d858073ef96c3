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

/** Lines of console output shown for one check; the panel shows all. */
const shownLogs = 20;

export function printReport(run: PrintedRun, io: Io): void {
  const style = styleFor(io.color);
  const { exercise, report } = run;
  io.out(`${style.bold(exercise.title)} ${style.dim(`${report.exercise}, pack ${report.pack.version}`)}\n`);
  switch (report.kind) {
    case 'did-not-compile':
      for (const error of report.errors) io.out(`${compileError(error, run, style)}\n`);
      break;
    case 'finished':
      if (report.loadFailure) {
        io.out(style.red('Your code failed while it was being loaded'));
        io.out(`${indent(failureText(report.loadFailure, run), 2)}\n`);
      }
      printLogs(report.loadLogs, io, style);
      if (!report.loadFailure) printChecks(run, io, style);
      break;
    case 'timed-out':
    case 'crashed':
    case 'cancelled':
      printChecks(run, io, style);
      break;
    default:
      assertNever(report);
  }
  const colored = run.outcome === 'passed' ? style.green : style.red;
  io.out(colored(style.bold(printable(headline(report)))));
  io.out(
    style.dim(`Seed ${report.seed} (--seed ${report.seed} repeats it), ${Math.round(report.durationMs)} ms.`),
  );
  const missing = missingWalls(report.walls);
  if (report.kind !== 'did-not-compile' && missing.length > 0)
    io.out(style.yellow(`Not protected on this machine: ${missing.join('; ')}.`));
}

function printChecks({ exercise, report, ...rest }: PrintedRun, io: Io, style: Style): void {
  const run = { exercise, report, ...rest };
  const ids = exercise.requirements.map(({ id }) => id);
  const width = Math.max(0, ...ids.map(id => id.length));
  for (const { id, state } of requirementStates(ids, report.checks)) {
    const text = exercise.requirements.find(r => r.id === id)?.text ?? '';
    io.out(`${id.padStart(width)}  ${stateWord(state, style)}  ${firstLine(text)}`);
  }
  io.out('');
  for (const check of report.checks.filter(({ state }) => state === 'failed')) {
    io.out(
      `${style.red('✗ failed')} ${style.bold(printable(check.title))} ${style.dim(suiteTitle(exercise, check))}`,
    );
    if (check.failure) io.out(indent(failureText(check.failure, run), 2));
    printLogs(check.logs, io, style);
    io.out('');
  }
}

const suiteTitle = (exercise: Exercise, { suite }: CheckResult): string =>
  exercise.suites.find(({ id }) => id === suite)?.title ?? suite;

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

function failureText({ message, frames }: Failure, { files, folder }: PrintedRun): string {
  const lines = [printable(message)];
  for (const { file, line, column, fn } of frames.slice(0, 5))
    lines.push(`at ${fn === '' ? '' : `${printable(fn)} `}${path.join(folder, file)}:${line}:${column}`);
  const [innermost] = frames;
  const text = innermost && Object.hasOwn(files, innermost.file) ? files[innermost.file] : undefined;
  if (innermost && text !== undefined) lines.push(printable(codeFrame(text, innermost)));
  return lines.join('\n');
}

function compileError(
  { file, line, column, message, codeFrame: frame }: CompileError,
  run: PrintedRun,
  style: Style,
) {
  const place = `${path.join(run.folder, file)}:${line}:${column}`;
  return `${style.red('error')} ${place}: ${printable(message)}\n${indent(printable(frame), 2)}`;
}

function printLogs(logs: readonly LogLine[], io: Io, style: Style): void {
  for (const { level, text } of logs.slice(0, shownLogs))
    io.out(indent(style.dim(`${level}: ${printable(text)}`), 2));
  if (logs.length > shownLogs) io.out(style.dim(`  … and ${logs.length - shownLogs} more lines of output`));
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

const firstLine = (text: string): string => text.split('\n', 1)[0]!;
