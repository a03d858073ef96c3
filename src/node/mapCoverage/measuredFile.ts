import { transform, type TransformResult } from 'sucrase';
import type { Exercise } from '../../core/exercise';
import type { RawFunction, RawScript } from '../../protocol/rawCoverage';
import { transformOptions } from '../compile';
import { evaluatedText } from './evaluatedText';

/** One file of the learner with what V8 counted in it, ready to be mapped back. */
export interface MeasuredFile {
  readonly path: string;
  /** TypeScript. */
  readonly text: string;
  /** The CommonJS that was run, without its wrapper. */
  readonly code: string;
  readonly map: NonNullable<TransformResult['sourceMap']>;
  /** By offsets in `code`. */
  readonly functions: readonly RawFunction[];
}

/** Every file of the learner that was compiled for a run. Those that nothing imported have never run. */
export function measuredFiles(
  exercise: Pick<Exercise, 'files'>,
  files: Readonly<Record</* path */ string, string>>,
  modules: Readonly<Record</* path */ string, string>>,
  scripts: readonly RawScript[],
): MeasuredFile[] {
  const given = new Set(exercise.files.filter(({ owner }) => owner === 'exercise').map(({ path }) => path));
  return Object.entries(modules)
    .filter(([path]) => !given.has(path))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, code]) => {
      const text = files[path] ?? '';
      const options = { ...transformOptions(path, true), sourceMapOptions: { compiledFilename: path } };
      const { sourceMap: map } = transform(text, options);
      const script = scripts.find(found => found.path === path);
      return map ? [{ path, text, code, map, functions: functionsOf(script, code) }] : [];
    });
}

function functionsOf(script: RawScript | undefined, code: string): RawFunction[] {
  if (!script) return [{ name: '', isBlock: true, ranges: [[0, code.length, 0]] }];
  const { toGiven } = evaluatedText(code);
  return script.functions.map(({ name, isBlock, ranges }) => ({
    name,
    isBlock,
    ranges: ranges.map(([start, end, count]) => [toGiven(start), toGiven(end), count] as const),
  }));
}
