import { availableParallelism, totalmem } from 'node:os';
import type { ChildKind } from './childKind';

export interface Machine {
  readonly cores: number;
  readonly memoryMb: number;
}

export const thisMachine = (): Machine => ({
  cores: availableParallelism(),
  memoryMb: Math.round(totalmem() / (1_024 * 1_024)),
});

/** MiB of resident memory that a waiting child takes, measured after a rehearsal. */
const childMb = 80;
const postgresMb = 250;

/** The part of the machine's memory that children of one kind may take for nothing but speed. */
const share = 0.04;

/**
 * How many children of a kind wait for a run. A second one is for the save that comes while the first is being replaced;
 * that only helps where a core is free to replace it. A plain child always waits, a database only where there is room.
 */
export function waitingChildren({ services }: Pick<ChildKind, 'services'>, machine: Machine): number {
  const isPlain = !services.includes('postgres');
  const most = isPlain && machine.cores >= 4 ? 2 : 1;
  const affordable = Math.floor((machine.memoryMb * share) / (isPlain ? childMb : postgresMb));
  return Math.max(isPlain ? 1 : 0, Math.min(most, affordable));
}
