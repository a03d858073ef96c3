import { availableParallelism } from 'node:os';
import * as vscode from 'vscode';
import { rangeOfPlace, type PlacedRange } from '../../core/authoring/placeRange';
import { HumanError } from '../../core/errors';
import type { Exercise, Pack } from '../../core/exercise';
import { parseExercise } from '../../core/pack/parseExercise';
import { parsePack } from '../../core/pack/parsePack';
import type { PackSource } from '../../core/pack/source';
import type { Finding, Place } from '../../core/verify/finding';
import type { JudgedMutant } from '../../core/verify/mutation';
import type { ExerciseVerdict } from '../../core/verify/verifyExercise';
import type { VerifyProgress } from '../../node/authoring/verifyPack';
import type { Installation } from '../../node/installation';
import { readSetting } from '../settings';
import type { AuthoredExercise } from './authoredPacks';
import { hashOfTexts, type EditedPacks } from './editedPacks';
import { requireTrust } from './trust';

/** As many as the command line tries unless it is told otherwise. */
const seeds = 3;

/** Which of the designs of an exercise is proven; the whole exercise where it is not said. */
export type Part = 'starter' | 'solution' | { readonly wrong: string } | { readonly alternative: string };

export interface VerifyRequest {
  readonly place: AuthoredExercise;
  readonly part?: Part;
  /** Whether the suites are tried on changes of the solution as well; it takes most of the time. */
  readonly mutants: boolean;
  /** What was proven of the same texts before holds. Without, everything is run. */
  readonly remembers?: boolean;
  readonly signal: AbortSignal;
  /** Of the runs that may be needed. */
  readonly onProgress?: (progress: VerifyProgress) => void;
}

export interface PlacedFinding extends Finding {
  readonly place: PlacedRange;
}

export type Verification =
  /** Its files have mistakes, which are told of as problems. */
  | { readonly kind: 'broken' }
  | {
      readonly kind: 'judged';
      readonly verdict: ExerciseVerdict;
      readonly findings: readonly PlacedFinding[];
      /** Changes of the solution that no check noticed. */
      readonly unnoticed: readonly { readonly mutant: JudgedMutant; readonly place: PlacedRange }[];
      /** Of the texts of the exercise that were judged. */
      readonly hash: string;
    };

/** As the command line does unless it is told otherwise. */
const mutantMs = 10 * 60_000;

/** Proves exercises as they stand in the editor, in children of its own that are gone when it is done. */
export class Verifier implements vscode.Disposable {
  private readonly ending = new AbortController();

  constructor(
    private readonly edited: EditedPacks,
    private readonly installation: Installation,
    /** A folder of this user's own, for compiled code and for verdicts. */
    private readonly storage: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  dispose(): void {
    this.ending.abort();
  }

  /**
   * @throws HumanError in Restricted Mode, and when the pack cannot be read; vscode.CancellationError when it was cancelled
   */
  async verify({ place, part, signal: asked, ...request }: VerifyRequest): Promise<Verification> {
    const signal = AbortSignal.any([asked, this.ending.signal]);
    requireTrust();
    const { pack: written, exercise: id } = place;
    const source = await this.edited.read(place);
    const { pack } = parsePack(source, { exercise: id });
    if (!pack)
      throw new HumanError('bad-pack', vscode.l10n.t('Correct the pack.yaml of {0} first.', written.folder));
    const parsed = parseExercise(source, pack.id, id, written.exercises);
    const exercise = parsed === 'no-folder' ? undefined : parsed.exercise;
    if (!exercise) return { kind: 'broken' };
    const verdict = await this.prove(
      { ...pack, exercises: [part === undefined ? exercise : onlyPart(exercise, part)] },
      source,
      { ...request, signal, isPart: part !== undefined },
    );
    const ranged = (at: Place): PlacedRange => rangeOfPlace(at, source.read(at.file) ?? '');
    const top = { file: `${id}/exercise.yaml`, line: 1, column: 1 };
    return {
      kind: 'judged',
      verdict,
      findings: verdict.findings.map(found => ({ ...found, place: ranged(found.place ?? top) })),
      unnoticed: (verdict.mutation?.mutants ?? [])
        .filter(({ fate }) => fate === 'survived')
        .map(mutant => {
          const { file, line, column } = mutant;
          return { mutant, place: ranged({ file: `${id}/solution/${file}`, line, column }) };
        }),
      hash: exerciseHash(source, id),
    };
  }

  /** @throws vscode.CancellationError */
  private async prove(
    pack: Pack,
    source: PackSource,
    {
      mutants,
      remembers = false,
      signal,
      isPart,
      onProgress,
    }: Omit<VerifyRequest, 'place' | 'part'> & { readonly isPart: boolean },
  ): Promise<ExerciseVerdict> {
    const { loadAuthoring } = await import('../../node/authoring/loadAuthoring');
    const { Runner } = await import('../../node/runner');
    const { dist, sandboxDir } = this.installation;
    const folder = (name: string): string => vscode.Uri.joinPath(this.storage, name).fsPath;
    // One core is left for whoever goes on typing.
    const parallel = Math.max(1, Math.min(4, availableParallelism() - 1));
    const redisUrl = readSetting('services.redisUrl') || undefined;
    const runner = new Runner({
      ...{ sandboxDir, warm: 0, keeps: parallel, cacheDir: folder('code') },
      redisUrl: () => redisUrl,
      log: line => this.log.debug(line),
    });
    try {
      const [verdict] = await loadAuthoring(dist).verifyPack(pack, source, {
        ...{ runner, dist, sandboxDir, parallel, redisUrl, seeds, mutantMs, signal },
        environment: await this.installation.suiteEnvironment(),
        mutants: mutants && !isPart,
        cacheDir: remembers && !isPart ? folder('verdicts') : undefined,
        ...(onProgress && { onProgress }),
      });
      if (signal.aborted || !verdict) throw new vscode.CancellationError();
      return verdict;
    } finally {
      runner.dispose();
    }
  }
}

/** The starter and the solution are always among the designs: what they do tells what a suite is worth. */
function onlyPart(exercise: Exercise, part: Part): Exercise {
  const wrong = typeof part === 'object' && 'wrong' in part ? part.wrong : undefined;
  const alternative = typeof part === 'object' && 'alternative' in part ? part.alternative : undefined;
  return {
    ...exercise,
    wrong: exercise.wrong.filter(({ id }) => id === wrong),
    alternatives: exercise.alternatives.filter(({ id }) => id === alternative),
  };
}

/** Of the texts of one exercise: equal when it is as it was, whatever has happened in between. */
export function exerciseHash(source: PackSource, id: string): string {
  const paths = source.list().filter(path => path.startsWith(`${id}/`));
  return hashOfTexts(new Map(paths.map(path => [path, source.read(path) ?? ''])));
}
