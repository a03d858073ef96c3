import type { Pack } from '../../core/exercise';
import type { Problem } from '../../core/pack/problem';
import type { VerifiedExercise } from '../../core/verify/verified';

export interface VerifyResult {
  readonly ok: boolean;
  /** Null when there is no pack that can be checked. */
  readonly pack: Pick<Pack, 'id' | 'version' | 'hash'> | null;
  /** In the files. */
  readonly problems: readonly Problem[];
  readonly verdicts: readonly VerifiedExercise[];
}

/**
 * What `verify --json` prints. Additions keep `version`; a removal or a change of meaning raises it. The shape is
 * described in exercises/README.md.
 */
export function verdictsAsJson({ ok, pack, problems, verdicts }: VerifyResult) {
  return {
    version: 1,
    ok,
    pack: pack && { id: pack.id, version: pack.version, hash: pack.hash },
    problems,
    exercises: verdicts.map(verdict => ({ ...verdict, durationMs: Math.round(verdict.durationMs) })),
  };
}
