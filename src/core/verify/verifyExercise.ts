import { toError } from '../errors';
import { kindOf, type Exercise, type ExerciseKind, type Pack } from '../exercise';
import type { Cancellation, PlannedCheck, SuiteRunner } from '../run/request';
import { checkBindings, finding, type Finding } from './bindings';
import { checkDiscussions } from './discussions';
import {
  judgeDeterminism,
  judgeRight,
  judgeStarter,
  judgeWrong,
  type DesignResult,
  type WrongResult,
} from './judge';
import { runMutants, type Mutant, type MutationScore } from './mutation';
import { designsOf, runDesigns } from './runDesigns';
import { checkStatement } from './statement';

export interface ExerciseVerdict {
  readonly exercise: string;
  readonly title: string;
  /** `discussed`: there is nothing to run, so there are texts to judge and no designs. */
  readonly kind: ExerciseKind;
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly requirements: readonly string[];
  readonly checks: readonly PlannedCheck[];
  readonly seeds: readonly number[];
  /** Missing, like `solution`, when the suites themselves are broken. */
  readonly starter?: DesignResult;
  readonly solution?: DesignResult;
  readonly alternatives: readonly DesignResult[];
  readonly wrong: readonly WrongResult[];
  /** Missing when it was not asked for, or when the exercise is not sound without it. */
  readonly mutation?: MutationScore;
}

/**
 * How much longer than its limits a run may take here. Limits are for a machine with one learner; a busy build machine
 * must not find fault with a sound exercise.
 */
const patience = 5;

export interface VerifyOptions {
  readonly seeds: readonly number[];
  /** How many runs may go on at once. Default 1. */
  readonly parallel?: number;
  readonly signal?: Cancellation;
  /** What only a reader of the suites' text can say: see node/authoring. */
  readonly findings?: readonly Finding[];
  /** Changes of the solution that the suites should notice, and how many of them, in percent. */
  readonly mutation?: {
    readonly mutants: readonly Mutant[];
    readonly floor: number;
    readonly onJudged?: (done: number, all: number) => void;
  };
}

/**
 * Proves that the suites of an exercise accept what is right and reject what is wrong: the starter compiles and fails,
 * the solution and every alternative pass on every seed, each wrong variant fails on the requirements it names, and one
 * seed gives one result.
 */
export async function verifyExercise(
  exercise: Exercise,
  pack: Pick<Pack, 'id' | 'version' | 'hash'>,
  runner: Pick<SuiteRunner, 'plan' | 'run'>,
  { seeds, parallel = 1, signal, findings: given = [], mutation }: VerifyOptions,
): Promise<ExerciseVerdict> {
  const facts = {
    exercise: exercise.id,
    title: exercise.title,
    kind: kindOf(exercise),
    requirements: exercise.requirements.map(r => r.id),
    seeds,
  };
  const texts = [...given, ...checkStatement(exercise), ...checkDiscussions(exercise)];
  if (facts.kind === 'discussed')
    return { ...facts, ok: texts.length === 0, findings: texts, checks: [], alternatives: [], wrong: [] };
  let checks: readonly PlannedCheck[];
  try {
    checks = await runner.plan(exercise);
  } catch (thrown) {
    const broken = finding('broken-suite', toError(thrown).message, 'Correct the suite.');
    return { ...facts, ok: false, findings: [broken], checks: [], alternatives: [], wrong: [] };
  }
  const limits = signal ? { parallel, signal } : { parallel };
  const all = await runDesigns(patiently(exercise), pack, designsOf(exercise, seeds), runner, limits);
  const reports = (key: string) => all.get(key) ?? [];

  const starter = judgeStarter(exercise, reports('starter'));
  const solution = judgeRight(exercise, { id: 'solution', title: 'Solution' }, reports('solution'), {
    name: 'the solution',
    code: 'solution-fails',
  });
  const alternatives = exercise.alternatives.map(design =>
    judgeRight(exercise, design, reports(`alternative ${design.id}`), {
      name: `the alternative "${design.id}"`,
      code: 'alternative-fails',
    }),
  );
  const wrong = exercise.wrong.map(variant => judgeWrong(exercise, variant, reports(`wrong ${variant.id}`)));
  const findings = [
    ...texts,
    ...checkBindings(exercise, checks),
    ...[starter, solution, ...alternatives, ...wrong].flatMap(judged => judged.findings),
    ...judgeDeterminism(reports('solution')[0], reports('solution again')[0]),
  ];
  // A suite that does not even accept what is right has nothing to say about what is wrong.
  const score =
    mutation && findings.length === 0
      ? await runMutants(patiently(exercise), pack, mutation.mutants, runner, {
          ...limits,
          seeds: seeds.slice(0, 1),
          ...(mutation.onJudged && { onJudged: mutation.onJudged }),
        })
      : undefined;
  if (mutation && score) findings.push(...judgeScore(score, mutation.floor));
  return {
    ...facts,
    ok: findings.length === 0,
    findings,
    checks,
    starter: starter.result,
    solution: solution.result,
    alternatives: alternatives.map(judged => judged.result),
    wrong: wrong.map(judged => judged.result),
    ...(score && { mutation: score }),
  };
}

const patiently = (exercise: Exercise): Exercise => {
  const { checkMs, runMs, memoryMb } = exercise.limits;
  return { ...exercise, limits: { checkMs: checkMs * patience, runMs: runMs * patience, memoryMb } };
};

function judgeScore({ percent, survived }: MutationScore, floor: number): Finding[] {
  if (percent === null || percent >= floor) return [];
  return [
    finding(
      'mutation-score',
      `The suites notice ${percent} % of the changes to the solution; ${floor} % are wanted (${survived} went unnoticed).`,
      'Add checks for those listed, or exclude one that changes nothing with a comment: // Stryker disable next-line …',
    ),
  ];
}
