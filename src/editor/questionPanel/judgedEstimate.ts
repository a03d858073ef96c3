import * as vscode from 'vscode';
import { assertNever } from '../../core/errors';
import { formatQuantity, plainQuantity } from '../../core/estimates/formatQuantity';
import { judgeEstimate } from '../../core/estimates/judgeEstimate';
import { toleranceOf, type Quantity } from '../../core/estimates/quantity';
import type { DecimalSign } from '../../core/estimates/readNumber';
import type { Estimate } from '../../core/exercise';
import type { VerdictView } from '../../protocol/discussionView';

/** What comes of an answer to an estimate, in the numbers of the editor's language. */
export function judged(estimate: Pick<Estimate, 'expected' | 'tolerance'>, written: string): VerdictView {
  const { language } = vscode.env;
  const expected = { quantity: estimate.expected, tolerance: toleranceOf(estimate.tolerance) };
  const verdict = judgeEstimate(expected, written, decimalSignOf(language));
  const plain = (quantity: Quantity): string => plainQuantity(quantity, language);
  switch (verdict.kind) {
    case 'right':
      return { kind: 'right', read: formatQuantity(verdict.read, language) };
    case 'off':
      return { ...verdict, read: formatQuantity(verdict.read, language) };
    case 'unclear':
      return { kind: 'unclear', readings: [plain(verdict.readings[0]), plain(verdict.readings[1])] };
    case 'refused':
      return verdict;
    default:
      return assertNever(verdict);
  }
}

function decimalSignOf(language: string): DecimalSign {
  const parts = new Intl.NumberFormat(language).formatToParts(1.5);
  return parts.find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.';
}
