import * as l10n from '@vscode/l10n';
import { idPattern, idShape } from '../../pack/names';
import type { PackSource } from '../../pack/source';
import { packEdit, type PackEdit, type Refusal, type TextEdit } from './edits';
import { filesNamed, namesExercise } from './facts';
import { rememberName } from './formerNames';
import type { Mention } from './mentions';
import { namingPlaces, placesIn, type Place } from './places';
import type { PackSchemas, SchemaFile } from './schema';

/** Every place in a pack that names one of its exercises. */
export function exerciseMentions(source: PackSource, schemas: PackSchemas): Mention[] {
  return source.list().flatMap(path => {
    const schema =
      path === 'pack.yaml'
        ? schemas.pack
        : /^[^/]+\/exercise\.yaml$/.test(path)
          ? schemas.exercise
          : undefined;
    const text = schema && source.read(path);
    // Most exercises have no prerequisites, and parsing takes long.
    if (!schema || text === undefined || (path !== 'pack.yaml' && !text.includes('prerequisites'))) return [];
    return namingPlaces(text, schema)
      .filter(({ refersTo, place }) => namesExercise(refersTo) && place.path[0] !== 'renamed')
      .map(({ place: { word, start, end } }) => ({
        ...{ path, name: word, start, end },
        isDeclaration: path === 'pack.yaml',
      }));
  });
}

/** Another id for an exercise: its folder, its module, and whatever waits for it. Its former id is kept in pack.yaml. */
export function renameExercise(
  source: PackSource,
  schemas: PackSchemas,
  [from, to]: readonly [from: string, to: string],
): PackEdit | Refusal {
  if (!idPattern.test(to)) return { refused: badId() };
  if (source.list().some(path => path.startsWith(`${to}/`)))
    return { refused: l10n.t('There is a folder {0} already.', to) };
  const edits: TextEdit[] = exerciseMentions(source, schemas)
    .filter(({ name }) => name === from)
    .map(({ path, start, end }) => ({ path, start, end, text: to }));
  const manifest = rememberName(source.read('pack.yaml') ?? '', ['renamed'], from, to);
  return packEdit({
    edits: [...edits, ...manifest.map(edit => ({ path: 'pack.yaml', ...edit }))],
    moves: [{ from, to }],
  });
}

/** The lists whose items have an id that files may be called after. */
const sections: readonly (string | number)[] = ['suites', 'wrong', 'alternatives', 'discussions'];

/** The id of a suite, a design or a discussion. */
export const isOwnId = ({ path, role }: Place): boolean =>
  role === 'value' && path.length === 3 && path[2] === 'id' && sections.includes(path[0]!);

/** Another id for a suite, a design or a discussion, and for the files that bear it. */
export function renameOwnId(
  source: PackSource,
  exercise: string,
  schema: SchemaFile,
  [id, to]: readonly [id: Place, to: string],
): PackEdit | Refusal {
  const path = `${exercise}/exercise.yaml`;
  const text = source.read(path) ?? '';
  const [section, index] = id.path;
  const isTaken = placesIn(text).some(
    other => isOwnId(other) && other.path[0] === section && other.word === to,
  );
  if (!idPattern.test(to)) return { refused: badId() };
  if (isTaken) return { refused: l10n.t('There is a {0} in this list already.', to) };
  const edits: TextEdit[] = [{ path, start: id.start, end: id.end, text: to }];
  const moves: { from: string; to: string }[] = [];
  for (const { place, refersTo } of namingPlaces(text, schema)) {
    if (place.path[0] !== section || place.path[1] !== index) continue;
    if (refersTo === 'learner file' || filesNamed(refersTo, place.word).length === 0) continue;
    const renamed = calledAfter(place.word, id.word, to);
    if (renamed === undefined) continue;
    if (source.list().some(other => `${other}/`.startsWith(`${exercise}/${renamed}/`)))
      return { refused: l10n.t('There is a file {0} already.', renamed) };
    edits.push({ path, start: place.start, end: place.end, text: renamed });
    moves.push({ from: `${exercise}/${place.word}`, to: `${exercise}/${renamed}` });
  }
  if (section === 'discussions')
    edits.push(
      ...rememberName(text, ['renamed', 'discussions'], id.word, to).map(edit => ({ path, ...edit })),
    );
  return packEdit({ edits, moves });
}

/** `wrong/naive.ts` is called after `naive`; `wrong/other.ts` is not. */
function calledAfter(path: string, id: string, to: string): string | undefined {
  const slash = path.lastIndexOf('/') + 1;
  const [name, ...endings] = path.slice(slash).split('.');
  return name === id ? path.slice(0, slash) + [to, ...endings].join('.') : undefined;
}

const badId = (): string => l10n.t('An id is {0}.', idShape());
