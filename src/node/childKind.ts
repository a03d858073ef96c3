import type { Exercise, Service } from '../core/exercise';

/** What a run is for. Debugging and coverage need V8's inspector, which others are denied. */
export type ChildMode = 'run' | 'debug' | 'coverage';

/** What a child is started with. Children of one kind are interchangeable. */
export interface ChildKind {
  /** MiB of heap. */
  readonly memoryMb: number;
  /** Loaded before the child is ready. */
  readonly services: readonly Service[];
  readonly mode: ChildMode;
}

export const kindOf = (
  { limits, services }: Pick<Exercise, 'limits' | 'services'>,
  mode: ChildMode = 'run',
): ChildKind => ({ memoryMb: limits.memoryMb, services, mode });

/** Equal for kinds that are interchangeable. */
export const kindKey = ({ memoryMb, services, mode }: ChildKind): string =>
  `${mode} ${memoryMb} ${[...services].sort().join(',')}`;

/** Whether children of this kind wait for a run: others are started when somebody asks for them. */
export const isPooled = ({ mode }: ChildKind): boolean => mode === 'run';
