import * as l10n from '@vscode/l10n';
import { toError } from '../errors';
import { kindOf, type Exercise, type ExerciseKind, type Pack } from '../exercise';
import type { PackSource } from '../pack/source';
import type { RunReport } from '../run/report';
import type { Cancellation, PlannedCheck, RunProgress, SuiteRunner } from '../run/request';
import { checkBindings } from './bindings';
import { judgeAlone, judgeRepetition } from './determinism';
import { checkDiscussions } from './discussions';
import { finding, isError, type Finding, type UnplacedFinding } from './finding';
import {
  judgeRight,
  judgeStarter,
  judgeWrong,
  ownFile,
  type DesignResult,
  type Judged,
  type WrongResult,
} from './judge';
import { judgeScore } from './judgeScore';
import { runMutants, type Mutant, type MutationScore } from './mutation';
import { Places } from './places';
import { judgePlayground, playsOf } from './playground';
import { designsOf, runDesigns, runsOf } from './runDesigns';
import { checkStatement } from './statement';
import { judgeTimes, SuiteTimes } from './suiteTimes';

export interface ExerciseVerdict {
  readonly exercise: string;
  readonly title: string;
  /** `discussed`: there is nothing to run, so there are texts to judge and no designs. */
  readonly kind: ExerciseKind;
  /** Nothing worse than a warning was found. */
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

/** A change of the solution that makes the slowest check take so much longer is taken to hang. */
const patienceWithMutants = 5;

/** Seeds of the solution's changes: one that survives the first has these many chances to be noticed. */
const mutantSeeds = 3;

export interface VerifyOptions {
  readonly seeds: readonly number[];
  /** How many runs may go on at once. Default 1. */
  readonly parallel?: number;
  readonly signal?: Cancellation;
  /** The files of the pack, for the places of what is found. */
  readonly source?: Pick<PackSource, 'read'>;
  /** What only a reader of the suites' text can say: see node/authoring. */
  readonly findings?: readonly UnplacedFinding[];
  /** Changes of the solution that the suites should notice, and how many of them, in percent. */
  readonly mutation?: {
    readonly mutants: readonly Mutant[];
    readonly floor: number;
    /** Whether the time for it is over. */
    readonly isOver?: () => boolean;
  };
  /** After each run, of those that may come; fewer come when something is amiss. */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Proves that the suites of an exercise accept what is right and reject what is wrong: the starter compiles and fails,
 * the solution and every alternative pass on every seed, each wrong variant fails on the requirements it names and on
 * nothing else, one seed gives one result, no suite takes longer than it may, and the playground can be played with.
 */
export async function verifyExercise(
  exercise: Exercise,
  pack: Pick<Pack, 'id' | 'version' | 'hash'>,
  runner: Pick<SuiteRunner, 'plan' | 'run' | 'play'>,
  { seeds, parallel = 1, signal, source, findings: given = [], mutation, onProgress }: VerifyOptions,
): Promise<ExerciseVerdict> {
  const { placed } = new Places(exercise.id, source);
  const facts = {
    exercise: exercise.id,
    title: exercise.title,
    kind: kindOf(exercise),
    requirements: exercise.requirements.map(r => r.id),
    seeds,
  };
  const nothingRun = (found: readonly UnplacedFinding[]): ExerciseVerdict => ({
    ...{ ...facts, ok: !found.some(isError), findings: found.map(placed) },
    ...{ checks: [], alternatives: [], wrong: [] },
  });
  const texts = [...given, ...checkStatement(exercise), ...checkDiscussions(exercise)];
  if (facts.kind === 'discussed') return nothingRun(texts);
  let checks: readonly PlannedCheck[];
  try {
    checks = await runner.plan(exercise);
  } catch (thrown) {
    const error = toError(thrown);
    // That says nothing about the suite.
    if ('code' in error && error.code === 'runner-not-started') throw error;
    return nothingRun([brokenSuite(exercise, error.message)]);
  }
  const limits = signal ? { parallel, signal } : { parallel };
  const designs = designsOf(exercise, seeds, checks);
  const all = runsOf(designs) + playsOf(exercise) + (mutation?.mutants.length ?? 0);
  let done = 0;
  const onRun = (): void => onProgress?.(++done, all);
  const times = new SuiteTimes();
  const reports = await runDesigns(patiently(exercise), pack, designs, runner, {
    ...limits,
    onRun,
    listen: design => (design.startsWith('solution') ? timesOf(times) : undefined),
  });
  const played = await judgePlayground(patiently(exercise), pack, runner, {
    ...limits,
    ...{ seed: seeds[0] ?? 1, onRun },
  });
  const judged = judgeDesigns(exercise, key => reports.get(key) ?? []);
  const { starter, solution, alternatives, wrong } = judged;
  const findings = [
    ...texts,
    ...checkBindings(exercise, checks),
    ...[starter, solution, ...alternatives, ...wrong].flatMap(one => one.findings),
    ...judged.repetition,
    ...judgeTimes(exercise, times),
    ...played,
  ];
  // A suite that does not even accept what is right has nothing to say about what is wrong.
  const score =
    mutation && !findings.some(isError)
      ? await runMutants(
          forMutants(exercise, reports.get('solution') ?? []),
          pack,
          mutation.mutants,
          runner,
          {
            ...{ ...limits, seeds: seeds.slice(0, mutantSeeds), onJudged: onRun },
            ...(mutation.isOver && { isOver: mutation.isOver }),
          },
        )
      : undefined;
  if (mutation && score) findings.push(...judgeScore(score, mutation.floor));
  return {
    ...facts,
    ok: !findings.some(isError),
    findings: findings.map(placed),
    checks,
    starter: starter.result,
    solution: solution.result,
    alternatives: alternatives.map(({ result }) => result),
    wrong: wrong.map(({ result }) => result),
    ...(score && { mutation: score }),
  };
}

interface JudgedDesigns {
  readonly starter: Judged<DesignResult>;
  readonly solution: Judged<DesignResult>;
  readonly alternatives: readonly Judged<DesignResult>[];
  readonly wrong: readonly Judged<WrongResult>[];
  readonly repetition: readonly UnplacedFinding[];
}

function judgeDesigns(exercise: Exercise, reports: (key: string) => readonly RunReport[]): JudgedDesigns {
  const solution = { id: 'solution', title: l10n.t('Solution') };
  const words = { name: l10n.t('the solution'), code: 'solution-fails', at: ownFile(exercise, 'solution') };
  const repeated = [
    ...judgeRepetition(exercise, reports('solution'), reports('solution again')),
    ...judgeRepetition(exercise, reports('starter'), reports('starter again')),
  ];
  const alone = judgeAlone(exercise, reports('solution')[0], reports('alone')[0]);
  return {
    starter: judgeStarter(exercise, reports('starter')),
    solution: judgeRight(exercise, solution, reports('solution'), words),
    alternatives: exercise.alternatives.map((design, index) =>
      judgeRight(exercise, design, reports(`alternative ${design.id}`), {
        name: l10n.t('the alternative "{0}"', design.id),
        code: 'alternative-fails',
        at: { yaml: ['alternatives', index] },
      }),
    ),
    wrong: exercise.wrong.map(variant => judgeWrong(exercise, variant, reports(`wrong ${variant.id}`))),
    repetition: [...repeated, ...(repeated.length === 0 ? alone : [])],
  };
}

function brokenSuite({ suites }: Exercise, message: string): UnplacedFinding {
  const [, file = suites[0]?.entry, line = '1'] = /\b(tests\/[\w./-]+):(\d+)/.exec(message) ?? [];
  const at = file === undefined ? {} : { at: { file, line: Number(line) } };
  return { ...finding('broken-suite', message, l10n.t('Correct the suite.')), ...at };
}

function timesOf(times: SuiteTimes): (event: RunProgress) => void {
  const add = times.begin();
  return event => {
    if (event.type === 'finished' && event.cpuMs !== undefined) add(event.result.suite, event.cpuMs);
  };
}

const patiently = (exercise: Exercise): Exercise => {
  const { checkMs, runMs, memoryMb } = exercise.limits;
  return { ...exercise, limits: { checkMs: checkMs * patience, runMs: runMs * patience, memoryMb } };
};

/** Many a change makes a loop that never ends: waiting for it as long as for an honest design takes most of the time. */
function forMutants(exercise: Exercise, solution: readonly RunReport[]): Exercise {
  const slowest = Math.max(0, ...solution.flatMap(({ checks }) => checks.map(({ ms }) => ms)));
  const { limits } = exercise;
  const checkMs = Math.max(limits.checkMs, Math.round(slowest * patienceWithMutants));
  return { ...exercise, limits: { ...limits, checkMs, runMs: Math.max(checkMs, limits.runMs * patience) } };
}
