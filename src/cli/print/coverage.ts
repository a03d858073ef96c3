import { armsOf, countOf, uncoveredLines, type Coverage, type CoverageCount } from '../../core/run/coverage';
import type { Io } from '../io';
import { printable, styleFor } from '../style';

/** A table: how much of each file the checks have executed, and which lines they have not. */
export function printCoverage(coverage: Coverage, io: Io): void {
  const { bold, dim, yellow } = styleFor(io.color);
  const rows = coverage.map(file => [
    printable(file.path),
    share(countOf(file.statements)),
    share(countOf(armsOf(file))),
    uncoveredLines(file).join(', '),
  ]);
  const heads = ['File', 'Statements', 'Branches', 'Not covered'];
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map(row => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 3 ? cell : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  io.out('');
  io.out(bold(line(heads)));
  for (const row of rows) io.out(row[3] === '' ? line(row) : yellow(line(row)));
  if (rows.length === 0) io.out(dim('Nothing was measured.'));
}

const share = ({ covered, total }: CoverageCount): string =>
  total === 0 ? '-' : `${covered}/${total} (${Math.floor((100 * covered) / total)} %)`;

/** What `run --json` says of each file. */
export const coverageAsJson = (coverage: Coverage) =>
  coverage.map(file => ({
    file: file.path,
    statements: countOf(file.statements),
    branches: countOf(armsOf(file)),
    functions: countOf(file.functions),
    notCovered: uncoveredLines(file),
  }));
