/** The figures of the story. This file belongs to the exercise and is restored before every run. */
import type { ErasureOptions } from './types';

const minute = 60_000;
const day = 24 * 60 * minute;

export const figures: Omit<ErasureOptions, 'stores' | 'ledger' | 'vault'> = {
  graceMs: day,
  deadlineMs: 30 * day,
  warnMs: 5 * day,
  backupsMs: 30 * day,
  timeoutMs: 10_000,
  retry: { baseMs: minute, capMs: 60 * minute },
  parallel: 8,
};
