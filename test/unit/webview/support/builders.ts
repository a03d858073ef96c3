import { rubricScore } from '../../../../src/core/review/rubricScore';
import type { DiscussionModel, DiscussionView } from '../../../../src/protocol/discussionView';
import type { CheckResult, RunReport, Walls } from '../../../../src/core/run/report';
import type { LiveCheck, QuestionView, RunView } from '../../../../src/protocol/panel';

/** Small values for tests: what is not said is plain and harmless. */

export const standing: Walls = {
  compartment: true,
  permissions: true,
  watchdog: true,
  emptyEnvironment: true,
};

export const discussion = (change: Partial<DiscussionView> = {}): DiscussionView => ({
  id: 'why',
  title: 'Why?',
  minutes: 5,
  promptHtml: '<p>Say why.</p>',
  answer: '',
  estimates: [],
  model: null,
  reviewProblem: null,
  modelWhen: 'Shown after three runs.',
  ...change,
});

export const modelOf = (
  rubric: DiscussionModel['rubric'],
  change: Partial<DiscussionModel> = {},
): DiscussionModel => ({
  html: '<p>Because.</p>',
  rubric,
  score: rubricScore(rubric),
  followUps: [],
  followUpCount: 0,
  proposal: null,
  weakAnswers: [],
  ...change,
});

export const question = (change: Partial<QuestionView> = {}): QuestionView => ({
  ref: 'pack/limiter',
  kind: 'checked',
  packTitle: 'Pack',
  language: 'en',
  title: 'Limiter',
  summary: 'Limits.',
  difficulty: 'core',
  minutes: 30,
  skills: ['resilience'],
  statementHtml: '<p>Limit.</p>',
  productionHtml: '',
  requirements: [
    { id: 'R1', html: 'Admits.', state: 'not-run' },
    { id: 'R2', html: 'Refuses.', state: 'not-run' },
  ],
  hints: [
    { title: 'First', html: null },
    { title: 'Second', html: null },
  ],
  discussions: [discussion()],
  attempt: { folder: 'pack/limiter', files: [{ path: 'limiter.ts', owner: 'learner' }], update: null },
  gate: 'ready',
  examiner: { kind: 'none' },
  state: 'started',
  runs: 0,
  doneWhen: '',
  solutionRevealed: false,
  solutionWhen: 'After all checks pass.',
  next: null,
  run: { kind: 'none' },
  playground: null,
  preview: null,
  ...change,
});

export const check = (title: string, change: Partial<CheckResult> = {}): CheckResult => ({
  suite: 'all',
  title,
  requirements: [...title.matchAll(/R\d+/g)].map(m => m[0]),
  state: 'passed',
  ms: 1,
  logs: [],
  trace: [],
  ...change,
});

type Ending = RunReport extends infer R
  ? R extends RunReport
    ? Omit<R, keyof typeof facts> & Partial<typeof facts>
    : never
  : never;

const facts = {
  exercise: 'pack/limiter' as const,
  pack: { id: 'pack', version: '1.0.0', hash: 'a'.repeat(64) },
  seed: 7,
  durationMs: 40,
  walls: standing,
  checks: [] as readonly CheckResult[],
};

export const report = (ending: Ending): RunReport => ({ ...facts, ...ending });

export const finished = (checks: readonly CheckResult[]): RunReport =>
  report({ kind: 'finished', checks, loadLogs: [] });

export const reported = (of: RunReport, at = 1_000): RunView => ({
  kind: 'report',
  report: of,
  at,
  stale: false,
});

export const live = (title: string, state: LiveCheck['state']): LiveCheck => ({
  suite: 'all',
  title,
  requirements: [...title.matchAll(/R\d+/g)].map(m => m[0]),
  state,
});

export const running = (...checks: readonly LiveCheck[]): RunView => ({
  kind: 'running',
  total: checks.length,
  checks,
});
