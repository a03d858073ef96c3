import type { ShownProposal } from '../../src/core/examiner/shownProposal';
import type { Score } from '../../src/core/review/review';
import { rubricScore } from '../../src/core/review/rubricScore';
import type { DiscussionView, EstimateView, RubricPointView } from '../../src/protocol/discussionView';
import { renderInlineMarkdown, renderMarkdown } from '../../src/core/markdown';
import type { CheckResult, CheckState, Frame, RunReport, Walls } from '../../src/core/run/report';
import { excerptAt } from '../../src/core/text/excerpt';
import { visibleText } from '../../src/core/text/visibleText';
import type { TraceEvent } from '../../src/core/run/trace';
import type { LiveCheck, QuestionView, RunView } from '../../src/protocol/panel';
import { limiterFigure } from './figure';
import { playgroundView } from './playground';

/** Questions as the host would send them: one exercise in the situations that the panel has to show. */

const statement = `
Your chat service runs on **five servers** behind a load balancer. Every user may send 100 requests a minute, however
they are spread. The limiter you have counts on each server by itself, and last week one customer got 500 through.

## What you build

\`limiter.ts\` exports one function. It is given a store that all servers share and answers, for every request, whether
it may pass:

\`\`\`ts
export interface Decision {
  readonly allowed: boolean;
  /** Whole seconds, rounded up; only when not allowed. */
  readonly retryAfter?: number;
}

export function createLimiter(store: SharedStore, options: { limit: number; windowMs: number }): Limiter {
  throw new Error('Not written yet'); // 100 requests in any 60_000 ms
}
\`\`\`

![Users ask a bucket, which also says how long to wait, and which reaches a store by a script.](media/limiter.figure.svg)

Time comes from \`Date.now()\`. The hidden suites move it as they like, so nothing here waits for real seconds.

## What it is measured by

| Situation | What must hold | Why |
| --- | --- | --- |
| 10:59:59 → 11:00:00 | no second full burst | a fixed window lets 200 through in two seconds |
| one server restarts | the count goes on | the store remembers, the server does not |
| the store is down | open or closed, as \`onStoreFailure\` says | support must know beforehand |

> A limiter that is nearly right is worse than none: people plan for the number on the price list.

1. Start with the token bucket for one server.
2. Move the count into the store.
3. Make both steps one: read and write in a single script.
`;

const hebrew = `
## מה קרה

ביום שישי ב־10:59:59 שלח לקוח אחד 500 בקשות, וכולן התקבלו: כל אחד מחמשת השרתים ספר לעצמו עד 100.

\`\`\`ts
const decision = limiter.check('user-7'); // 11:00:00.000
\`\`\`

- \`remaining\` הוא מספר שלם, לעולם לא שלילי.
- השעון של שרת אחד מקדים ב־40 שניות.
`;

const requirementTexts = [
  'A user may make `limit` requests in **any** window of `windowMs`, not only in windows that begin at a full minute.',
  'A request that is refused says in `retryAfter` when the next one will be allowed, in whole seconds, rounded up.',
  'The bucket refills continuously: half a window after it was empty, half of the requests are allowed.',
  'Users do not affect one another.',
  'Five limiters that share a store admit together what one would admit alone.',
  'When the store cannot be reached, `onStoreFailure` decides: `open` admits, `closed` refuses.',
  'A user who has been idle for two windows leaves nothing behind in the store.',
  'A clock that is set back does not give away requests, nor lock anyone out.',
];

const hintTexts: readonly (readonly [string, string])[] = [
  [
    'What does a bucket have to remember?',
    'Two numbers: how full it was, and **when** that was. Everything else follows from the time that has passed since.',
  ],
  [
    'Where do two servers get in each other’s way?',
    'Between reading the count and writing it back. Look for a way to do both in one step: `store.update(key, change)` runs `change` while nobody else can.',
  ],
  [
    'How long is nothing allowed?',
    'The bucket needs `(1 - tokens) / refillPerMs` more milliseconds to hold one token.',
  ],
  [
    'The whole update',
    '```ts\nconst passed = Math.max(0, now - bucket.at);\nconst tokens = Math.min(limit, bucket.tokens + passed * refillPerMs);\n```',
  ],
];

