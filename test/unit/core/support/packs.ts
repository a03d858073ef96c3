import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Exercise, Pack } from '../../../../src/core/exercise';
import { parsePack } from '../../../../src/core/pack/parsePack';
import { formatProblem } from '../../../../src/core/pack/problem';
import { memorySource } from '../../../../src/core/pack/source';

export type Files = Readonly<Record</* path in the pack */ string, string>>;

/** test/packs/good, which has no mistakes. */
export const goodFiles: Files = filesOf(path.join('test', 'packs', 'good'));

/** test/packs/discussed: without mistakes, and without code. */
export const discussedFiles: Files = filesOf(path.join('test', 'packs', 'discussed'));

/** One change to a pack, and all that is said about it. */
export interface Mistake {
  readonly name: string;
  /** The folder in test/packs that it is made in; `good` unless told. */
  readonly pack?: string;
  readonly file?: string;
  readonly change?: string;
  readonly to?: string;
  readonly add?: Files;
  readonly delete?: string;
  /** What the JSON Schema says: it sees one file at a time, and nothing that is not YAML. */
  readonly schema: 'rejects' | 'accepts' | 'unreadable';
  readonly problems: readonly string[];
}

export const mistakes = parse(readFileSync('test/packs/mistakes.yaml', 'utf8')) as readonly Mistake[];

/** The pack with this mistake in it. */
export function withMistake(mistake: Mistake): Files {
  const base = mistake.pack === undefined ? goodFiles : filesOf(path.join('test', 'packs', mistake.pack));
  const files: Record<string, string> = { ...base, ...mistake.add };
  if (mistake.delete !== undefined) delete files[mistake.delete];
  const { file, change, to } = mistake;
  if (file !== undefined && change !== undefined && to !== undefined) {
    const text = files[file];
    if (!text?.includes(change))
      throw new Error(`${mistake.name}: ${file} does not hold ${JSON.stringify(change)}`);
    files[file] = text.replace(change, () => to);
  }
  return files;
}

export const problemsOf = (files: Files): string[] =>
  parsePack(memorySource('test', files)).problems.map(formatProblem);

export const goodPack = (): Pack => read('test/packs/good', goodFiles);

export const discussedPack = (): Pack => read('test/packs/discussed', discussedFiles);

function read(label: string, files: Files): Pack {
  const { pack } = parsePack(memorySource(label, files));
  if (!pack) throw new Error(`${label} cannot be read`);
  return pack;
}

export function counter(): Exercise {
  const [exercise] = goodPack().exercises;
  if (!exercise) throw new Error('test/packs/good has lost its exercise');
  return exercise;
}

function filesOf(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    names.map(name => [path.relative(folder, name).split(path.sep).join('/'), readFileSync(name, 'utf8')]),
  );
}
