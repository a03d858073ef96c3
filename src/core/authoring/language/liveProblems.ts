import { parseExercise } from '../../pack/parseExercise';
import { inOrder, packIdOf } from '../../pack/parsePack';
import type { Problem } from '../../pack/problem';
import type { PackSource } from '../../pack/source';
import { listedIn } from './facts';

/** The part of a pack that a problem belongs to: an exercise by its folder, or pack.yaml. */
export type Part = string;
export const packPart: Part = 'pack.yaml';

export const partOf = ({ file }: Pick<Problem, 'file'>): Part =>
  file.includes('/') ? file.slice(0, file.indexOf('/')) : packPart;

/** Everything wrong with one exercise, however broken pack.yaml is. The others are not looked at. */
export function exerciseProblems(source: PackSource, exercise: string): readonly Problem[] {
  const manifest = source.read('pack.yaml') ?? '';
  const parsed = parseExercise(source, packIdOf(manifest) ?? '', exercise, listedIn(manifest));
  if (parsed === 'no-folder') return [];
  const leftOut = source.problems.filter(problem => partOf(problem) === exercise);
  return inOrder([...leftOut, ...parsed.problems]);
}

/** Problems that stand in a file of an exercise and are found in the pack as a whole. */
const isOfPack = ({ code, severity }: Problem): boolean =>
  code === 'unlisted-exercise' || (code === 'prerequisite-cycle' && severity === 'warning');

/** The problems of a pack as it was last read, with newer ones for the parts that were looked at since. */
export function withLive(
  read: readonly Problem[],
  live: ReadonlyMap<Part, readonly Problem[]>,
): readonly Problem[] {
  const kept = read.filter(problem =>
    isOfPack(problem)
      ? !live.has(packPart) || problem.code !== 'unlisted-exercise'
      : !live.has(partOf(problem)),
  );
  return [...kept, ...[...live.values()].flat()];
}
