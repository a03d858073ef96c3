import type { Exercise, Service } from '../core/exercise';

/** What a child is started with. Children of one kind are interchangeable. */
export interface ChildKind {
  /** MiB of heap. */
  readonly memoryMb: number;
  /** Loaded before the child is ready. */
  readonly services: readonly Service[];
}

export const kindOf = ({ limits, services }: Pick<Exercise, 'limits' | 'services'>): ChildKind => ({
  memoryMb: limits.memoryMb,
  services,
});

/** Equal for kinds that are interchangeable. */
export const kindKey = ({ memoryMb, services }: ChildKind): string =>
  `${memoryMb} ${[...services].sort().join(',')}`;
