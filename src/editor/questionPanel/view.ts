import * as vscode from 'vscode';
import { isKept } from '../../core/attemptUpdate';
import { isChecked, kindOf, type Discussion, type Exercise, type ExerciseRef } from '../../core/exercise';
import { renderInlineMarkdown, renderMarkdown, type MarkdownOptions } from '../../core/markdown';
import type { LoadedEntry } from '../../core/pack/catalog';
import { stateOf, withPresentClaims } from '../../core/progress';
import { isRevealed } from '../../core/reveal';
import { requirementStates, type CheckResult } from '../../core/run/report';
import type {
  AttemptView,
  DiscussionModel,
  DiscussionView,
  QuestionView,
  RunView,
  UpdateView,
} from '../../protocol/panel';
import type { Attempt } from '../attempts';
import { currentGate } from '../gate';
import { revealContext, revealSentence } from '../revealContext';
import type { Services } from '../services';

/** Headings of a text take their place below those of the panel around it; its pictures are those of the exercise. */
const below = (
  demoteHeadings: number,
  { pictures, figures }: Pick<Exercise, 'pictures' | 'figures'>,
): MarkdownOptions => ({
  demoteHeadings,
  figure: path => (Object.hasOwn(figures, path) ? figures[path] : undefined),
  image: path => (Object.hasOwn(pictures, path) ? pictureAddress(pictures[path] ?? '') : undefined),
});

/** In an `img` an SVG runs no scripts and loads nothing. */
const pictureAddress = (svg: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;

/** The panel shows titles itself. */
const withoutTitle = (markdown: string): string => markdown.replace(/^\s*# .*(?:\n|$)/, '');

export const hintHtml = (text: string, exercise: Pick<Exercise, 'pictures' | 'figures'>): string =>
  renderMarkdown(text, below(2, exercise));

export type ViewServices = Pick<
  Services,
  'packs' | 'attempts' | 'progress' | 'results' | 'runs' | 'answers' | 'files' | 'staleness' | 'updates'
>;

/** Everything the panel shows about an exercise, read now. */
export async function questionView(services: ViewServices, entry: LoadedEntry): Promise<QuestionView> {
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
  const answers = new Map<string, string>();
  for (const { id } of attempt ? exercise.discussions : [])
    if (attempt) answers.set(id, await services.answers.read(attempt, id));
  return {
    ref,
    packTitle: pack.title,
    ...contentView(exercise, {
      checks: run.kind === 'report' ? run.report.checks : [],
      hintsShown: progress.hintsShown,
      production: modelRevealed,
      claimed: progress.claimed,
      answer: id => answers.get(id) ?? null,
      model: id => modelRevealed && (answers.get(id) ?? '').trim() !== '',
      modelWhen,
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
  /** What is written so far; null when there is nothing to write into. */
  answer(discussion: string): string | null;
  /** Whether the model answer is shown. */
  model(discussion: string): boolean;
  /** A sentence for where it is not. */
  readonly modelWhen: string;
}

export type ContentView = Pick<
  QuestionView,
  | 'kind'
  | 'title'
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

/** The run that goes on, else the last report, else nothing. */
export function runView({ attempts, runs, results, staleness }: ViewServices, ref: ExerciseRef): RunView {
  const attempt = attempts.of(ref);
  if (!attempt) return { kind: 'none' };
  const live = runs.get(attempt);
  if (live) return { kind: 'running', total: live.checks.length, checks: live.checks };
  const result = results.get(attempt);
  if (!result) return { kind: 'none' };
  return { kind: 'report', report: result.report, at: result.at, stale: staleness.isStale(attempt) };
}

/** The files of an attempt that exist, in the exercise's order, then those the learner added. */
export async function attemptView(
  { files }: Pick<ViewServices, 'files'>,
  attempt: Attempt,
  { exercise }: LoadedEntry,
): Promise<Omit<AttemptView, 'update'>> {
  const present = Object.keys(await files.read(attempt, { fresh: true })).sort();
  const known = exercise.files.filter(({ path }) => present.includes(path));
  const added = present.filter(path => !known.some(file => file.path === path));
  return {
    folder: vscode.workspace.asRelativePath(attempt.folder),
    files: [
      ...known.map(({ path, owner }) => ({ path, owner })),
      ...added.map(path => ({ path, owner: 'learner' as const })),
    ],
  };
}

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

const discussionView = (exercise: Exercise, discussion: Discussion, shown: Shown): DiscussionView => ({
  id: discussion.id,
  title: discussion.title,
  minutes: discussion.minutes,
  promptHtml: renderMarkdown(withoutTitle(discussion.prompt), below(2, exercise)),
  answer: shown.answer(discussion.id),
  model: shown.model(discussion.id) ? discussionModel(exercise, discussion, shown.claimed) : null,
  modelWhen: shown.modelWhen,
});

const discussionModel = (
  exercise: Exercise,
  discussion: Discussion,
  claims: readonly string[],
): DiscussionModel => ({
  html: renderMarkdown(discussion.model, below(3, exercise)),
  rubric: discussion.rubric.map(point => ({
    id: point.id,
    html: renderInlineMarkdown(point.text),
    weight: point.weight,
    level: point.level,
    claimed: claims.includes(`${discussion.id}/${point.id}`),
  })),
  followUps: discussion.followUps.map(({ question, points }) => ({
    html: renderInlineMarkdown(question),
    pointsHtml: points.map(point => renderInlineMarkdown(point)),
  })),
  weakAnswers: discussion.weakAnswers.map(({ answer, why }) => ({
    answerHtml: renderInlineMarkdown(answer),
    whyHtml: renderInlineMarkdown(why),
  })),
});