const estimate: EstimateView = {
  id: 'store-commands',
  html: renderInlineMarkdown(
    'Five servers take 600 requests a second each. How many commands a second does a shared store get?',
  ),
  kind: 'rate',
  ...{ answer: null, checked: null, working: null },
};

const question: QuestionView = {
  ref: 'chatbot-platform/rate-limiting',
  kind: 'checked',
  packTitle: 'Chatbot platform',
  language: 'en',
  title: 'Rate limit across five servers',
  summary: 'One limit per user, however many servers answer.',
  difficulty: 'intermediate',
  minutes: 60,
  skills: ['resilience', 'scale', 'concurrency'],
  statementHtml: renderMarkdown(statement, { demoteHeadings: 1, figure: () => limiterFigure }),
  productionHtml: renderMarkdown(
    'Watch `limiter.refused` by route and by plan. A step up after a deployment is a bug; a slow climb is a customer who grows.\n\n- p99 of one decision: below **2 ms** with the store in the same zone.\n- Roll back by switching `onStoreFailure` to `open` first.',
    { demoteHeadings: 1 },
  ),
  requirements: requirementTexts.map((text, i) => ({
    id: `R${i + 1}`,
    html: renderInlineMarkdown(text),
    state: 'not-run',
  })),
  hints: hintTexts.map(([title]) => ({ title, html: null })),
  discussions: [
    {
      id: 'sticky-sessions',
      title: 'Would sticky sessions be enough?',
      minutes: 10,
      promptHtml: renderMarkdown(
        'Somebody proposes to route each user to the same server, so that every server can count for itself. What does that buy, what does it cost, and when would you agree?',
      ),
      answer: null,
      estimates: [estimate],
      model: null,
      reviewProblem: null,
      modelWhen: 'The model answer is shown after three runs, once you have begun an answer of your own.',
    },
    {
      id: 'fail-open',
      title: 'The store is down: open or closed?',
      minutes: 8,
      promptHtml: renderMarkdown(
        'Take a side for the chat route and for the login route, and say what you would monitor.',
      ),
      answer: null,
      estimates: [],
      model: null,
      reviewProblem: null,
      modelWhen: 'The model answer is shown after three runs, once you have begun an answer of your own.',
    },
  ],
  attempt: null,
  gate: 'ready',
  examiner: { kind: 'none' },
  state: 'new',
  runs: 0,
  doneWhen: '',
  solutionRevealed: false,
  preview: null,
  solutionWhen: 'The reference solution can be compared with yours once all checks pass.',
  next: { ref: 'chatbot-platform/circuit-breaker', title: 'Circuit breaker for the model API' },
  run: { kind: 'none' },
  playground: null,
};

const standing: Walls = { compartment: true, permissions: true, watchdog: true, emptyEnvironment: true };

const facts = {
  exercise: question.ref,
  pack: { id: 'chatbot-platform', version: '1.0.0', hash: 'a'.repeat(64) },
  seed: 2_947_113_308,
  durationMs: 38.4,
  walls: standing,
} as const;

/** Noon, 21 November 2026, in whatever zone the reader is in. */
const at = new Date(2026, 10, 21, 12, 4).getTime();

const windows = 'windows';
const shared = 'shared-store';
const titles: readonly (readonly [suite: string, title: string, requirements: readonly string[]])[] = [
  [windows, 'Windows › R1 admits exactly the limit at once', ['R1']],
  [windows, 'Windows › R1 admits no second burst at the full minute', ['R1']],
  [windows, 'Windows › R1 counts a window that begins anywhere', ['R1']],
  [windows, 'Windows › R2 says when the next request is allowed', ['R2']],
  [windows, 'Windows › R2 rounds up to whole seconds', ['R2']],
  [windows, 'Windows › R3 refills continuously', ['R3']],
  [windows, 'Windows › R3 never holds more than the limit', ['R3']],
  [windows, 'Windows › R4 keeps users apart', ['R4']],
  [shared, 'Five servers › R5 admits together what one would', ['R5']],
  [shared, 'Five servers › under load › R5,R1 holds when all ask at the same moment', ['R5', 'R1']],
  [shared, 'Five servers › R6 admits when told to fail open', ['R6']],
  [shared, 'Five servers › R6 refuses when told to fail closed', ['R6']],
  [shared, 'Five servers › R7 leaves nothing behind for idle users', ['R7']],
  [shared, 'Five servers › R8 survives a clock that is set back', ['R8']],
];

