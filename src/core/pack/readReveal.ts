import * as l10n from '@vscode/l10n';
import { revealDetails, type ExerciseKind, type RevealRule, type RevealWhen } from '../exercise';
import { needsSuites } from './exerciseKind';
import type { Field } from './yamlField';

export const defaultReveal: RevealRule = {
  checks: { when: { at: 'always' }, detail: 'diff' },
  solution: { at: 'after-pass' },
  model: { at: 'after-runs', runs: 3 },
};

export const revealPattern = /^(?:always|after-pass|after-submit|after-due|never|after-runs [1-9]\d{0,3})$/;

/** Where nothing runs, a model answer is shown when the learner has begun an answer of their own. */
export function readReveal(field: Field | undefined, kind: ExerciseKind): RevealRule {
  const fields = field?.record([], ['checks', 'solution', 'model']);
  const model = readWhen(fields?.model);
  if (kind === 'discussed') {
    for (const about of [fields?.checks, fields?.solution]) if (about) needsSuites(about);
    if (fields?.model && model?.at === 'after-runs')
      fields.model.problem(
        'needs-suites',
        l10n.t('The exercise has no suites, so there are no runs to wait for.'),
        l10n.t('Use always, after-pass (every discussion answered), after-submit, after-due or never.'),
      );
    return { ...defaultReveal, model: model ?? { at: 'always' } };
  }
  const checks = fields?.checks?.record([], ['when', 'detail']);
  return {
    checks: {
      when: readWhen(checks?.when) ?? defaultReveal.checks.when,
      detail: checks?.detail?.word(revealDetails) ?? defaultReveal.checks.detail,
    },
    solution: readWhen(fields?.solution) ?? defaultReveal.solution,
    model: model ?? defaultReveal.model,
  };
}

function readWhen(field: Field | undefined): RevealWhen | undefined {
  const text = field?.matching(
    revealPattern,
    'bad-reveal',
    l10n.t('a moment such as after-pass'),
    l10n.t('Use always, after-runs N, after-pass, after-submit, after-due or never.'),
  );
  if (text === undefined) return undefined;
  const runs = /^after-runs (\d+)$/.exec(text)?.[1];
  if (runs !== undefined) return { at: 'after-runs', runs: Number(runs) };
  return { at: text as Exclude<RevealWhen['at'], 'after-runs'> };
}
