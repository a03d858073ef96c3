/**
 * Every string that the panel itself shows. Templates, not functions, so that a translated table can one day arrive
 * by message; `{name}` stands for a value. A key ending in `_one` is used when its count is one, `_other` otherwise.
 */
export const english = {
  loading: 'Loading the exercise…',
  loadFailed: 'The exercise could not be loaded: {reason}',
  retry: 'Try Again',
  installPack: 'Install Pack…',
  closeNotice: 'Close message',

  // Header
  'state.new': 'Not started',
  'state.started': 'Started',
  'state.failing': 'Failing',
  'state.passed': 'Passed',
  'state.reviewed': 'Self-reviewed',
  'difficulty.core': 'Core',
  'difficulty.intermediate': 'Intermediate',
  'difficulty.advanced': 'Advanced',
  aboutExercise: 'About this exercise',
  difficultyName: 'Difficulty',
  minutesName: 'Time',
  skillsName: 'Skills',
  minutes_one: '{count} minute',
  minutes_other: '{count} minutes',
  stateName: 'State',
  actions: 'Actions',
  scaffold: 'Scaffold',
  scaffolding: 'Scaffolding…',
  begin: 'Begin',
  beginning: 'Beginning…',
  toDiscussions: 'Go to Discussions',
  check: 'Check',
  checking: 'Checking…',
  debug: 'Debug',
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  reset: 'Reset…',
  files_one: 'Files ({count})',
  files_other: 'Files ({count})',
  filesHeading: 'Files in {folder}',
  openFile: 'Open {path}',
  'owner.learner': 'yours to edit',
  'owner.exercise': 'read-only, restored before each run',
  scaffolded_one: '{count} file created in {folder}.',
  scaffolded_other: '{count} files created in {folder}.',
  begun: 'Your answers are kept as Markdown files in {folder}.',
  scaffoldKept_one: '{count} file that was already there has been kept.',
  scaffoldKept_other: '{count} files that were already there have been kept.',
  wasReset: 'The files are as they were at the start. Your previous version is in the backup.',
  'update.newer': 'This exercise has changed since you began ({from} → {to}).',
  'update.older':
    'You began with version {from} of this pack; the one that is installed is older ({to}). Checks run all the same.',
  'update.same': 'This exercise has changed since you began.',
  updateMoving_one: '{count} file moves on.',
  updateMoving_other: '{count} files move on.',
  updateStaying_one: '{count} of yours stays as it is.',
  updateStaying_other: '{count} of yours stay as they are.',
  update: 'Update',
  updating: 'Updating…',
  showUpdate: 'Show What Changes',
  updateLater: 'Later',
  actionFailed: 'That did not work: {reason}',

  // Gates
  'gate.no-folder': 'Open a folder to begin. Your files for this exercise will be written into it.',
  'gate.untrusted':
    'This workspace is not trusted. You can read the exercise; writing files and running checks need trust.',
  'gate.virtual': 'This workspace is not on a disk. Open a local folder to write files and run checks.',
  openFolder: 'Open Folder…',
  manageTrust: 'Manage Workspace Trust',
  notBegun: 'There is no code to write. Begin makes a folder in your workspace for your answers.',
  notScaffolded: 'Scaffold writes the starter files into your workspace. Files that exist are kept.',

  // An author's preview
  preview: 'Preview',
  previewAbout: 'What a learner will see, as it stands in your editor. Everything is revealed.',
  previewOutdated: 'exercise.yaml cannot be used as it stands, so what it said before is still shown.',
  previewProblems_one: '{count} problem',
  previewProblems_other: '{count} problems',
  previewSound: 'No problems are left.',
  'severity.error': 'Error',
  'severity.warning': 'Warning',
  problemPlace: '{file}:{line}',
  openProblem: 'Go to {file}, line {line}: {message}',
  verify: 'Verify',

  // Sections
  statement: 'Statement',
  requirements: 'Requirements',
  hints: 'Hints',
  run: 'Run',
  discussions: 'Discussions',
  production: 'In production',
  afterwards: 'Solution and next exercise',
  afterwardsDiscussed: 'Next exercise',
  sections: 'Sections',
  requirementsPassed: '{passed} of {total} passed',
  'check.passed': 'Passed',
  'check.failed': 'Failed',
  'check.not-run': 'Not run',
  'check.not-revealed': 'Not revealed',
  'check.running': 'Running',

  // Hints
  showHint: 'Show hint {number} of {total}: {title}',
  openingHint: 'Opening hint {number} of {total}…',
  hintTitle: 'Hint {number}: {title}',
  hintShown: 'Hint {number} of {total}: {title}',
  hintsShown: '{shown} of {total} shown',
  hintsAdvice: 'Each hint gives away a little more than the one before. They are opened in order.',

  // Running
  neverRun: 'No run yet. Check runs the hidden suites against your files.',
  neverRunNoAttempt: 'No run yet. Scaffold the exercise first.',
  starting: 'Starting the checks…',
  progress: '{done} of {total} checks done',
  progressName: 'Checks done',
  runningNow: 'Checks of this run',
  waiting_one: '{count} check is waiting.',
  waiting_other: '{count} checks are waiting.',
  runBegan_one: 'Checking: {count} check.',
  runBegan_other: 'Checking: {count} checks.',

  // A report
  allPassed_one: 'The only check passed.',
  allPassed_other: 'All {count} checks passed.',
  somePassed_one: '{passed} of {count} check passed.',
  somePassed_other: '{passed} of {count} checks passed.',
  countFailed: '{count} failed',
  countPassed: '{count} passed',
  countNotRun: '{count} not run',
  countNotRevealed: '{count} not revealed',
  noChecks: 'This run had no checks.',
  failedChecks_one: '{failed} of {count} check failed.',
  failedChecks_other: '{failed} of {count} checks failed.',
  failedChecksCiting_one: '{failed} of {count} check failed: {ids}.',
  failedChecksCiting_other: '{failed} of {count} checks failed: {ids}.',
  loadFailure: 'Your files could not be loaded, so no check has run.',
  didNotCompile_one: 'Your files did not compile: {count} error. No check has run.',
  didNotCompile_other: 'Your files did not compile: {count} errors. No check has run.',
  timedOutCheck: 'Timed out: one check took longer than its limit of {limit}.',
  timedOutRun: 'Timed out: the run took longer than its limit of {limit}.',
  stoppedAfter: 'It was stopped after {measured}.',
  during: 'It was busy with “{check}”.',
  duringLoad: 'It was still loading your files.',
  'crashed.memory': 'The run used too much memory and was stopped.',
  'crashed.output': 'The run printed too much and was stopped.',
  'crashed.exit': 'The process that ran your code ended early.',
  'crashed.protocol':
    'The run was stopped because its messages made no sense, so its results cannot be trusted.',
  cancelled: 'The run was cancelled.',
  virtualTime:
    'Waiting costs nothing here: time is virtual. What ran long was real work, often an endless loop.',
  stale: 'Files have changed since this run. Check again to see how they do now.',
  ranAt: 'Run at {time}, took {duration}',
  seed: 'Seed {seed}',
  runWithSeed: 'Run Again With This Seed',
  runWithSeedNamed: 'Run Again With This Seed: {check}',
  rerunSuite: 'Run This Suite',
  rerunSuiteNamed: 'Run this suite: {suite}',
  suiteHeading: '{suite}',
  tallyOf: '{passed} of {total} passed',
  calledFrom: 'Called from',
  openAt: 'Open {file}, line {line}',
  frame: '{file}:{line}:{column}',
  inFunction: 'in {fn}',
  message: 'message',
  showAll: 'Show All',
  showLess: 'Show Less',
  showAllMessage: 'Show All of the message',
  showLessMessage: 'Show Less of the message',
  copy: 'Copy',
  copyNamed: 'Copy {what}',
  copied: 'Copied.',
  gap_one: '⋯ {count} line',
  gap_other: '⋯ {count} lines',
  expected: 'Expected',
  actual: 'Actual',
  console: 'Console',
  consoleWhileLoading: 'Console while loading',
  checkTook: '{duration}',
  seeRequirement: 'Go to requirement {id}',
  compileErrorAt: '{file}, line {line}, column {column}',

  // Walls
  wallsStood: 'This run was confined by: {walls}.',
  'wall.compartment': 'hardened compartment',
  'wall.permissions': 'permission model',
  'wall.watchdog': 'watchdog',
  'wall.emptyEnvironment': 'empty environment',
  wallsMissing: 'Not every protection stood during this run.',
  'wallMissing.compartment':
    'The code did not run in a hardened compartment: nothing but the process held it.',
  'wallMissing.permissions':
    'Node’s permission model was not in force: the compartment alone kept the code from files and other programs.',
  'wallMissing.watchdog':
    'No second thread guarded time and memory: a run that hangs is ended a moment later, by the editor.',
  'wallMissing.emptyEnvironment':
    'The process had environment variables: code that left its compartment could have read them.',

  // Trace
  trace: 'What happened',
  traceSummary: 'Timeline from 0 to {end}: {parts}.',
  traceReading: 't = {time}: {parts}',
  traceCounts: 'Marks of all lanes',
  traceCheck: 'The check',
  traceFailsHere: 'fails here',
  traceGoToFailure: 'Show the Moment (t = {time})',
  traceTools: 'Tools of the plots',
  traceZoomIn: 'Zoom in',
  traceZoomOut: 'Zoom out',
  traceWhole: 'Whole',
  traceRange: 'Shown: {from} to {to}. Drag across a plot to zoom in, 0 shows the whole.',
  traceSaveImage: 'Save the plots as a picture…',
  traceSaveCsv: 'Save the events as a table…',
  traceCompare: 'Compare with',
  'traceCompare.none': 'nothing',
  'traceCompare.reference': 'the reference',
  'traceCompare.before': 'the run before',
  'traceNothing.reference': 'This exercise does not show what the reference does in this check.',
  'traceNothing.before': 'There is no earlier run of this check to compare with.',
  traceSeries: '{series} between {min} and {max}',
  traceLimit: 'limit {value}',
  traceMarks: '{count} × {label} on {lane}',
  traceStates: '{lane} goes {states}',
  traceShowTable: 'Show as table',
  traceHideTable: 'Hide table',
  traceTime: 'Time',
  traceWhat: 'What',
  traceValue: 'Value',
  traceTableCut: 'The first {shown} of {total} rows are shown.',
  traceLegend: 'Legend',
  'tone.good': 'good',
  'tone.bad': 'bad',
  'tone.neutral': 'neutral',
  markCount: '{label}: {count}',
  'unit.ms': '{value} ms',
  'unit.s': '{value} s',
  'unit.min': '{value} min',
  'unit.h': '{value} h',

  // Discussions
  yourAnswer: 'Your answer: {title}',
  answerPlaceholder: 'Write in Markdown. It is saved as you type.',
  answerNeedsAttempt:
    'Scaffold the exercise to write an answer. It becomes a Markdown file in your workspace.',
  answerNeedsBeginning:
    'Begin the exercise to write an answer. It becomes a Markdown file in your workspace.',
  answerWaits: 'What you wrote is kept here and saved as soon as the exercise has been begun.',
  answerFile: 'Kept in answers/{id}.md',
  'save.saved': 'Saved',
  'save.pending': 'Not saved yet',
  'save.saving': 'Saving…',
  'save.failed': 'Could not be saved: {reason} Your text is kept here.',
  saveNow: 'Save Now',
  saveFailedSentence: 'The answer to “{title}” could not be saved: {reason}',
  words_one: '{count} word',
  words_other: '{count} words',
  modelAnswer: 'Model answer',
  rubric: 'Does your answer cover it?',
  rubricScore: '{claimed} of {total} points claimed',
  'level.good': 'good answer',
  'level.great': 'great answer',
  weight_one: '{count} point',
  weight_other: '{count} points',
  followUps: 'Follow-up questions',
  followUpPoints: 'A strong reply covers',
  weakAnswers: 'Weak answers, and why',
  weakWhy: 'Why it is weak:',

  // Afterwards
  compareSolution: 'Compare With Solution',
  compareSolutionAbout: 'Opens the reference solution beside your files.',
  nextExercise: 'Next: {title}',
} as const;