const check = (index: number, change: Partial<CheckResult> = {}): CheckResult => {
  const [suite, title, requirements] = titles[index] ?? [windows, 'R1', ['R1']];
  return {
    suite,
    title,
    requirements,
    state: 'passed',
    ms: 0.8 + index * 0.7,
    logs: [],
    trace: [],
    ...change,
  };
};

/** A hundred requests at once, forty more a while later, against a limit of one hundred. */
const burstTrace: readonly TraceEvent[] = [
  { kind: 'limit', series: 'admitted in the last minute', value: 100 },
  ...Array.from({ length: 100 }, (_, i): TraceEvent[] => [
    { kind: 'mark', t: i * 10, lane: 'requests', label: 'admitted', tone: 'good' },
    { kind: 'point', t: i * 10, series: 'admitted in the last minute', value: i + 1 },
  ]).flat(),
  ...Array.from({ length: 12 }, (_, i): TraceEvent => ({
    kind: 'mark',
    t: 1_500 + i * 900,
    lane: 'requests',
    label: 'denied',
    tone: 'bad',
  })),
  ...Array.from({ length: 40 }, (_, i): TraceEvent[] => [
    { kind: 'mark', t: 30_000 + i * 12, lane: 'requests', label: 'admitted', tone: 'good' },
    { kind: 'point', t: 30_000 + i * 12, series: 'admitted in the last minute', value: 101 + i },
  ]).flat(),
  { kind: 'point', t: 60_500, series: 'admitted in the last minute', value: 90 },
  { kind: 'point', t: 61_000, series: 'admitted in the last minute', value: 40 },
  { kind: 'mark', t: 45_000, lane: 'requests', label: 'clock set back', tone: 'neutral' },
  { kind: 'failed', t: 30_012 },
];

/** What the reference does in the same check: the forty are denied. */
export const referenceTrace: readonly TraceEvent[] = burstTrace.flatMap((event): TraceEvent[] => {
  const isLate = 't' in event && event.t >= 30_000 && event.t < 30_500;
  if (event.kind === 'failed') return [];
  if (!isLate) return [event];
  return event.kind === 'mark' ? [{ ...event, label: 'denied', tone: 'bad' }] : [];
});

const storeTrace: readonly TraceEvent[] = [
  { kind: 'state', t: 0, lane: 'store', state: 'reachable' },
  { kind: 'state', t: 400, lane: 'store', state: 'partitioned' },
  { kind: 'state', t: 1_250, lane: 'store', state: 'reachable' },
  ...[100, 200, 300, 450, 600, 800, 1_000, 1_300, 1_450].map((t): TraceEvent => ({
    kind: 'mark',
    t,
    lane: 'server 1',
    label: t > 400 && t < 1_250 ? 'refused' : 'admitted',
    tone: t > 400 && t < 1_250 ? 'bad' : 'good',
  })),
  ...[150, 350, 700, 1_400].map((t): TraceEvent => ({
    kind: 'mark',
    t,
    lane: 'server 2',
    label: t > 400 && t < 1_250 ? 'refused' : 'admitted',
    tone: t > 400 && t < 1_250 ? 'bad' : 'good',
  })),
];

/** The end of a learner's file; its first line is the 34th. */
const limiterText = `${'\n'.repeat(33)}export class TokenBucket {
\tprivate tokens: number;

\ttake(user: string, now = Date.now()): Decision {
\t\tconst bucket = this.buckets.get(user) ?? this.fresh(now);
\t\tconst passed = now - bucket.at;

\t\tbucket.tokens += passed * this.refillPerMs;
\t\tif (bucket.tokens < 1) throw new RangeError(\`no tokens for \${user}\`);
\t\tbucket.tokens--;
\t\treturn { allowed: true };
\t}
}
`;

const frameAt = (line: number, column: number, fn: string): Frame => {
  const code = excerptAt(limiterText, { line, column });
  return { file: 'limiter.ts', line, column, fn, ...(code && { code }) };
};

