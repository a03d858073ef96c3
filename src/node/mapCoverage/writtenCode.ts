import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { MeasuredFile } from './measuredFile';

/** A node of the compiled code, as far as it is needed. */
interface Located {
  readonly loc?: { readonly start: { readonly line: number; readonly column: number } } | null | undefined;
}

const firstToken = /^(?:[\w$#]+|\S)/;

/** What the compiler makes of a name that is imported or exported: `_types.start`, `exports.start`. */
const importedName = /^(?:_\w+|exports)\.(\w+)/;

/**
 * Tells code that the learner wrote from what the compiler added for imports, exports, enums and parameter properties. What
 * somebody wrote begins with the same word in both texts.
 */
export function writtenCode({ code, text, map }: Pick<MeasuredFile, 'code' | 'text' | 'map'>) {
  const trace = new TraceMap({ ...map, names: [...map.names], version: 3 });
  const lines = text.split('\n');
  const codeLines = code.split('\n');
  return (node: Located): boolean => {
    const at = node.loc?.start;
    if (!at) return false;
    const from = originalPositionFor(trace, at);
    if (from.line === null) return false;
    const written = firstToken.exec(lines[from.line - 1]?.slice(from.column) ?? '')?.[0];
    const compiled = codeLines[at.line - 1]?.slice(at.column) ?? '';
    const imported = importedName.exec(compiled)?.[1];
    return (
      written !== undefined &&
      (firstToken.exec(compiled)?.[0] === written || imported === written || imported === 'default')
    );
  };
}
