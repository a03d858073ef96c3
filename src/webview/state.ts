import type { ExerciseRef } from '../core/exercise';
import type { Score } from '../core/review/review';
import type { QuestionView, RunView } from '../protocol/panel';
import { withExamined, type Examination } from './examining';
import * as answers from './answers';
import type { Drafts, Unsaved } from './answers';
import type { PlayState } from './playground/player';
import { requirementsDuring } from './liveRequirements';
import { writtenTexts } from './writtenTexts';

/** What the person has asked the host to do and is waiting for. */
export type Action = 'scaffold' | 'check' | 'cancel' | 'reset' | 'update' | 'hint' | 'estimate' | 'follow-up';

export type Notice =
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'scaffolded'; readonly created: number; readonly kept: number }
  | { readonly kind: 'was-reset' };

export interface State {
  /** Null until the host has answered. */
  readonly question: QuestionView | null;
  readonly loadFailure: string | null;
  /** Check has been pressed and the host has not said anything about the run yet. */
  readonly awaitingRun: boolean;
  /** The last run that had ended, kept on show while a quick new one goes by. */
  readonly before: RunView;
  /** The present run has gone on long enough to be worth showing. A verdict in a blink must not flicker. */
  readonly slow: boolean;
  readonly drafts: Drafts;
  /** Rubric points judged here, as long as the host has not answered. */
  readonly scores: Readonly<Record</* discussion/point */ string, Score>>;
  /** What became of asking a language model, as far as it was asked here. */
  readonly examined: Readonly<Record</* discussion */ string, Examination>>;
  /** What the person has opened or closed; absent means as the panel thinks best. */
  readonly open: Readonly<Record</* disclosure id */ string, boolean>>;
  /** Of the playground; null until it has been opened. */
  readonly play: PlayState | null;
  readonly busy: readonly Action[];
  readonly notice: Notice | null;
  /** Counts the themes that the editor has had since. */
  readonly theme: number;
}

export const initialState: State = {
  question: null,
  loadFailure: null,
  awaitingRun: false,
  before: { kind: 'none' },
  slow: false,
  drafts: {},
  scores: {},
  examined: {},
  open: {},
  play: null,
  busy: [],
  notice: null,
  theme: 0,
};

export type Message =
  | { readonly type: 'question'; readonly question: QuestionView }
  | { readonly type: 'load-failed'; readonly reason: string }
  | { readonly type: 'run'; readonly run: RunView }
  | { readonly type: 'slow' }
  | { readonly type: 'theme' }
  | { readonly type: 'began'; readonly action: Action }
  | { readonly type: 'ended'; readonly action: Action; readonly notice?: Notice }
  | { readonly type: 'noticed'; readonly notice: Notice | null }
  | { readonly type: 'hint'; readonly index: number; readonly html: string }
  | { readonly type: 'toggled'; readonly id: string; readonly open: boolean }
  | { readonly type: 'play'; readonly play: PlayState }
  | { readonly type: 'restored'; readonly unsaved: Unsaved; readonly open: State['open'] }
  | { readonly type: 'edited'; readonly key: string; readonly text: string }
  | { readonly type: 'focused'; readonly key: string }
  | { readonly type: 'blurred'; readonly key: string }
  | { readonly type: 'sending'; readonly key: string }
  | { readonly type: 'saved'; readonly key: string }
  | { readonly type: 'caught-up'; readonly key: string }
  | { readonly type: 'save-failed'; readonly key: string; readonly reason: string }
  | { readonly type: 'examined'; readonly discussion: string; readonly examination: Examination }
  | { readonly type: 'scored'; readonly point: string; readonly score: Score }
  | { readonly type: 'score-settled'; readonly point: string; readonly kept: boolean };

/** The next state. Pure: time, storage and the host are the business of panel.ts. */
export function update(state: State, message: Message): State {
  switch (message.type) {
    case 'question':
      return withQuestion(state, message.question);
    case 'load-failed':
      return { ...state, loadFailure: message.reason };
    case 'run':
      return state.question ? withRun(state, state.question, message.run) : state;
    case 'slow':
      return { ...state, slow: isRunning(state) };
    case 'theme':
      return { ...state, theme: state.theme + 1 };
    case 'began':
      return settleRun({
        ...state,
        busy: [...without(state.busy, message.action), message.action],
        awaitingRun: state.awaitingRun || message.action === 'check',
        notice: null,
      });
    case 'ended':
      return settleRun({
        ...state,
        busy: without(state.busy, message.action),
        awaitingRun: state.awaitingRun && message.action !== 'check',
        notice: message.notice ?? state.notice,
      });
    case 'noticed':
      return { ...state, notice: message.notice };
    case 'hint':
      return state.question
        ? { ...state, question: withHint(state.question, message.index, message.html) }
        : state;
    case 'toggled':
      return { ...state, open: { ...state.open, [message.id]: message.open } };
    case 'play':
      return { ...state, play: message.play };
    case 'restored':
      return {
        ...state,
        open: message.open,
        drafts: { ...state.drafts, ...restoredDrafts(message.unsaved) },
      };
    case 'edited':
      return withDraft(state, message.key, draft => answers.edited(draft, message.text));
    case 'focused':
      return withDraft(state, message.key, answers.focused);
    case 'blurred':
      return withDraft(state, message.key, answers.blurred);
    case 'sending':
      return withDraft(state, message.key, answers.sending);
    case 'saved':
      return dropForeign(withDraft(state, message.key, answers.saved));
    case 'caught-up':
      return withDraft(state, message.key, answers.caughtUp);
    case 'save-failed':
      return withDraft(state, message.key, draft => answers.saveFailed(draft, message.reason));
    case 'examined':
      return withExamined(state, message.discussion, message.examination);
    case 'scored':
      return { ...state, scores: { ...state.scores, [message.point]: message.score } };
    case 'score-settled':
      return withSettledScore(state, message.point, message.kept);
  }
}