const failing: readonly CheckResult[] = titles.map((_, index) => {
  switch (index) {
    case 2:
      return check(index, {
        state: 'failed',
        ms: 3.2,
        failure: {
          message: 'Expected values to be strictly deep-equal: 140 requests were admitted within one minute.',
          expected: '{\n  admitted: 100,\n  denied: 52,\n  firstDenied: 1500\n}',
          actual: '{\n  admitted: 140,\n  denied: 12,\n  firstDenied: 1500\n}',
          frames: [
            frameAt(42, 32, 'TokenBucket.take'),
            { file: 'limiter.ts', line: 18, column: 5, fn: 'createLimiter' },
          ],
        },
        logs: [
          { level: 'log', text: 'bucket for ada: 100 tokens at 1795262400000' },
          { level: 'warn', text: 'window began at 0, resetting' },
        ],
        trace: burstTrace,
      });
    case 5:
      return check(index, {
        state: 'failed',
        ms: 1.4,
        failure: {
          message: 'After half a window 50 requests should be allowed, but none was.',
          expected: '50',
          actual: '0',
          frames: [],
        },
      });
    case 10:
      return check(index, { trace: storeTrace });
    case 12:
    case 13:
      return check(index, { state: 'not-revealed', ms: 0 });
    default:
      return check(index);
  }
});

/** Every check fails, with whatever a learner's code may put on the page. */
const hostile: readonly CheckResult[] = titles.map((_, index) => {
  const value = (to: number): string =>
    `[\n${Array.from({ length: 90 }, (__, i) => `  { user: 'user-${i}', admitted: ${i === to ? 140 : 100} }`).join(',\n')}\n]`;
  const said: readonly (readonly [string, string?, string?])[] = [
    ['<img src=x onerror=alert(1)> \u001b[31mred\u001b[0m and \u202eback to front\u202c, a bell \u0007'],
    [`Expected nothing that long: ${'na '.repeat(900)}`],
    ['The values differ.', value(40), value(60)],
    [
      'Expected another text.',
      `'${'x'.repeat(900)}EXPECTED${'y'.repeat(900)}'`,
      `'${'x'.repeat(900)}ACTUAL${'y'.repeat(900)}'`,
    ],
  ];
  const [message, expected, actual] = said[index] ?? [`Too many: ${index}.`];
  const line = `const a = '${'long '.repeat(60)}'; bucket.take(\u202e);${' more();'.repeat(40)}`;
  const code = index === 0 ? excerptAt(line, { line: 1, column: line.indexOf('take') + 1 }) : undefined;
  return check(index, {
    state: 'failed',
    failure: {
      message: visibleText(message),
      ...(expected !== undefined && { expected }),
      ...(actual !== undefined && { actual }),
      frames: code ? [{ file: 'limiter.ts', line: 1, column: 314, fn: 'take', code }] : [],
    },
    logs:
      index === 0
        ? Array.from({ length: 40 }, (__, i) => ({
            level: i % 9 === 4 ? 'error' : 'log',
            text: visibleText(`line ${i} <b>\u001b[2J</b> ${'.'.repeat(i * 9)}`),
          }))
        : [],
  });
});

const attempt: NonNullable<QuestionView['attempt']> = {
  folder: 'chatbot-platform/rate-limiting',
  update: null,
  files: [
    { path: 'types.ts', owner: 'exercise' },
    { path: 'limiter.ts', owner: 'learner' },
    { path: 'bucket.ts', owner: 'learner' },
    { path: 'tsconfig.json', owner: 'exercise' },
  ],
};

const answered = (discussions: readonly DiscussionView[], text: string): readonly DiscussionView[] =>
  discussions.map((discussion, i) => ({
    ...discussion,
    answer: i === 0 ? text : '',
    estimates: discussion.estimates.map(each => ({ ...each, answer: '' })),
  }));

const scaffolded: QuestionView = {
  ...question,
  attempt,
  state: 'started',
  discussions: answered(question.discussions, ''),
};

const precedence: readonly CheckState[] = ['failed', 'not-run', 'not-revealed'];

/** As the host does it: the requirements follow from the checks. */
function withReport(base: QuestionView, report: RunReport, change: Partial<QuestionView> = {}): QuestionView {
  const requirements = base.requirements.map(requirement => {
    const states = report.checks.filter(c => c.requirements.includes(requirement.id)).map(c => c.state);
    const state = precedence.find(s => states.includes(s)) ?? 'passed';
    return { ...requirement, state };
  });
  return {
    ...base,
    requirements,
    runs: base.runs + 1,
    run: { kind: 'report', report, at, stale: false },
    ...change,
  };
}

