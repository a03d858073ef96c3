import * as l10n from '@vscode/l10n';
import { requirementPattern } from '../../pack/names';
import type { PackSource } from '../../pack/source';
import { packEdit, type PackEdit, type Refusal, type TextEdit } from './edits';
import { requirementMentions, type Mention } from './mentions';
import { endOfLines } from './recordEdits';
import type { SchemaFile } from './schema';

/** Gives requirements other names wherever an exercise mentions them, all in one step. */
export function renameRequirements(
  mentions: readonly Mention[],
  names: ReadonlyMap</* former */ string, string>,
): TextEdit[] {
  return mentions.flatMap(({ path, start, end, name }) => {
    const text = names.get(name);
    return text === undefined ? [] : [{ path, start, end, text }];
  });
}

/** @param to what `from` shall be called */
export function renameRequirement(
  source: PackSource,
  exercise: string,
  file: SchemaFile,
  [from, to]: readonly [from: string, to: string],
): PackEdit | Refusal {
  if (!requirementPattern.test(to))
    return { refused: l10n.t('A requirement is called R and a number: R1, R2, …') };
  const mentions = requirementMentions(source, exercise, file);
  if (mentions.some(({ name }) => name === to))
    return {
      refused: l10n.t('{0} is mentioned already. To make room for it, insert a requirement there.', to),
    };
  return packEdit({ edits: renameRequirements(mentions, new Map([[from, to]])) });
}

/**
 * A new requirement with this number. It and those after it move on by one, wherever they are mentioned.
 *
 * @param number from 1 to one more than there are
 */
export function insertRequirement(
  source: PackSource,
  exercise: string,
  file: SchemaFile,
  number: number,
): PackEdit | undefined {
  const path = `${exercise}/exercise.yaml`;
  const text = source.read(path) ?? '';
  const mentions = requirementMentions(source, exercise, file);
  const declared = mentions.filter(({ isDeclaration }) => isDeclaration);
  const here = declared.find(({ name }) => name === `R${number}`);
  const last = declared.at(-1);
  if (!last || (!here && last.name !== `R${number - 1}`)) return undefined;
  const moved = new Map<string, string>();
  for (const { name } of declared) {
    const old = Number(name.slice(1));
    if (old >= number) moved.set(name, `R${old + 1}`);
  }
  const lineOf = (offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
  const indent = text.slice(lineOf((here ?? last).start), (here ?? last).start);
  if (indent.trim() !== '') return undefined; // in braces
  const at = here ? lineOf(here.start) : endOfLines(text, last.end, indent);
  const line = `${indent}R${number}: \n`;
  const put = text[at - 1] === '\n' || at === 0 ? line : `\n${line}`;
  return packEdit({
    edits: [{ path, start: at, end: at, text: put }, ...renameRequirements(mentions, moved)],
  });
}

/** Requirements in the order in which they stand, R1 and on, wherever they are mentioned. */
export function renumberRequirements(source: PackSource, exercise: string, file: SchemaFile): PackEdit {
  const mentions = requirementMentions(source, exercise, file);
  const declared = mentions.filter(({ isDeclaration }) => isDeclaration);
  const names = new Map(declared.map(({ name }, i) => [name, `R${i + 1}`]));
  const isUnclear = names.size < declared.length; // one of them is there twice: which is meant?
  return packEdit({ edits: isUnclear ? [] : renameRequirements(mentions, names) });
}
