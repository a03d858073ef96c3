import * as vscode from 'vscode';
import { defaultLimits, type Exercise, type ExerciseRef } from '../../core/exercise';
import { parseExercise } from '../../core/pack/parseExercise';
import { parsePack } from '../../core/pack/parsePack';
import type { Problem } from '../../core/pack/problem';
import { defaultReveal } from '../../core/pack/readReveal';
import type { PackSource } from '../../core/pack/source';
import type { QuestionView } from '../../protocol/panel';
import { contentView } from '../questionPanel/view';

export interface Previewed {
  readonly view: QuestionView;
  /** The exercise as it was last sound, to be shown while it is not. */
  readonly sound: Exercise | undefined;
  readonly problems: readonly Problem[];
}

/**
 * What the panel shows of an exercise that is being written. While exercise.yaml is broken, what it said before stays,
 * and the texts beside it follow.
 *
 * @param siblings the ids of all exercises of the pack
 * @param before the exercise as it was last sound
 */
export function previewOf(
  source: PackSource,
  ref: ExerciseRef,
  siblings: readonly string[],
  before: Exercise | undefined,
): Previewed {
  const [packId = '', id = ''] = ref.split('/');
  const parsed = parseExercise(source, packId, id, siblings);
  const { exercise, problems } =
    parsed === 'no-folder' ? { exercise: undefined, problems: [missing(id)] } : parsed;
  const shown = exercise ?? withTexts(source, before ?? blank(packId, id));
  return {
    sound: exercise ?? before,
    problems,
    view: {
      ref,
      packTitle: parsePack(source, { exercise: '' }).pack?.title ?? packId,
      ...contentView(shown, {
        checks: [],
        hintsShown: Infinity,
        production: true,
        claimed: [],
        written: () => undefined,
        model: () => true,
        modelWhen: '',
        everything: true,
      }),
      ...{
        attempt: null,
        examiner: { kind: 'none' },
        gate: 'ready',
        state: 'new',
        runs: 0,
        run: { kind: 'none' },
        next: null,
      },
      playground: null,
      ...{ doneWhen: '', solutionRevealed: false, solutionWhen: '' },
      preview: {
        problems: problems.map(({ file, line, column, message, remedy, severity }) => ({
          ...{ file, line, column, message, remedy, severity },
        })),
        outdated: !exercise,
      },
    },
  };
}

/** The texts that are files of their own can be read whatever is in exercise.yaml. */
function withTexts(source: PackSource, exercise: Exercise): Exercise {
  const read = (file: string, otherwise: string): string =>
    source.read(`${exercise.id}/${file}`) ?? otherwise;
  return {
    ...exercise,
    statement: read('question.md', exercise.statement),
    production: read('production.md', ''),
    discussions: exercise.discussions.map(discussion => ({
      ...discussion,
      prompt: read(`discussion/${discussion.id}.md`, discussion.prompt),
      model: read(`discussion/${discussion.id}.model.md`, discussion.model),
    })),
  };
}

/** Where nothing was ever sound. */
const blank = (pack: string, id: string): Exercise => ({
  ...{ pack, id, title: id, summary: '', language: 'en', difficulty: 'core', minutes: 1 },
  ...{
    skills: [],
    pictures: {},
    figures: {},
    prerequisites: [],
    statement: '',
    production: '',
    requirements: [],
    files: [],
  },
  ...{ suites: [], testModules: {}, services: [], limits: defaultLimits, hints: [], wrong: [] },
  ...{ alternatives: [], playground: null, discussions: [], reveal: defaultReveal },
  renamed: { discussions: {}, files: {} },
});

const missing = (id: string): Problem => ({
  code: 'missing-file',
  file: `${id}/exercise.yaml`,
  ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
  message: vscode.l10n.t('There is no file {0}.', `${id}/exercise.yaml`),
  remedy: vscode.l10n.t('Create it, or close this preview.'),
  severity: 'error',
});
