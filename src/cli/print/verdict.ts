import { assertNever } from '../../core/errors';
import type { DesignResult, WrongResult } from '../../core/verify/judge';
import type { MutationScore } from '../../core/verify/mutation';
import type { ExerciseVerdict } from '../../core/verify/verifyExercise';
import type { Io } from '../io';
import { printable, styleFor, type Style } from '../style';

/** The proof of one exercise, ending in the matrix of wrong variants and requirements. */
export function printVerdict(verdict: ExerciseVerdict, io: Io): void {
  const style = styleFor(io.color);
  const { checks, requirements, seeds, starter, solution, alternatives, wrong, findings, mutation } = verdict;
  io.out(`\n${style.bold(verdict.title)} ${style.dim(verdict.exercise)}`);
  if (verdict.kind === 'discussed') line(io, style, verdict.ok, 'discussed only: there is nothing to run');
  else io.out(`  ${checks.length} checks of ${requirements.length} requirements, seeds ${seeds.join(', ')}`);
  if (starter) line(io, style, starter.ok, `the starter compiles and ${outcomeWord(starter)}`);
  if (solution) line(io, style, solution.ok, `the solution ${outcomeWord(solution)}`);
  for (const design of alternatives)
    line(io, style, design.ok, `the alternative ${design.id} ${outcomeWord(design)}`);
  if (wrong.length > 0) printMatrix(wrong, requirements, io, style);
  if (mutation) printMutation(mutation, findings.length === 0, io, style);
  for (const { code, message, remedy } of findings)
    io.out(`  ${style.red('✗')} ${printable(message)} ${remedy} ${style.dim(`[${code}]`)}`);
}

export interface VerifyEnd {
  readonly ok: boolean;
  /** In the files of the pack. */
  readonly errors: number;
  readonly verdicts: readonly ExerciseVerdict[];
}

export function printVerifyEnd({ ok, errors, verdicts }: VerifyEnd, io: Io): void {
  const { green, red } = styleFor(io.color);
  const findings = verdicts.reduce((sum, verdict) => sum + verdict.findings.length, 0);
  const proven = verdicts.filter(verdict => verdict.ok).length;
  const summary = `${proven} of ${verdicts.length} exercises are sound`;
  const trouble = [counted(findings, 'finding'), counted(errors, 'error') + ' in the files'].join(', ');
  io.out(`\n${ok ? green(`${summary}.`) : red(`${summary}; ${trouble}.`)}`);
}

/** The score, and every change that no check noticed. */
function printMutation(
  { killed, survived, percent, mutants }: MutationScore,
  ok: boolean,
  io: Io,
  style: Style,
): void {
  if (percent === null) return line(io, style, ok, 'nothing in the solution could be changed');
  const all = killed + survived;
  line(io, style, ok, `${killed} of ${all} changes to the solution are noticed (${percent} %)`);
  for (const mutant of mutants.filter(({ fate }) => fate === 'survived')) {
    io.out(style.dim(`    ${mutant.file}:${mutant.line}:${mutant.column} ${mutant.mutator}`));
    io.out(`      ${style.red(`- ${oneLine(mutant.original)}`)}`);
    io.out(`      ${style.green(`+ ${oneLine(mutant.replacement)}`)}`);
  }
}

function oneLine(text: string): string {
  const short = printable(text).replaceAll(/\s+/g, ' ');
  return short.length > 120 ? `${short.slice(0, 117)}…` : short;
}

/** Rows are wrong variants, columns requirements. */
function printMatrix(
  wrong: readonly WrongResult[],
  requirements: readonly string[],
  io: Io,
  style: Style,
): void {
  const width = Math.max(...wrong.map(({ id }) => id.length));
  const cells = requirements.map(id => Math.max(3, id.length));
  const header = requirements.map((id, i) => id.padStart(cells[i]!)).join(' ');
  io.out(`\n  ${'wrong variant'.padEnd(Math.max(width, 13) + 11)} ${header}`);
  for (const variant of wrong) {
    const row = requirements.map((id, i) => ' '.repeat(cells[i]! - 1) + cell(variant, id, style)).join(' ');
    const verdict = variant.ok ? style.green('✓ caught  ') : style.red('✗ NOT     ');
    io.out(`  ${verdict} ${variant.id.padEnd(Math.max(width, 13))} ${row}`);
  }
  io.out(
    style.dim(
      '  X failed as named, x failed as well, ! named but passed, ~ failed on some seeds, · passed\n',
    ),
  );
}

function cell(
  { caughtBy, failed, sometimes }: WrongResult,
  id: string,
  { red, green, yellow, dim }: Style,
): string {
  const named = caughtBy.includes(id);
  if (failed.includes(id)) return named ? green('X') : 'x';
  if (named) return red('!');
  return sometimes.includes(id) ? yellow('~') : dim('·');
}

const line = (io: Io, { green, red }: Style, ok: boolean, text: string): void =>
  io.out(`  ${ok ? green('✓') : red('✗')} ${text}`);

function outcomeWord({ outcome, failed, sometimes }: DesignResult): string {
  switch (outcome) {
    case 'passed':
      return 'passes';
    case 'failed':
      return [
        'fails',
        failed.join(', '),
        sometimes.length > 0 ? `(on some seeds ${sometimes.join(', ')})` : '',
      ]
        .filter(Boolean)
        .join(' ');
    case 'did-not-compile':
      return 'does not compile';
    case 'timed-out':
      return 'takes too long';
    case 'crashed':
      return 'ends early';
    case 'cancelled':
      return 'was not run to the end';
    default:
      return assertNever(outcome);
  }
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
