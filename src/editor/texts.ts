import * as vscode from 'vscode';

/** The document of a file that an editor holds, dirty or not. */
export const openDocument = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find(
    document => document.uri.toString() === uri.toString() && !document.isClosed,
  );

/** The text as the person sees it: what is being edited, else what is on disk, else undefined. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const document = openDocument(uri);
  if (document?.isDirty) return document.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** Resolves when the text is on disk. An open document is changed through the editor: no conflict, and it can be undone. */
export async function writeText(uri: vscode.Uri, text: string): Promise<void> {
  const document = openDocument(uri);
  if (document && (document.isDirty || document.getText() !== text)) {
    const edit = new vscode.WorkspaceEdit();
    const end = document.lineAt(document.lineCount - 1).range.end;
    edit.replace(uri, new vscode.Range(new vscode.Position(0, 0), end), text);
    await vscode.workspace.applyEdit(edit);
    // What was on disk may have come in between, in place of the edit: then there was nothing to save.
    if ((await document.save()) && document.getText() === text) return;
  }
  // Also where the document says so already: it may not know yet that its file has changed or is gone.
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}