const notRun = titles.map((_, index) => check(index, { state: 'not-run', ms: 0 }));

const opened = (base: QuestionView, count: number): QuestionView => ({
  ...base,
  hints: base.hints.map((hint, i) => ({
    ...hint,
    html: i < count ? renderMarkdown(hintTexts[i]?.[1] ?? '') : null,
  })),
});

const running = (done: number): RunView => ({
  kind: 'running',
  total: titles.length,
  checks: titles.map(([suite, title, requirements], index): LiveCheck => {
    const state = index > done ? 'not-run' : index === done ? 'running' : (failing[index]?.state ?? 'passed');
    return { suite, title, requirements, state };
  }),
});

const ownAnswer =
  'Sticky sessions move the counting to one server, so it is exact as long as that server lives.\n\nThey do not survive a drain: the user lands on another server with a fresh count, and gets the whole limit again. I would agree for a limit that protects the machine itself, never for one that is sold.';

const point = (
  id: string,
  text: string,
  [weight, level]: readonly [number, 'good' | 'great'],
  score: Score | null,
  reason = '',
): RubricPointView => ({ id, html: renderInlineMarkdown(text), weight, level, score, reason });

const rubric: readonly RubricPointView[] = [
  point(
    'failover',
    'What happens to the counters when a server leaves.',
    [3, 'good'],
    'found',
    '“They do not survive a drain”, with what the user gets then.',
  ),
  point(
    'spread',
    'Load is no longer spread evenly; one heavy user is one hot server.',
    [2, 'good'],
    'missing',
    'I did not think of load at all.',
  ),
  point('when', 'Names a case in which it **is** enough, and why.', [2, 'great'], 'partly'),
  point('cookie', 'Asks what the balancer sticks to: a cookie, an address, a user id.', [1, 'great'], null),
];

const checkedEstimate: EstimateView = {
  ...estimate,
  answer: '3k/min',
  checked: {
    text: '3k/min',
    verdict: { kind: 'off', read: '50/s', direction: 'low', factor: 60, slip: { slip: 'time', by: 60 } },
  },
  working: {
    value: '3,000/s',
    html: renderMarkdown('5 servers × 600 requests/s = **3,000/s**, and each asks the store once.'),
    explanationHtml: renderMarkdown('One Redis takes thirty times as much.'),
  },
};

export const proposal: ShownProposal = {
  model: 'Example Model',
  answer: ownAnswer,
  points: [
    { id: 'failover', score: 'found', quote: 'They do not survive a drain', isQuoted: true },
    { id: 'spread', score: 'missing', quote: '', isQuoted: true },
    {
      id: 'when',
      score: 'found',
      quote: 'I would agree for a limit that protects the machine',
      isQuoted: true,
    },
    { id: 'cookie', score: 'partly', quote: 'a cookie of the balancer', isQuoted: false },
  ],
  followUp: 'How would you notice that one server takes more than its share?',
};

const withModels: QuestionView = {
  ...opened(scaffolded, 2),
  examiner: { kind: 'offered', name: 'Example Model', reading: [] },
  discussions: answered(question.discussions, ownAnswer).map((discussion, i) =>
    i > 0
      ? discussion
      : {
          ...discussion,
          estimates: [checkedEstimate],
          modelWhen: '',
          model: {
            html: renderMarkdown(
              'It makes the count exact **for as long as the mapping holds**. It breaks on every drain, crash and scale-out, which is when a limiter matters most.\n\nAgree when the limit protects one process; refuse when it is part of the price.',
            ),
            rubric,
            score: rubricScore(rubric),
            followUps: [
              {
                index: 0,
                html: renderInlineMarkdown('A server is drained for a deployment. What do its users see?'),
                answer: 'They start from zero on another server, and may send the whole limit again.',
                pointsHtml: [
                  'A fresh count, so up to twice the limit in that minute.',
                  'Nothing at all, if nobody looks at the metric.',
                ].map(renderInlineMarkdown),
              },
            ],
            followUpCount: 2,
            proposal: null,
            weakAnswers: [
              {
                answerHtml: 'Sticky sessions solve it.',
                whyHtml: 'They move the problem to the moment a server leaves.',
              },
              { answerHtml: 'Use Redis.', whyHtml: 'It says what to install, not what changes.' },
            ],
          },
        },
  ),
};

