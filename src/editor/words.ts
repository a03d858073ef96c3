import * as vscode from 'vscode';
import { assertNever } from '../core/errors';
import { difficulties, isChecked, type Difficulty, type Skill } from '../core/exercise';
import type { FilterNames } from '../core/pack/catalogFilter';
import type { ExerciseCard } from '../core/pack/packIndex';
import type { ExerciseState } from '../core/progress';
import type { RunReport } from '../core/run/report';

/** A state is never shown by colour or icon alone. Nobody but the learner has judged what is written. */
export function stateWord(state: ExerciseState, exercise: Pick<ExerciseCard, 'suites'>): string {
  switch (state) {
    case 'new':
      return vscode.l10n.t('new');
    case 'started':
      return vscode.l10n.t('started');
    case 'failing':
      return vscode.l10n.t('failing');
    case 'passed':
      return isChecked(exercise) ? vscode.l10n.t('passed') : vscode.l10n.t('self-reviewed');
    default:
      return assertNever(state);
  }
}

export function stateIcon(state: ExerciseState): vscode.ThemeIcon {
  switch (state) {
    case 'new':
      return new vscode.ThemeIcon('circle-outline');
    case 'started':
      return new vscode.ThemeIcon('edit', new vscode.ThemeColor('charts.blue'));
    case 'failing':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    case 'passed':
      return new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
    default:
      return assertNever(state);
  }
}

const skillWords = (): Readonly<Record<Skill, string>> => ({
  requirements: vscode.l10n.t('requirements'),
  'options and trade-offs': vscode.l10n.t('options and trade-offs'),
  'data modelling': vscode.l10n.t('data modelling'),
  caching: vscode.l10n.t('caching'),
  resilience: vscode.l10n.t('resilience'),
  concurrency: vscode.l10n.t('concurrency'),
  'security and privacy': vscode.l10n.t('security and privacy'),
  scale: vscode.l10n.t('scale'),
  'observability and operations': vscode.l10n.t('observability and operations'),
  'machine-learning integration': vscode.l10n.t('machine-learning integration'),
  communication: vscode.l10n.t('communication'),
});

export const skillWord = (skill: Skill): string => skillWords()[skill];

export function difficultyWord(difficulty: Difficulty): string {
  switch (difficulty) {
    case 'core':
      return vscode.l10n.t('core');
    case 'intermediate':
      return vscode.l10n.t('intermediate');
    case 'advanced':
      return vscode.l10n.t('advanced');
    default:
      return assertNever(difficulty);
  }
}

const states: readonly ExerciseState[] = ['new', 'started', 'failing', 'passed'];

/** Difficulties and states as the tree shows them, and as they are written in packs. */
export function filterNames(): FilterNames {
  const names = <T extends string>(all: readonly T[], ...words: ((one: T) => string)[]): Map<string, T> =>
    new Map(
      all.flatMap(one => [one, ...words.map(word => word(one).toLowerCase())].map(name => [name, one])),
    );
  return {
    difficulties: names(difficulties, difficultyWord),
    states: names(
      states,
      state => stateWord(state, { suites: [{ id: '', title: '' }] }),
      state => stateWord(state, { suites: [] }),
    ),
  };
}

/** How an exercise stands and what it asks for, in a few words each. */
export const factsOf = (state: ExerciseState, exercise: ExerciseCard): string[] => [
  stateWord(state, exercise),
  difficultyWord(exercise.difficulty),
  vscode.l10n.t('{0} min', exercise.minutes),
  ...(isChecked(exercise) ? [] : [vscode.l10n.t('discussion')]),
];

/** One line about how a run ended. */
export function headline(report: RunReport): string {
  switch (report.kind) {
    case 'finished': {
      if (report.loadFailure) return vscode.l10n.t('stops while loading');
      const total = report.checks.length;
      const passed = report.checks.filter(check => check.state === 'passed').length;
      const failed = report.checks.filter(check => check.state === 'failed').length;
      if (failed > 0) return vscode.l10n.t('{0} of {1} failed', failed, total);
      return passed === total
        ? vscode.l10n.t('{0} passed', total)
        : vscode.l10n.t('{0} of {1} passed', passed, total);
    }
    case 'did-not-compile':
      return vscode.l10n.t('does not compile');
    case 'timed-out':
      return vscode.l10n.t('stopped after {0} s', report.limitMs / 1000);
    case 'crashed':
      return vscode.l10n.t('ended early');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    default:
      return assertNever(report);
  }
}