/** A run has been asked for or goes on. */
export const isRunning = (state: State): boolean =>
  state.awaitingRun || state.question?.run.kind === 'running';

const notBegun: RunView = { kind: 'running', total: 0, checks: [] };

/** The run to show: the one before, as long as the present one has not proved slow. */
export function shownRun(state: State): RunView {
  const run = state.question?.run ?? { kind: 'none' };
  if (!isRunning(state)) return run;
  if (!state.slow) return state.before;
  return run.kind === 'running' ? run : notBegun;
}

export const isBusy = (state: State, action: Action): boolean => state.busy.includes(action);

function withQuestion(state: State, question: QuestionView): State {
  const same = state.question?.ref === question.ref;
  const base: State = same ? state : forExercise(state, question.ref);
  const drafts = { ...base.drafts };
  for (const { place, text } of question.discussions.flatMap(writtenTexts)) {
    const key = answers.draftKey(question.ref, place);
    if (text !== null) drafts[key] = answers.received(drafts[key], question.ref, place, text);
    else if (drafts[key] && !answers.isDirty(drafts[key])) delete drafts[key];
  }
  const next = { ...base, question, drafts, loadFailure: null };
  return settleRun({
    ...next,
    awaitingRun: base.awaitingRun && isSameRun(base.question?.run, question.run),
    slow: base.slow || (!same && question.run.kind === 'running'),
  });
}

const isSameRun = (a: RunView | undefined, b: RunView): boolean =>
  b.kind === 'report' ? a?.kind === 'report' && a.at === b.at : a?.kind === b.kind;

/** Another exercise is shown: what was opened and awaited belongs to the one before, unsaved text does not go. */
const forExercise = (state: State, ref: ExerciseRef): State => ({
  ...initialState,
  open: state.question === null ? state.open : {},
  drafts: Object.fromEntries(
    Object.entries(state.drafts).filter(([, draft]) => draft.ref === ref || answers.isDirty(draft)),
  ),
});

/** After a run has ended a `question` follows; until it does, the requirements are those of the report. */
function withRun(state: State, question: QuestionView, run: RunView): State {
  const requirements =
    run.kind === 'report'
      ? requirementsDuring(question.requirements, run.report.checks)
      : question.requirements;
  return settleRun({ ...state, question: { ...question, run, requirements }, awaitingRun: false });
}

/** Remembers the last run that ended, and forgets that a run was slow once it is over. */
function settleRun(state: State): State {
  if (isRunning(state)) return state;
  return { ...state, before: state.question?.run ?? { kind: 'none' }, slow: false };
}

function withHint(question: QuestionView, index: number, html: string): QuestionView {
  return { ...question, hints: question.hints.map((hint, i) => (i === index ? { ...hint, html } : hint)) };
}

function withDraft(state: State, key: string, change: (draft: answers.Draft) => answers.Draft): State {
  const draft = state.drafts[key];
  return draft ? { ...state, drafts: { ...state.drafts, [key]: change(draft) } } : state;
}

/** An answer of an exercise shown before is needed only until it is on disk. */
function dropForeign(state: State): State {
  const needed = Object.entries(state.drafts).filter(
    ([, draft]) => draft.ref === state.question?.ref || answers.isDirty(draft),
  );
  return { ...state, drafts: Object.fromEntries(needed) };
}

function restoredDrafts(unsaved: Unsaved): Drafts {
  const drafts: Record<string, answers.Draft> = {};
  for (const [key, text] of Object.entries(unsaved)) {
    const draft = answers.restored(key, text);
    if (draft) drafts[key] = draft;
  }
  return drafts;
}

/** The host's next snapshot may be a while: until then what it has accepted stays. */
function withSettledScore(state: State, point: string, kept: boolean): State {
  const score = state.scores[point];
  const settled = { ...state, scores: omit(state.scores, point) };
  if (!kept || score === undefined || !state.question) return settled;
  const discussions = state.question.discussions.map(discussion => {
    const { model } = discussion;
    if (!model) return discussion;
    const rubric = model.rubric.map(p => (pointKey(discussion.id, p.id) === point ? { ...p, score } : p));
    return { ...discussion, model: { ...model, rubric } };
  });
  return { ...settled, question: { ...state.question, discussions } };
}

export const pointKey = (discussion: string, point: string): string => `${discussion}/${point}`;

const without = (actions: readonly Action[], action: Action): readonly Action[] =>
  actions.filter(other => other !== action);

const omit = <T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
