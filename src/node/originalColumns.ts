import { SourceMap } from 'node:module';
import { transform } from 'sucrase';
import { transformOptions } from './compile';

/** Finds columns of a learner's file. Lines are kept by the compiler; columns move where types were. */
export class OriginalColumns {
  private readonly maps = new Map</* path */ string, SourceMap | undefined>();

  /** @param files path -> the TypeScript that was run. */
  constructor(private readonly files: Readonly<Record<string, string>>) {}

  /** The column in the file of a column in its compiled text, both from 1; the same when nothing is known. */
  of({
    file,
    line,
    column,
  }: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
  }): number {
    const entry = this.mapOf(file)?.findEntry(line - 1, column - 1);
    // Code that the compiler added has no place of its own, and is found at a place on another line, or at none.
    return entry && 'originalLine' in entry && entry.originalLine === line - 1
      ? entry.originalColumn + 1
      : column;
  }

  /** Made only for files in which something failed: a run that passes pays nothing. */
  private mapOf(file: string): SourceMap | undefined {
    if (!this.maps.has(file)) this.maps.set(file, this.newMap(file));
    return this.maps.get(file);
  }

  private newMap(file: string): SourceMap | undefined {
    const text = Object.hasOwn(this.files, file) ? this.files[file] : undefined;
    if (text === undefined) return undefined;
    try {
      const options = { ...transformOptions(file, true), sourceMapOptions: { compiledFilename: file } };
      const { sourceMap } = transform(text, options);
      return sourceMap && new SourceMap({ ...sourceMap, file, sourcesContent: [], sourceRoot: '' });
    } catch {
      return undefined; // it was compiled once; if it cannot be again, columns are as the engine says
    }
  }
}