/** A language model was asked, and the answer has changed since. */
const proposed: QuestionView = {
  ...withModels,
  requirements: question.requirements.slice(0, 3),
  discussions: withModels.discussions.map(one => ({
    ...one,
    answer: one.answer?.replace(/I would agree.*$/, 'I would not sell it.') ?? null,
    model: one.model && { ...one.model, proposal },
  })),
};

/** Answered in writing: no code, no run. */
const discussed: QuestionView = {
  ...question,
  ref: 'chatbot-platform/feed',
  kind: 'discussed',
  title: 'A feed for a million readers',
  summary: 'Choose between writing and reading when a post is made.',
  minutes: 30,
  skills: ['options and trade-offs', 'scale'],
  statementHtml: renderMarkdown(
    'People follow authors and read what these write, newest first.\n\n- Most authors have a hundred readers, a few have a million.\n- A reader opens the feed ten times a day.',
    { demoteHeadings: 1 },
  ),
  productionHtml: '',
  requirements: ['A reader sees a post within five seconds.', 'A feed survives the loss of a server.'].map(
    (text, i) => ({ id: `R${i + 1}`, html: renderInlineMarkdown(text), state: 'not-run' }),
  ),
  hints: [{ title: 'Where to begin', html: null }],
  discussions: question.discussions.map(one => ({
    ...one,
    modelWhen: 'Shown when you have begun an answer of your own.',
  })),
  doneWhen:
    'This is done when every discussion is answered, and you have found a point of each rubric in your answer.',
};

const discussedBegun: QuestionView = {
  ...discussed,
  attempt: { folder: 'drills/chatbot-platform/feed', files: [], update: null },
  state: 'started',
  discussions: withModels.discussions,
};

/** As an author sees it: everything revealed, nothing to run. */
const preview: QuestionView = {
  ...withModels,
  requirements: question.requirements,
  hints: withModels.hints.map((hint, i) => ({
    ...hint,
    html: hint.html ?? renderMarkdown(hintTexts[i]?.[1] ?? ''),
  })),
  examiner: { kind: 'none' },
  discussions: withModels.discussions.map(discussion => ({
    ...discussion,
    answer: null,
    estimates: discussion.estimates.map(each => ({ ...each, answer: null, checked: null })),
  })),
  attempt: null,
  state: 'new',
  next: null,
  solutionWhen: '',
  preview: { problems: [], outdated: false },
};

const missingWalls: Walls = { ...standing, permissions: false };

