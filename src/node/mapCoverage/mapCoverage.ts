import { parse } from 'acorn';
import { convert } from 'ast-v8-to-istanbul';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Counted, Coverage, FileCoverage, TextRange } from '../../core/run/coverage';
import type { MeasuredFile } from './measuredFile';
import { writtenCode } from './writtenCode';

/**
 * What V8 counted, as statements, functions and branches of the TypeScript. This file is the entry of a bundle of its own,
 * which is loaded by the first run that measures coverage. A file that the parser does not understand is left out.
 */
export async function mapCoverage(files: readonly MeasuredFile[]): Promise<Coverage> {
  const mapped: FileCoverage[] = [];
  for (const file of files) {
    const coverage = await mapFile(file).catch(() => undefined);
    if (coverage) mapped.push(coverage);
  }
  return mapped;
}

export type MapCoverage = typeof mapCoverage;

/** The converter wants the URL of a file; it is not looked at. */
const url = pathToFileURL(path.resolve('/attempt.js')).href;

async function mapFile(file: MeasuredFile): Promise<FileCoverage> {
  const { code, map, text } = file;
  const ast = parse(code, { ecmaVersion: 'latest', sourceType: 'script', locations: true });
  const isWritten = writtenCode(file);
  const converted = await convert({
    code,
    ast,
    sourceMap: { ...map, names: [...map.names], sources: ['attempt.ts'], sourcesContent: [text] },
    coverage: {
      url,
      functions: file.functions.map(({ name, isBlock, ranges }) => ({
        functionName: name,
        isBlockCoverage: isBlock,
        ranges: ranges.map(([startOffset, endOffset, count]) => ({ startOffset, endOffset, count })),
      })),
    },
    ignoreNode: (node, kind) => {
      if (node.type === 'AssignmentPattern') return kind === 'branch'; // of default values V8 does not tell
      if (isWritten(node)) return false;
      return kind === 'function' ? 'ignore-this-and-nested-nodes' : true; // helpers and enums of the compiler
    },
  });
  const [found] = Object.values(converted);
  const rangeOf = rangesIn(text);
  return {
    path: file.path,
    statements: Object.entries(found?.statementMap ?? {}).flatMap(([id, location]) =>
      counted(rangeOf(location), found?.s[id]),
    ),
    functions: Object.entries(found?.fnMap ?? {}).flatMap(([id, { name, loc }]) =>
      counted(rangeOf(loc), found?.f[id]).map(range => ({ ...range, name: nameOf(name) })),
    ),
    branches: Object.entries(found?.branchMap ?? {}).flatMap(([id, { type, loc, locations }]) => {
      const range = rangeOf(loc);
      const counts = found?.b[id] ?? [];
      if (!range || counts.length !== locations.length) return [];
      // An `else` that is not there has no place of its own.
      const arms = locations.flatMap((location, index) => counted(rangeOf(location) ?? range, counts[index]));
      return [{ ...range, isIf: type === 'if', arms }];
    }),
  };
}

/** As the converter names what has no name. */
const nameOf = (name: string): string => (/^\(anonymous_\d+\)$/.test(name) ? '' : name);

const counted = (range: TextRange | undefined, count: number | undefined): Counted[] =>
  range && count !== undefined ? [{ ...range, count: Math.max(0, count) }] : [];

interface Place {
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** From lines that start at 1 and columns that start at 0 and may be infinite. */
function rangesIn(
  text: string,
): (location: { readonly start: Place; readonly end: Place }) => TextRange | undefined {
  const lines = text.split('\n');
  return ({ start, end }) => {
    if (start.line === undefined || start.column === undefined) return undefined;
    const endLine = Math.min(end.line ?? start.line, lines.length);
    const upToEnd = (lines[endLine - 1] ?? '').slice(0, end.column ?? Infinity);
    return { line: start.line, column: start.column + 1, endLine, endColumn: upToEnd.trimEnd().length + 1 };
  };
}
