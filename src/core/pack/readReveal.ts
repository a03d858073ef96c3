import type { RevealDetail, RevealRule, RevealWhen } from '../exercise';
import type { Field } from './yamlFile';

export const defaultReveal: RevealRule = {
  checks: { when: { at: 'always' }, detail: 'diff' },
  solution: { at: 'after-pass' },
  model: { at: 'after-runs', runs: 3 },
};

export const revealPattern = /^(?:always|after-pass|after-submit|after-due|never|after-runs [1-9]\d{0,3})$/;

const details: readonly RevealDetail[] = ['state', 'requirement', 'message', 'diff'];

export function readReveal(field: Field | undefined): RevealRule {
  const fields = field?.record([], ['checks', 'solution', 'model']);
  const checks = fields?.checks?.record([], ['when', 'detail']);
  return {
    checks: {
      when: readWhen(checks?.when) ?? defaultReveal.checks.when,
      detail: checks?.detail?.word(details) ?? defaultReveal.checks.detail,
    },
    solution: readWhen(fields?.solution) ?? defaultReveal.solution,
    model: readWhen(fields?.model) ?? defaultReveal.model,
  };
}

function readWhen(field: Field | undefined): RevealWhen | undefined {
  const text = field?.matching(
    revealPattern,
    'bad-reveal',
    'a moment such as after-pass',
    'Use always, after-runs N, after-pass, after-submit, after-due or never.',
  );
  if (text === undefined) return undefined;
  const runs = /^after-runs (\d+)$/.exec(text)?.[1];
  if (runs !== undefined) return { at: 'after-runs', runs: Number(runs) };
  return { at: text as Exclude<RevealWhen['at'], 'after-runs'> };
}
