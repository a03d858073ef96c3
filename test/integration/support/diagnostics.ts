import type * as vscode from 'vscode';

/** The code of a problem, whether or not it leads to a page about it. */
export function codeOf({ code }: vscode.Diagnostic): string {
  const value = typeof code === 'object' ? code.value : code;
  return value === undefined ? 'no code' : String(value);
}
