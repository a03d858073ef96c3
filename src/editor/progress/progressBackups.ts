import * as vscode from 'vscode';
import { progressOf, earned, refsIn, type Ledger } from '../../core/record/ledger';
import { ledgerText } from '../../core/record/parseLedger';
import { readLedgerFile } from './ledgerFiles';

/** So many are kept; the oldest goes first. */
const most = 10;

export interface Backup {
  readonly uri: vscode.Uri;
  readonly at: Date;
}

/** Copies of progress that was about to be forgotten, on this machine: files as an export writes them. */
export class ProgressBackups {
  constructor(private readonly folder: vscode.Uri) {}

  async write(ledger: Ledger, at: Date): Promise<void> {
    const uri = vscode.Uri.joinPath(this.folder, nameOf(at));
    const text = ledgerText(earned(ledger), at.toISOString());
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    for (const old of (await this.list()).slice(most)) await vscode.workspace.fs.delete(old.uri);
  }

  /** The latest first. */
  async list(): Promise<readonly Backup[]> {
    const names = await vscode.workspace.fs.readDirectory(this.folder).then(
      entries => entries.map(([name]) => name),
      () => [], // there is no folder before the first
    );
    return names
      .flatMap(name => {
        const at = timeIn(name);
        return at ? [{ uri: vscode.Uri.joinPath(this.folder, name), at }] : [];
      })
      .sort((a, b) => b.at.getTime() - a.at.getTime());
  }

  read({ uri }: Backup): Promise<Ledger> {
    return readLedgerFile(uri);
  }
}

/** How many exercises it says something of, and how many of them have been passed. */
export function sizeOf(ledger: Ledger): { readonly exercises: number; readonly passed: number } {
  const refs = refsIn(ledger);
  const passed = refs.filter(ref => progressOf(ledger, ref).firstPassAt !== null).length;
  return { exercises: refs.length, passed };
}

/** Colons are no part of a file's name everywhere. */
const nameOf = (at: Date): string => `${at.toISOString().replaceAll(':', '-')}.json`;

function timeIn(name: string): Date | undefined {
  const [, day, hours, minutes, seconds] =
    /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3})Z\.json$/.exec(name) ?? [];
  const at = new Date(`${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