export type Strings = { readonly [Key in keyof typeof english]: string };
export type StringKey = keyof Strings;

type Blanks<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Blanks<Rest>
  : never;
type Values<Key extends StringKey> = { readonly [Name in Blanks<(typeof english)[Key]>]: string | number };

/** The keys that come as `…_one` and `…_other`, without the ending. */
export type PluralKey = StringKey extends infer Key
  ? Key extends `${infer Base}_other`
    ? Base
    : never
  : never;

/** Looks strings up and fills them. */
export interface Say {
  <Key extends StringKey>(
    key: Key,
    ...values: Blanks<(typeof english)[Key]> extends never ? [] : [Values<Key>]
  ): string;
  /** Chooses between `_one` and `_other` by `count`, which fills `{count}` too. */
  many<Base extends PluralKey>(
    base: Base,
    count: number,
    ...values: Exclude<Blanks<(typeof english)[`${Base}_other`]>, 'count'> extends never
      ? []
      : [Omit<Values<`${Base}_other`>, 'count'>]
  ): string;
}

const fill = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (blank, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : blank,
  );

/** Binds the lookup to a table, English unless told otherwise. */
export function sayFrom(table: Strings = english): Say {
  const say = (key: StringKey, values: Readonly<Record<string, string | number>> = {}): string =>
    fill(table[key], values);
  const many = (
    base: PluralKey,
    count: number,
    values: Readonly<Record<string, string | number>> = {},
  ): string => fill(table[`${base}_${count === 1 ? 'one' : 'other'}`], { ...values, count });
  return Object.assign(say, { many }) as Say;
}
