/**
 * When all checks of an exercise were run, and whether they passed. A mark is a number, as that is what is synchronised:
 * epoch milliseconds, negative when a check failed.
 */
export type Mark = number;

export interface MarkLimits {
  /** So many of the latest. */
  readonly newest: number;
  /** One of each day, for so many of the latest days that have any. */
  readonly days: number;
}

/** What this machine remembers of an exercise. */
export const ownLimits: MarkLimits = { newest: 24, days: 40 };
/** What it tells the others. */
export const sharedLimits: MarkLimits = { newest: 6, days: 12 };

export const markOf = (at: number, passed: boolean): Mark => (passed ? at : -at);
export const timeOf = (mark: Mark): number => Math.abs(mark);
export const isPass = (mark: Mark): boolean => mark > 0;

const dayMs = 86_400_000;
const inOrder = (a: Mark, b: Mark): number => timeOf(a) - timeOf(b) || a - b;

/**
 * Thins a history, oldest first. Kept are the first run, the first that passed, the latest `newest`, and of each of the
 * latest `days` days (UTC) the last run that passed, or the last one if none did.
 *
 * Each of these rules takes what is first by a fixed order, so that it does not matter when a history is thinned: of two
 * histories that have been thinned and joined the same is left as of both in full. That is what lets machines thin by
 * themselves. A test holds it to this.
 */
export function thinned(marks: readonly Mark[], { newest, days }: MarkLimits): readonly Mark[] {
  const all = [...new Set(marks)].sort(inOrder);
  if (all.length <= newest) return all;
  const byDay = new Map<number, Mark>();
  for (const mark of all) {
    const day = Math.floor(timeOf(mark) / dayMs);
    const best = byDay.get(day);
    if (best === undefined || isPass(mark) || !isPass(best)) byDay.set(day, mark);
  }
  const kept = new Set([
    ...all.slice(0, 1),
    ...all.filter(isPass).slice(0, 1),
    ...all.slice(all.length - newest),
    ...[...byDay.values()].slice(-days),
  ]);
  return all.filter(mark => kept.has(mark));
}
