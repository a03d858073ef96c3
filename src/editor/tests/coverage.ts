import * as vscode from 'vscode';
import { armsOf, countOf, type Counted, type FileCoverage, type TextRange } from '../../core/run/coverage';
import type { Attempt } from '../attempts';

const measured = new WeakMap<vscode.FileCoverage, FileCoverage>();

/** The numbers of one file; what they are made of is asked for when the file is opened. */
export function fileCoverageOf(attempt: Attempt, file: FileCoverage): vscode.FileCoverage {
  const branches = countOf(armsOf(file));
  const coverage = new vscode.FileCoverage(
    vscode.Uri.joinPath(attempt.folder, file.path),
    toCount(countOf(file.statements)),
    branches.total > 0 ? toCount(branches) : undefined,
    file.functions.length > 0 ? toCount(countOf(file.functions)) : undefined,
  );
  measured.set(coverage, file);
  return coverage;
}

/** Statements with the branches in them, and functions. */
export function detailsOf(coverage: vscode.FileCoverage): vscode.FileCoverageDetail[] {
  const file = measured.get(coverage);
  if (!file) return [];
  const statements = file.statements.map(item => new vscode.StatementCoverage(item.count, toRange(item)));
  const functions = file.functions.map(
    item =>
      new vscode.DeclarationCoverage(item.name || vscode.l10n.t('(anonymous)'), item.count, toRange(item)),
  );
  for (const branch of file.branches) {
    const range = toRange(branch);
    const arms = branch.arms.map(
      (arm, index) =>
        new vscode.BranchCoverage(arm.count, toRange(arm), branch.isIf ? ['if', 'else'][index] : undefined),
    );
    const around = innermost(statements, range);
    if (around) around.branches.push(...arms);
    else statements.push(new vscode.StatementCoverage(sum(branch.arms), range, arms));
  }
  return [...statements, ...functions];
}

/** The last of those that hold it: inner statements come after the ones around them. */
const innermost = (
  statements: readonly vscode.StatementCoverage[],
  range: vscode.Range,
): vscode.StatementCoverage | undefined =>
  statements.findLast(({ location }) => location instanceof vscode.Range && location.contains(range));

const sum = (arms: readonly Counted[]): number => arms.reduce((total, { count }) => total + count, 0);

const toCount = ({ covered, total }: { covered: number; total: number }): vscode.TestCoverageCount =>
  new vscode.TestCoverageCount(covered, total);

const toRange = ({ line, column, endLine, endColumn }: TextRange): vscode.Range =>
  new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
