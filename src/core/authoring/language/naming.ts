import type { PackSource } from '../../pack/source';
import type { PackEdit, Refusal } from './edits';
import { mentionAt, mentionsIn, requirementMentions, type Mention } from './mentions';
import { placeAt } from './places';
import { exerciseMentions, isOwnId, renameExercise, renameOwnId } from './renameId';
import { renameRequirement } from './renumber';
import type { PackSchemas } from './schema';

/** A name at some place of a pack, with what can be done about it. Offsets in the text of its file. */
export interface Named {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The other places that name the same, and this one. */
  mentions(): readonly Mention[];
  rename(to: string): PackEdit | Refusal;
}

export interface NamingPack {
  readonly source: PackSource;
  readonly schemas: PackSchemas;
}

/** What is named at an offset of a file: a requirement, an exercise, or the id of something in exercise.yaml. */
export function namedAt(
  { source, schemas }: NamingPack,
  exercise: string | undefined,
  path: string,
  offset: number,
): Named | undefined {
  const text = source.read(path) ?? '';
  const mentioned =
    exercise === undefined
      ? undefined
      : mentionAt(mentionsIn(path, text, exercise, schemas.exercise), path, offset);
  if (exercise !== undefined && mentioned) {
    const { name, start, end } = mentioned;
    return {
      ...{ name, start, end },
      mentions: () =>
        requirementMentions(source, exercise, schemas.exercise).filter(one => one.name === name),
      rename: to => renameRequirement(source, exercise, schemas.exercise, [name, to]),
    };
  }
  const isYaml = path === 'pack.yaml' || (exercise !== undefined && path === `${exercise}/exercise.yaml`);
  const place = isYaml ? placeAt(text, offset) : undefined;
  if (!place) return undefined;
  const { word: name, start, end } = place;
  const known = mentionAt(exerciseMentions(source, schemas), path, offset);
  if (known)
    return {
      ...{ name, start, end },
      mentions: () => exerciseMentions(source, schemas).filter(one => one.name === name),
      rename: to => renameExercise(source, schemas, [name, to]),
    };
  if (exercise === undefined || !isOwnId(place)) return undefined;
  return {
    ...{ name, start, end },
    mentions: () => [{ path, name, start, end, isDeclaration: true }],
    rename: to => renameOwnId(source, exercise, schemas.exercise, [place, to]),
  };
}
