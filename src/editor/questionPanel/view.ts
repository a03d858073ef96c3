import * as vscode from 'vscode';
import { isKept } from '../../core/attemptUpdate';
import { isChecked, kindOf, type Exercise } from '../../core/exercise';
import { renderInlineMarkdown, renderMarkdown } from '../../core/markdown';
import { answerPath } from '../../core/pack/names';
import type { LoadedEntry } from '../../core/pack/catalog';
import { stateOf, withPresentClaims } from '../../core/progress';
import { parseReview } from '../../core/review/reviewFile';
import { isRevealed } from '../../core/reveal';
import { requirementStates, type CheckResult } from '../../core/run/report';
import type { QuestionView, UpdateView } from '../../protocol/panel';
import type { Attempt } from '../attempts';
import { currentGate } from '../gate';
import { below, withoutTitle } from './exerciseMarkdown';
import { attemptView, runView, type ViewServices } from './attemptViews';
import { discussionView, type Written } from './discussionViews';
import { revealContext, revealSentence } from '../revealContext';

export const hintHtml = (text: string, exercise: Pick<Exercise, 'pictures' | 'figures'>): string =>
  renderMarkdown(text, below(2, exercise));

/** Everything the panel shows about an exercise but what panels have of their own, read now. */
export async function questionView(
  services: ViewServices,
  entry: LoadedEntry,
): Promise<Omit<QuestionView, 'playground' | 'examiner'>> {
  const { exercise, pack, ref } = entry;
  const attempt = services.attempts.of(ref);
  const progress = withPresentClaims(services.progress.of(ref), exercise);
  const context = revealContext(progress);
  const next = services.packs.catalog.next(ref);
  const run = runView(services, ref);
  const modelRevealed = isRevealed(exercise.reveal.model, context);
  const modelWhen = modelRevealed
    ? vscode.l10n.t('Shown when you have begun an answer of your own.')
    : revealSentence(exercise.reveal.model, exercise);
  const written = attempt ? await writtenOf(services, attempt, exercise) : new Map<string, Written>();
  return {
    ref,
    packTitle: pack.title,
    ...contentView(exercise, {
      checks: run.kind === 'report' ? run.report.checks : [],
      hintsShown: progress.hintsShown,
      production: modelRevealed,
      claimed: progress.claimed,
      written: id => written.get(id),
      model: id => modelRevealed && (written.get(id)?.answer ?? '').trim() !== '',
      modelWhen,
      everything: false,
    }),
    attempt: attempt
      ? { ...(await attemptView(services, attempt, entry)), update: await updateView(services, attempt) }
      : null,
    gate: currentGate(),
    state: stateOf(progress),
    runs: progress.runs,
    doneWhen: isChecked(exercise) ? '' : doneSentence(modelRevealed),
    solutionRevealed: attempt !== undefined && isRevealed(exercise.reveal.solution, context),
    solutionWhen: revealSentence(exercise.reveal.solution, exercise),
    next: next ? { ref: next.ref, title: next.card.title } : null,
    run,
    preview: null,
  };
}

/** How much of an exercise is shown, and what the person has made of it. */
export interface Shown {
  /** Of the last run. */
  readonly checks: readonly CheckResult[];
  readonly hintsShown: number;
  readonly production: boolean;
  /** Points of rubrics: `discussion/point`. */
  readonly claimed: readonly string[];
  /** What is written so far; undefined when there is nothing to write into. */
  written(discussion: string): Written | undefined;
  /** Whether the model answer is shown. */
  model(discussion: string): boolean;
  /** A sentence for where it is not. */
  readonly modelWhen: string;
  /** To an author: also what a learner has to ask for, or to earn. */
  readonly everything: boolean;
}

async function writtenOf(
  { answers }: Pick<ViewServices, 'answers'>,
  attempt: Attempt,
  { discussions }: Exercise,
): Promise<Map<string, Written>> {
  const read = async ({ id }: Exercise['discussions'][number]): Promise<readonly [string, Written]> => {
    const answer = await answers.read(attempt, id);
    const review = parseReview(answerPath(id, 'review'), await answers.read(attempt, id, 'review'));
    return [id, { answer, review }];
  };
  return new Map(await Promise.all(discussions.map(read)));
}

export type ContentView = Pick<
  QuestionView,
  | 'kind'
  | 'title'
  | 'language'
  | 'summary'
  | 'difficulty'
  | 'minutes'
  | 'skills'
  | 'statementHtml'
  | 'productionHtml'
  | 'requirements'
  | 'hints'
  | 'discussions'
>;

/** What the pack's author wrote, as far as it is shown. */
export function contentView(exercise: Exercise, shown: Shown): ContentView {
  const states = requirementStates(
    exercise.requirements.map(requirement => requirement.id),
    shown.checks,
  );
  return {
    kind: kindOf(exercise),
    title: exercise.title,
    language: exercise.language,
    summary: exercise.summary,
    difficulty: exercise.difficulty,
    minutes: exercise.minutes,
    skills: exercise.skills,
    statementHtml: renderMarkdown(withoutTitle(exercise.statement), below(1, exercise)),
    productionHtml: shown.production
      ? renderMarkdown(withoutTitle(exercise.production), below(1, exercise))
      : '',
    requirements: exercise.requirements.map(({ id, text }, i) => ({
      id,
      html: renderInlineMarkdown(text),
      state: states[i]?.state ?? 'not-run',
    })),
    hints: exercise.hints.map(({ title, text }, i) => ({
      title,
      html: i < shown.hintsShown ? hintHtml(text, exercise) : null,
    })),
    discussions: exercise.discussions.map(discussion => discussionView(exercise, discussion, shown)),
  };
}

/** The rule itself is in core: `applyAnswers`. */
const doneSentence = (showsRubrics: boolean): string =>
  showsRubrics
    ? vscode.l10n.t(
        'This is done when every discussion is answered, and you have found a point of each rubric in your answer.',
      )
    : vscode.l10n.t('This is done when every discussion is answered.');

async function updateView(
  { updates }: Pick<ViewServices, 'updates'>,
  attempt: Attempt,
): Promise<UpdateView | null> {
  const update = await updates.news(attempt);
  if (!update) return null;
  const { from, to, change, steps } = update;
  const staying = steps.filter(isKept).length;
  return { from, to, change, moving: steps.length - staying, staying };
}
