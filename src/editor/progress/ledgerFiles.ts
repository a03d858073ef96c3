import * as vscode from 'vscode';
import { assertNever, HumanError } from '../../core/errors';
import type { Ledger } from '../../core/record/ledger';
import { parseLedgerFile, type Expected, type Mistake } from '../../core/record/parseLedger';

/** Thousands of exercises take less. */
const mostBytes = 16 * 1024 * 1024;

/** @throws HumanError that says where the file is not what an export writes. */
export async function readLedgerFile(uri: vscode.Uri): Promise<Ledger> {
  const name = uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > mostBytes)
    throw new HumanError(
      'progress-file',
      vscode.l10n.t(
        '{0} is too large for a file of progress: {1} MiB, where 16 are allowed. Nothing was changed.',
        name,
        Math.round(size / 1024 / 1024),
      ),
    );
  const parsed = parseLedgerFile(
    jsonIn(name, Buffer.from(await vscode.workspace.fs.readFile(uri)).toString()),
  );
  if (!('expected' in parsed)) return parsed;
  throw new HumanError(
    'progress-file',
    vscode.l10n.t(
      '{0} cannot be used: {1} Nothing was changed; choose a file that Export Progress… has written.',
      name,
      sentence(parsed),
    ),
  );
}

function jsonIn(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HumanError(
      'progress-file',
      vscode.l10n.t(
        '{0} is not JSON: {1}. Nothing was changed; choose a file that Export Progress… has written.',
        name,
        error instanceof Error ? error.message : String(error),
      ),
    );
  }
}

const sentence = ({ place, expected }: Mistake): string =>
  place === ''
    ? vscode.l10n.t('the file should hold {0}.', shape(expected))
    : vscode.l10n.t('at {0} there should be {1}.', place, shape(expected));

function shape(expected: Expected): string {
  switch (expected) {
    case 'object':
      return vscode.l10n.t('an object');
    case 'format':
      return vscode.l10n.t('"design-drills-progress/1"');
    case 'exercise':
      return vscode.l10n.t('an exercise as pack/exercise');
    case 'time':
      return vscode.l10n.t('a time in milliseconds since 1970');
    case 'time-or-none':
      return vscode.l10n.t('a time in milliseconds since 1970, or null');
    case 'counts':
      return vscode.l10n.t('numbers from 1 by name of who counted');
    case 'times':
      return vscode.l10n.t('a list of at most 50 times or nulls');
    case 'claims':
      return vscode.l10n.t('times by discussion/point');
    case 'runs':
      return vscode.l10n.t('a list of times, negative where a check failed');
    default:
      return assertNever(expected);
  }
}
