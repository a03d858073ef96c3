import { isMap, isSeq } from 'yaml';
import { suggestId } from '../suggestId';
import type { TextEdit } from './edits';
import { readTolerantly, statedIn, valueOf } from './facts';
import { placesIn } from './places';
import { endOfLines } from './recordEdits';
import type { SchemaFile } from './schema';
import { plainText, SnippetWriter } from './snippet';

interface Item {
  /** The list of exercise.yaml that it is added to. */
  readonly section: string;
  readonly edit: Omit<TextEdit, 'path'>;
}

/** An item of exercise.yaml for a file that nothing refers to; undefined when it is not clear what it is for. */
export function itemFor(yaml: string, path: string, file: SchemaFile): Item | undefined {
  const kind = kinds.find(({ pattern }) => pattern.test(path));
  if (!kind) return undefined;
  const { section, key, named } = kind;
  const schema = file.at([section, 0]);
  const top = readTolerantly(yaml)?.contents;
  if (!schema || !isMap(top)) return undefined;
  const values: Record<string, string> = { [key]: named(path), ...whatElse(section, path, yaml) };
  const keys = Object.keys(schema.properties ?? {}).filter(
    name => (schema.required ?? []).includes(name) || Object.hasOwn(values, name),
  );
  const list = valueOf(top, section);
  const range = isSeq(list) && list.flow !== true ? list.range : undefined;
  if (list !== undefined && !range) return undefined; // in brackets, or nothing at all: the author sees how
  const start = range?.[0] ?? 0;
  const indent = range ? yaml.slice(yaml.lastIndexOf('\n', start - 1) + 1, start) : '  ';
  const writer = new SnippetWriter(file, () => []);
  const lines = keys.map(name => {
    const value = values[name];
    return value === undefined
      ? plainText(writer.pair(name, file.member(schema, name) ?? {}, indent.length + 2))
      : `${name}: ${value}`;
  });
  const item = `${indent}- ${lines.join(`\n${indent}  `)}\n`;
  const at = range ? endOfLines(yaml, yaml.slice(0, range[1]).trimEnd().length - 1, indent) : yaml.length;
  const newline = at === 0 || yaml[at - 1] === '\n' ? '' : '\n';
  return { section, edit: { start: at, end: at, text: newline + (range ? item : `${section}:\n${item}`) } };
}

const kinds: readonly {
  readonly pattern: RegExp;
  readonly section: string;
  readonly key: string;
  readonly named: (path: string) => string;
}[] = [
  { pattern: /^tests\/.+\.ts$/, section: 'suites', key: 'file', named: path => path },
  {
    pattern: /^(?:starter|solution)\/.+\.ts$/,
    section: 'files',
    key: 'path',
    named: path => path.replace(/^[^/]+\//, ''),
  },
  { pattern: /^wrong\/[^/]+\.ts$/, section: 'wrong', key: 'file', named: path => path },
  {
    pattern: /^wrong\/.+\/.+\.ts$/,
    section: 'wrong',
    key: 'folder',
    named: path => path.split('/').slice(0, 2).join('/'),
  },
  { pattern: /^alternative\/.+\.ts$/, section: 'alternatives', key: 'folder', named: () => 'alternative' },
  {
    pattern: /^discussion\/[^/]+\.md$/,
    section: 'discussions',
    key: 'prompt',
    named: path => path.replace(/(?:\.model)?\.md$/, '.md'),
  },
];

function whatElse(section: string, path: string, yaml: string): Record<string, string> {
  const base =
    path
      .replace(/^[^/]+\//, '')
      .replace(/(?:\.test|\.model)?\.[a-z]+$/, '')
      .split('/')[0] ?? '';
  const taken = placesIn(yaml).flatMap(place =>
    place.path[0] === section && place.path[2] === 'id' ? place.word : [],
  );
  const id = suggestId(base.replace(/([a-z])([A-Z])/g, '$1 $2'), taken);
  if (section === 'files') return {};
  if (section === 'discussions') return { id, model: path.replace(/(?:\.model)?\.md$/, '.model.md') };
  const { learnerFiles, requirements } = statedIn(yaml);
  if (section !== 'wrong') return { id: section === 'alternatives' ? suggestId('another', taken) : id };
  const isFolder = /^wrong\/.+\//.test(path);
  return {
    id,
    caughtBy: `[${requirements[0]?.id ?? 'R1'}]`,
    ...(isFolder ? {} : { replaces: learnerFiles[0] ?? '' }),
  };
}
