import * as l10n from '@vscode/l10n';

/** English text -> the same in the language of whoever reads it. */
export type TextTable = Readonly<Record<string, string>>;

let used: TextTable | undefined;

/**
 * From now on problems, errors and findings are told in the language of this table, and in English where it lacks one.
 * Each bundle has texts of its own: whoever loads another one tells it.
 *
 * @param table undefined for English
 */
export function useTexts(table: TextTable | undefined): void {
  used = table;
  l10n.config({ contents: { ...table } });
}

export const textsInUse = (): TextTable | undefined => used;