export const fixtures = {
  new: question,
  scaffolded,
  changed: {
    ...scaffolded,
    attempt: { ...attempt, update: { from: '1.0.0', to: '1.1.0', change: 'newer', moving: 2, staying: 1 } },
  },
  older: {
    ...scaffolded,
    attempt: { ...attempt, update: { from: '1.1.0', to: '1.0.0', change: 'older', moving: 0, staying: 0 } },
  },
  discussed,
  'discussed-begun': discussedBegun,
  preview,
  'preview-broken': {
    ...preview,
    preview: {
      outdated: true,
      problems: [
        {
          ...{ file: 'rate-limiting/exercise.yaml', line: 4, column: 13, severity: 'error' as const },
          message: '"difficulty" cannot be "intermidiate".',
          remedy: 'Did you mean "intermediate"?',
        },
        {
          ...{ file: 'rate-limiting/question.md', line: 31, column: 1, severity: 'warning' as const },
          message: 'There is no picture media/burst.svg.',
          remedy: 'Put it there, or correct the path.',
        },
      ],
    },
  },
  'discussed-passed': {
    ...discussedBegun,
    state: 'passed',
    discussions: discussedBegun.discussions.slice(0, 1),
  },
  running: { ...opened(scaffolded, 1), run: running(6) },
  failed: withReport(
    opened(scaffolded, 1),
    { ...facts, kind: 'finished', checks: failing, loadLogs: [] },
    { state: 'failing' },
  ),
  'many-failures': withReport(
    scaffolded,
    { ...facts, kind: 'finished', checks: hostile, loadLogs: [] },
    { state: 'failing' },
  ),
  'right-to-left': {
    ...scaffolded,
    language: 'he',
    title: 'הגבלת קצב על פני חמישה שרתים',
    packTitle: 'פלטפורמת צ׳אט',
    statementHtml: renderMarkdown(hebrew, { demoteHeadings: 1 }),
    requirements: [
      {
        id: 'R1',
        html: renderInlineMarkdown('מפתח מקבל לכל היותר `limit` בקשות ב־60 שניות.'),
        state: 'not-run',
      },
      { id: 'R2', html: renderInlineMarkdown('הקריאה `check(key)` אינה זורקת לעולם.'), state: 'not-run' },
    ],
    discussions: answered(scaffolded.discussions, 'לא: שרת שנעלם לוקח את המונים שלו איתו.'),
  },
  playground: {
    ...withReport(
      scaffolded,
      { ...facts, kind: 'finished', checks: failing, loadLogs: [] },
      { state: 'failing' },
    ),
    playground: playgroundView,
  },
  'playground-stopped': { ...scaffolded, playground: { ...playgroundView, referenceRevealed: false } },
  stale: {
    ...withReport(
      scaffolded,
      { ...facts, walls: missingWalls, kind: 'finished', checks: failing, loadLogs: [] },
      { state: 'failing' },
    ),
    run: {
      kind: 'report',
      report: { ...facts, walls: missingWalls, kind: 'finished', checks: failing, loadLogs: [] },
      at,
      stale: true,
    },
  },
  passed: withReport(
    withModels,
    {
      ...facts,
      kind: 'finished',
      checks: titles.map((_, index) => check(index, index === 10 ? { trace: storeTrace } : {})),
      loadLogs: [],
    },
    { state: 'passed', solutionRevealed: true },
  ),
  'did-not-compile': withReport(
    scaffolded,
    {
      ...facts,
      kind: 'did-not-compile',
      checks: notRun,
      durationMs: 4.1,
      errors: [
        {
          file: 'limiter.ts',
          line: 12,
          column: 22,
          message: 'Unexpected token, expected ";"',
          codeFrame:
            '  10 | export function createLimiter(store: SharedStore, options: LimiterOptions): Limiter {\n  11 |   const refillPerMs = options.limit / options.windowMs;\n> 12 |   const tokens = take bucket(store);\n     |                      ^\n  13 |   return { take };\n  14 | }',
        },
      ],
    },
    { state: 'failing' },
  ),
  'load-failure': withReport(scaffolded, {
    ...facts,
    kind: 'finished',
    checks: notRun,
    loadFailure: {
      message: "TypeError: Cannot read properties of undefined (reading 'limit')",
      frames: [{ ...frameAt(42, 32, '') }],
    },
    loadLogs: [{ level: 'log', text: 'loading limiter.ts' }],
  }),
  'timed-out': withReport(
    scaffolded,
    {
      ...facts,
      kind: 'timed-out',
      durationMs: 2_153,
      limit: 'check',
      limitMs: 2_000,
      during: titles[2]?.[1] ?? null,
      checks: titles.map((_, index) =>
        index < 2 ? check(index) : check(index, { state: 'not-run', ms: 0 }),
      ),
    },
    { state: 'failing' },
  ),
  crashed: withReport(scaffolded, {
    ...facts,
    kind: 'crashed',
    cause: 'memory',
    detail: 'The limit is 256 MiB of heap; 261 MiB were in use.',
    durationMs: 641,
    during: titles[8]?.[1] ?? null,
    checks: titles.map((_, index) => (index < 8 ? check(index) : check(index, { state: 'not-run', ms: 0 }))),
  }),
  cancelled: withReport(scaffolded, { ...facts, kind: 'cancelled', checks: notRun }),
  untrusted: { ...question, gate: 'untrusted' },
  'no-folder': { ...question, gate: 'no-folder' },
  virtual: { ...question, gate: 'virtual' },
  discussions: { ...withModels, requirements: question.requirements.slice(0, 3) },
  proposed,
} as const satisfies Record<string, QuestionView>;

export type FixtureName = keyof typeof fixtures;
export const fixtureNames = Object.keys(fixtures) as readonly FixtureName[];

/** What the host answers when a hint is asked for. */
export const hintHtml = (index: number): string => renderMarkdown(hintTexts[index]?.[1] ?? '');

export const liveRun = running;
export const checkCount = titles.length;
