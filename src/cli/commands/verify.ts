import { availableParallelism } from 'node:os';
import path from 'node:path';
import { HumanError } from '../../core/errors';
import { nearest, oneOf } from '../../core/pack/suggest';
import { parsePack } from '../../core/pack/parsePack';
import type { VerifiedExercise } from '../../core/verify/verified';
import { loadAuthoring } from '../../node/authoring/loadAuthoring';
import type { Installation } from '../../node/installation';
import { readPack } from '../../node/packFiles';
import { Runner } from '../../node/runner';
import { userCacheFolder } from '../../node/userCache';
import { located } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';
import { printVerdict, printVerifyEnd } from '../print/verdict';
import { verdictsAsJson } from '../print/verdictJson';
import { VerifyBar } from '../print/verifyBar';
import { type ReportFiles } from './writeReports';
import { writeVerifyReports } from './writeVerifyReports';

export interface VerifyOptions extends ReportFiles {
  /** The folder of the pack. */
  readonly pack: string;
  /** Ids; all when empty. */
  readonly exercise: readonly string[];
  /** How many. */
  readonly seeds: number;
  /** Whether the suites are tried on changes of the solution as well; it takes most of the time. */
  readonly mutants: boolean;
  /** For those of one exercise. */
  readonly mutantMinutes: number;
  /** Whether what has not changed keeps its verdict. */
  readonly cache: boolean;
  readonly json: boolean;
}

export async function verify(options: VerifyOptions, installation: Installation, io: Io): Promise<ExitCode> {
  const startedAt = Date.now();
  const source = await readPack(options.pack);
  const { pack, problems } = parsePack(source);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const listed = problems.map(problem => ({ folder: options.pack, problem }));
  if (!options.json) for (const problem of listed) io.err(located(problem));
  if (!pack) {
    if (options.json)
      io.out(JSON.stringify(verdictsAsJson({ ok: false, pack: null, problems, verdicts: [] })));
    else io.err(`error: ${options.pack} is not a pack that can be checked.`);
    return exitCodes.usage;
  }
  const known = pack.exercises.map(({ id }) => id);
  // An exercise with errors is not among the known ones; its problems have been shown.
  const broken = new Set(problems.filter(p => p.severity === 'error').map(p => p.file.split('/')[0]!));
  for (const id of options.exercise)
    if (!known.includes(id) && !broken.has(id)) throw unknownExercise(id, known);

  const parallel = Math.min(8, availableParallelism());
  const redisUrl = process.env['DESIGN_DRILLS_REDIS_URL'];
  const cacheDir = userCacheFolder();
  const { dist, sandboxDir } = installation;
  const runner = new Runner({
    ...{ sandboxDir, warm: 0, keeps: parallel },
    cacheDir: path.join(cacheDir, 'code'),
  });
  const bar = new VerifyBar(io);
  let verdicts: readonly VerifiedExercise[];
  try {
    verdicts = await loadAuthoring(dist).verifyPack(pack, source, {
      ...{ runner, dist, sandboxDir, parallel, redisUrl },
      environment: await installation.suiteEnvironment(),
      ...(options.exercise.length > 0 && { exercises: options.exercise }),
      ...{ seeds: options.seeds, mutants: options.mutants, mutantMs: options.mutantMinutes * 60_000 },
      cacheDir: options.cache ? path.join(cacheDir, 'verdicts') : undefined,
      signal: io.signal,
      onProgress: progress => bar.show(progress),
      onVerdict: verdict => {
        bar.clear();
        if (!options.json) printVerdict(verdict, io);
      },
    });
  } finally {
    bar.clear();
    runner.dispose();
  }
  if (io.signal.aborted) throw new HumanError('cancelled', 'Interrupted.');
  const ok = errors === 0 && verdicts.every(verdict => verdict.ok);
  if (options.json) io.out(JSON.stringify(verdictsAsJson({ ok, pack, problems, verdicts })));
  else printVerifyEnd({ ok, errors, verdicts }, io);
  const version = await installation.version();
  await writeVerifyReports(options, { pack, problems, verdicts, startedAt, version });
  if (errors > 0) return exitCodes.usage;
  return ok ? exitCodes.ok : exitCodes.failed;
}

function unknownExercise(id: string, known: readonly string[]): HumanError {
  const meant = nearest(id, known);
  const hint = meant ? `Did you mean "${meant}"?` : known.length > 0 ? `There are ${oneOf(known)}.` : '';
  return new HumanError('unknown-exercise', `The pack has no exercise "${id}". ${hint}`);
}
