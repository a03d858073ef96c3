import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { toError } from '../../core/errors';
import { kindOf, type Exercise, type Pack } from '../../core/exercise';
import type { PackSource } from '../../core/pack/source';
import type { Cancellation, SuiteRunner } from '../../core/run/request';
import { RunSlots } from '../../core/verify/runSlots';
import { isLasting, type VerifiedExercise } from '../../core/verify/verified';
import { verifyExercise, type ExerciseVerdict } from '../../core/verify/verifyExercise';
import { inParallel } from '../inParallel';
import { textsInUse } from '../textsInUse';
import { lintContract } from './contractLint';
import { createMutants } from './createMutants';
import { engineHash } from './engineHash';
import { VerdictCache } from './verdictCache';

/** How far a verification has come. */
export interface VerifyProgress {
  /** Id of the exercise that has come further. */
  readonly exercise: string;
  /** Runs of that exercise, of those that may be needed. */
  readonly done: number;
  readonly all: number;
  readonly exercisesDone: number;
  readonly exercises: number;
  /** Of the whole, from 0 to 1; never goes back. */
  readonly share: number;
}

export interface VerifyPackOptions {
  /** One that keeps children is several times as fast: `keeps` of its options, as many as `parallel`. */
  readonly runner: Pick<SuiteRunner, 'plan' | 'run' | 'play'>;
  /** Where the program lies: `installation.dist`, `installation.sandboxDir`. */
  readonly dist: string;
  readonly sandboxDir: string;
  /** The type declarations of what suites may import: `installation.suiteEnvironment()`. */
  readonly environment: string;
  /** Ids; all exercises of the pack when absent. */
  readonly exercises?: readonly string[];
  /** How many. */
  readonly seeds: number;
  /** Whether the suites are tried on changes of the solution as well. */
  readonly mutants: boolean;
  /** Milliseconds after which no more changes of one solution are tried. */
  readonly mutantMs: number;
  /** How many runs may go on at once. */
  readonly parallel: number;
  /** A folder of the user's own for verdicts; without it everything is run. */
  readonly cacheDir?: string | undefined;
  /** The Redis server of the person's own that the runner uses: what is proven there is not remembered. */
  readonly redisUrl?: string | undefined;
  /** Ends what is running; then the verdicts that were not reached are missing. */
  readonly signal?: Cancellation;
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Each verdict as soon as all before it are there, in the order of the pack. */
  readonly onVerdict?: (verdict: VerifiedExercise) => void;
}

/**
 * Proves exercises of a pack, several at a time. What has not changed since it was proven is not run again: the verdict of
 * then holds, with everything that was found.
 *
 * @param source the files that `pack` was parsed from
 */
export async function verifyPack(
  pack: Pack,
  source: PackSource,
  options: VerifyPackOptions,
): Promise<readonly VerifiedExercise[]> {
  const { exercises: wanted, parallel, cacheDir, signal, onVerdict } = options;
  const chosen = pack.exercises.filter(({ id }) => wanted === undefined || wanted.includes(id));
  const cache = cacheDir === undefined ? undefined : new VerdictCache(cacheDir);
  const engine = cache && (await engineHash(options));
  const slots = new RunSlots(options.runner, parallel);
  const verdicts: (VerifiedExercise | undefined)[] = chosen.map(() => undefined);
  const shares = chosen.map(() => 0);
  let told = 0;

  const verifyOne = async (exercise: Exercise, rank: number): Promise<void> => {
    const tell = (done: number, all: number): void => {
      shares[rank] = all === 0 ? 1 : done / all;
      options.onProgress?.({
        ...{ exercise: exercise.id, done, all },
        exercisesDone: verdicts.filter(verdict => verdict !== undefined).length,
        exercises: chosen.length,
        share: shares.reduce((sum, share) => sum + share, 0) / chosen.length,
      });
    };
    const key = cache && engine !== undefined ? keyOf(exercise, pack, source, engine, options) : undefined;
    const known = key === undefined ? undefined : await cache?.find(key);
    if (known) verdicts[rank] = { ...known, unchanged: true, runs: 0, durationMs: 0 };
    else {
      let runs = 0;
      const began = performance.now();
      const verdict = await prove(exercise, pack, source, options, {
        runner: slots.runnerFor(rank, () => runs++),
        onProgress: tell,
      }).catch((thrown: unknown) => unproven(exercise, options, toError(thrown)));
      if (signal?.aborted) return;
      if (key !== undefined && isLasting(verdict)) await cache?.keep(key, verdict);
      verdicts[rank] = { ...verdict, unchanged: false, runs, durationMs: performance.now() - began };
    }
    tell(1, 1);
    for (let next = verdicts[told]; next; next = verdicts[told]) {
      told++;
      onVerdict?.(next);
    }
  };

  await inParallel(chosen.entries(), Math.max(1, parallel), ([rank, exercise]) =>
    signal?.aborted ? Promise.resolve() : verifyOne(exercise, rank),
  );
  await cache?.tidy(Date.now());
  return verdicts.filter(verdict => verdict !== undefined);
}

async function prove(
  exercise: Exercise,
  pack: Pack,
  source: PackSource,
  { seeds, mutants, mutantMs, parallel, environment, signal }: VerifyPackOptions,
  {
    runner,
    onProgress,
  }: Pick<VerifyPackOptions, 'runner'> & Pick<Parameters<typeof verifyExercise>[3], 'onProgress'>,
): Promise<ExerciseVerdict> {
  const mutation = mutants && {
    mutation: {
      mutants: await createMutants(exercise),
      floor: pack.mutationScore,
      isOver: stopwatch(mutantMs),
    },
  };
  return verifyExercise(exercise, pack, runner, {
    seeds: seedsUpTo(seeds),
    ...{ parallel, source },
    findings: lintContract(exercise, environment),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
    ...mutation,
  });
}

/**
 * One exercise that cannot be run keeps nobody from hearing of the others.
 *
 * @throws the error itself when it is a mistake of ours
 */
function unproven(exercise: Exercise, { seeds }: VerifyPackOptions, error: Error): ExerciseVerdict {
  if (error.name !== 'HumanError') throw error; // its class may be that of another bundle
  const remedy = l10n.t('Prove it again when that has been put right.');
  return {
    ...{ exercise: exercise.id, title: exercise.title, kind: kindOf(exercise), ok: false },
    findings: [{ code: 'not-proven', severity: 'error', message: error.message, remedy }],
    requirements: exercise.requirements.map(({ id }) => id),
    seeds: seedsUpTo(seeds),
    ...{ checks: [], alternatives: [], wrong: [] },
  };
}

const seedsUpTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Runs from the first time that it is looked at. */
function stopwatch(ms: number): () => boolean {
  let end: number | undefined;
  return () => performance.now() >= (end ??= performance.now() + ms);
}

/** All that a verdict depends on. */
function keyOf(
  exercise: Exercise,
  pack: Pack,
  source: PackSource,
  engine: string,
  { seeds, mutants, redisUrl }: VerifyPackOptions,
): string | undefined {
  if (redisUrl !== undefined && exercise.services.includes('redis')) return undefined;
  const hash = createHash('sha256');
  const add = (part: string): void => void hash.update(String(part.length)).update(' ').update(part);
  for (const part of [
    engine,
    JSON.stringify(textsInUse() ?? null), // in which language it was told
    pack.id,
    exercise.id,
    String(seeds),
    mutants ? String(pack.mutationScore) : '-',
  ])
    add(part);
  for (const file of source.list())
    if (file.startsWith(`${exercise.id}/`)) {
      add(file);
      add(source.read(file) ?? '');
    }
  return hash.digest('hex');
}
