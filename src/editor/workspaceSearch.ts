import * as vscode from 'vscode';
import { toError } from '../core/errors';

const leftOut = new Set(['node_modules', 'dist', '.git']);

/** How far the walk goes where the editor's own search does not work. */
const walkLimits = { depth: 6, folders: 5_000 } as const;

/**
 * Every file of this name in the workspace, sorted; at most `limit`. The editor's search is used, which is quick even in
 * large folders. It needs a program of its own (ripgrep): where that is missing or blocked, the folders are walked.
 */
export async function findByName(
  name: string,
  limit: number,
  log: vscode.LogOutputChannel,
): Promise<vscode.Uri[]> {
  const found = await vscode.workspace
    .findFiles(`**/${name}`, `**/{${[...leftOut].join(',')}}/**`, limit)
    .then(
      files => files,
      (error: unknown) => {
        log.warn(
          `The editor's search does not work, so folders are walked for ${name}: ${toError(error).message}`,
        );
        return walkWorkspace(name, limit);
      },
    );
  return found.sort((a, b) => (a.toString() < b.toString() ? -1 : 1));
}

async function walkWorkspace(name: string, limit: number): Promise<vscode.Uri[]> {
  const found: vscode.Uri[] = [];
  let visited = 0;
  const visit = async (folder: vscode.Uri, depth: number): Promise<void> => {
    if (depth > walkLimits.depth || ++visited > walkLimits.folders || found.length >= limit) return;
    for (const [entry, type] of await entriesOf(folder)) {
      const uri = vscode.Uri.joinPath(folder, entry);
      if (type === vscode.FileType.File && entry === name) found.push(uri);
      else if (type === vscode.FileType.Directory && !leftOut.has(entry)) await visit(uri, depth + 1);
    }
  };
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) await visit(uri, 0);
  return found.slice(0, limit);
}

/** A folder that may not be read holds nothing that could be used. */
async function entriesOf(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}
