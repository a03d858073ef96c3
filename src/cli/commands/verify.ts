import { availableParallelism } from 'node:os';
import { HumanError } from '../../core/errors';
import { nearest, oneOf } from '../../core/pack/suggest';
import { parsePack } from '../../core/pack/parsePack';
import { verifyExercise, type ExerciseVerdict } from '../../core/verify/verifyExercise';
import { loadAuthoring } from '../../node/authoring/loadAuthoring';
import type { Installation } from '../../node/installation';
import { readPack } from '../../node/packFiles';
import { Runner } from '../../node/runner';
import { located } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';
import { printVerdict, printVerifyEnd } from '../print/verdict';

export interface VerifyOptions {
  /** The folder of the pack. */
  readonly pack: string;
  /** Ids; all when empty. */
  readonly exercise: readonly string[];
  /** How many. */
  readonly seeds: number;
  /** Whether the suites are tried on changes of the solution as well; it takes most of the time. */
  readonly mutants: boolean;
  readonly json: boolean;
}

export async function verify(options: VerifyOptions, installation: Installation, io: Io): Promise<ExitCode> {
  const { pack, problems } = parsePack(await readPack(options.pack));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const listed = problems.map(problem => ({ folder: options.pack, problem }));
  if (!options.json) for (const problem of listed) io.err(located(problem));
  if (!pack) {
    if (options.json) io.out(JSON.stringify({ version: 1, ok: false, pack: null, problems, exercises: [] }));
    else io.err(`error: ${options.pack} is not a pack that can be checked.`);
    return exitCodes.usage;
  }
  const known = pack.exercises.map(({ id }) => id);
  const chosen = options.exercise.length > 0 ? options.exercise : known;
  // An exercise with errors is not among the known ones; its problems have been shown.
  const broken = new Set(problems.filter(p => p.severity === 'error').map(p => p.file.split('/')[0]!));
  for (const id of chosen) if (!known.includes(id) && !broken.has(id)) throw unknownExercise(id, known);

  const parallel = Math.min(8, availableParallelism());
  const runner = new Runner({ sandboxDir: installation.sandboxDir, warm: parallel });
  const verdicts: ExerciseVerdict[] = [];
  const authoring = loadAuthoring(installation.dist);
  const environment = await installation.suiteEnvironment();
  try {
    for (const exercise of pack.exercises.filter(({ id }) => chosen.includes(id))) {
      const seeds = Array.from({ length: options.seeds }, (_, i) => i + 1);
      const verdict = await verifyExercise(exercise, pack, runner, {
        ...{ seeds, parallel, signal: io.signal },
        findings: authoring.lintContract(exercise, environment),
        ...(options.mutants && {
          mutation: {
            mutants: await authoring.createMutants(exercise),
            floor: pack.mutationScore,
            onJudged: (done: number, all: number) =>
              io.progress?.(`${exercise.id}: ${done} of ${all} changes`),
          },
        }),
      });
      io.progress?.('');
      if (io.signal.aborted) throw new HumanError('cancelled', 'Interrupted.');
      verdicts.push(verdict);
      if (!options.json) printVerdict(verdict, io);
    }
  } finally {
    runner.dispose();
  }
  const ok = errors === 0 && verdicts.every(verdict => verdict.ok);
  const { id, version, hash } = pack;
  if (options.json)
    io.out(JSON.stringify({ version: 1, ok, pack: { id, version, hash }, problems, exercises: verdicts }));
  else printVerifyEnd({ ok, errors, verdicts }, io);
  if (errors > 0) return exitCodes.usage;
  return ok ? exitCodes.ok : exitCodes.failed;
}

function unknownExercise(id: string, known: readonly string[]): HumanError {
  const meant = nearest(id, known);
  const hint = meant ? `Did you mean "${meant}"?` : known.length > 0 ? `There are ${oneOf(known)}.` : '';
  return new HumanError('unknown-exercise', `The pack has no exercise "${id}". ${hint}`);
}
