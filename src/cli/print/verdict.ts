import { isError, type Finding } from '../../core/verify/finding';
import type { JudgedMutant, MutationScore } from '../../core/verify/mutation';
import { counted, outcomeWords } from '../../core/verify/verdictWords';
import type { VerifiedExercise } from '../../core/verify/verified';
import type { Io } from '../io';
import { printable, styleFor, type Style } from '../style';
import { printMatrix } from './killMatrix';

/** Lines shown of each side of a change, and characters of each. */
const shownLines = 4;
const shownLength = 72;

/** The proof of one exercise, with the matrix of wrong variants and requirements. */
export function printVerdict(verdict: VerifiedExercise, io: Io): void {
  const style = styleFor(io.color);
  const { checks, requirements, seeds, starter, solution, alternatives, wrong, findings, mutation } = verdict;
  const unchanged = verdict.unchanged ? style.dim(' (unchanged)') : '';
  io.out(`\n${style.bold(verdict.title)} ${style.dim(verdict.exercise)}${unchanged}`);
  if (verdict.kind === 'discussed') line(io, style, verdict.ok, 'discussed only: there is nothing to run');
  else
    io.out(
      `  ${counted(checks.length, 'check')} of ${counted(requirements.length, 'requirement')}, ${counted(seeds.length, 'seed')}`,
    );
  if (starter) line(io, style, starter.ok, `the starter compiles and ${outcomeWords(starter, requirements)}`);
  if (solution) line(io, style, solution.ok, `the solution ${outcomeWords(solution, requirements)}`);
  for (const design of alternatives)
    line(io, style, design.ok, `the alternative ${design.id} ${outcomeWords(design, requirements)}`);
  if (wrong.length > 0) printMatrix(wrong, requirements, io, style);
  if (mutation) printMutation(mutation, findings, io, style);
  for (const found of findings) printFinding(found, io, style);
}

export interface VerifyEnd {
  readonly ok: boolean;
  /** In the files of the pack. */
  readonly errors: number;
  readonly verdicts: readonly VerifiedExercise[];
}

export function printVerifyEnd({ ok, errors, verdicts }: VerifyEnd, io: Io): void {
  const { green, red, yellow } = styleFor(io.color);
  const findings = verdicts.flatMap(verdict => verdict.findings);
  const wrong = findings.filter(isError).length;
  const proven = verdicts.filter(verdict => verdict.ok).length;
  const unchanged = verdicts.filter(verdict => verdict.unchanged).length;
  const summary =
    `${proven} of ${verdicts.length} exercises are sound` +
    (unchanged > 0 ? `, ${unchanged === verdicts.length ? 'all' : unchanged} unchanged` : '');
  const trouble = [counted(wrong, 'finding'), `${counted(errors, 'error')} in the files`].join(', ');
  io.out(`\n${ok ? green(`${summary}.`) : red(`${summary}; ${trouble}.`)}`);
  if (findings.length > wrong) io.out(yellow(`${counted(findings.length - wrong, 'warning')}.`));
}

function printFinding({ severity, code, message, remedy, place }: Finding, io: Io, style: Style): void {
  const sign = severity === 'error' ? style.red('✗') : style.yellow('! warning:');
  io.out(`  ${sign} ${printable(message)} ${printable(remedy)} ${style.dim(`[${code}]`)}`);
  if (place) io.out(style.dim(`    ${place.file}:${place.line}:${place.column}`));
}

/** The score, and every change that no check noticed. */
function printMutation(
  { killed, survived, percent, mutants }: MutationScore,
  findings: readonly Finding[],
  io: Io,
  style: Style,
): void {
  if (percent === null) return line(io, style, true, 'nothing in the solution could be changed');
  const ok = !findings.some(({ code }) => code === 'mutation-score');
  const noticed = `${killed} of ${killed + survived} changes to the solution are noticed (${percent} %)`;
  line(io, style, ok, survived === 0 ? noticed : `${noticed}; not:`);
  for (const mutant of mutants.filter(({ fate }) => fate === 'survived')) printSurvivor(mutant, io, style);
}

function printSurvivor(mutant: JudgedMutant, io: Io, style: Style): void {
  const { file, line: at, column, mutator, before, after } = mutant;
  io.out(style.dim(`    ${file}:${at}:${column} ${mutator}`));
  side('-', before, column, style.red, io);
  side('+', after, column, style.green, io);
}

/** Without the blanks in front that all lines have; of a long first line what is around the change. */
function side(
  sign: string,
  lines: readonly string[],
  column: number,
  paint: (text: string) => string,
  io: Io,
): void {
  const blanks = lines.filter(text => text.trim() !== '').map(text => text.search(/\S/));
  const indent = blanks.length === 0 ? 0 : Math.min(...blanks);
  for (const [index, text] of lines.slice(0, shownLines).entries()) {
    const shown = excerpt(printable(text.slice(indent)), index === 0 ? column - 1 - indent : 0);
    io.out(paint(`    ${sign} ${shown}`));
  }
  if (lines.length > shownLines) io.out(paint(`    ${sign} … ${lines.length - shownLines} more lines`));
}

/** As much of a line as is shown, with what stands at `place` in it. */
function excerpt(text: string, place: number): string {
  if (text.length <= shownLength) return text;
  const from = place < shownLength / 2 ? 0 : Math.min(place - 20, text.length - shownLength + 1);
  const cut = text.slice(from, from + shownLength - (from > 0 ? 1 : 0));
  const rest = from + cut.length < text.length;
  return (from > 0 ? '…' : '') + (rest ? `${cut.slice(0, -1)}…` : cut);
}

const line = (io: Io, { green, red }: Style, ok: boolean, text: string): void =>
  io.out(`  ${ok ? green('✓') : red('✗')} ${text}`);
