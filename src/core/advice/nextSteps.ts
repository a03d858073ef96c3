import { difficulties, type ExerciseRef, type Skill } from '../exercise';
import { stateOf } from '../progress';
import type { Practised } from './practised';
import { shareOf, skillLevels, type SkillLevel } from './skillLevels';
import { dayMs, returnTo } from './spacing';

/** Why an exercise is proposed. Who shows it makes a sentence of it. */
export type Reason =
  /** It has been begun and not passed. */
  | { readonly kind: 'begun'; readonly at: number | null }
  /** Something that has been begun builds on it. */
  | { readonly kind: 'opens'; readonly title: string }
  /** It was passed so long ago that it is worth solving again. */
  | { readonly kind: 'return'; readonly days: number; readonly times: number }
  /** It practises what has been practised least. `after` are titles of what it builds on. */
  | { readonly kind: 'skill'; readonly level: SkillLevel; readonly after: readonly string[] }
  /** Everything that it builds on has been passed; `after` are the titles, if any. */
  | { readonly kind: 'open'; readonly after: readonly string[] };

export interface NextStep {
  readonly ref: ExerciseRef;
  readonly reason: Reason;
}

/** The most that are proposed, and the most of those that are begun, and that come back. */
const most = { all: 5, begun: 2, returning: 2 } as const;

/**
 * What to do next, the most useful first:
 *
 * 1. what has been begun and not passed, the latest first. Where that builds on something that has not been passed, that
 *    comes in its place;
 * 2. what was passed and is due to be solved again (spacing.ts), the longest overdue first;
 * 3. what is new: first what practises the skill of which the smallest share has been passed; of several the easier one,
 *    then the one that comes first in its pack.
 *
 * Never an exercise of which a prerequisite has not been passed. The answer depends on nothing but the exercises, in
 * whatever order they come, and the time.
 */
export function nextSteps(exercises: readonly Practised[], now: number): readonly NextStep[] {
  const ordered = [...exercises].sort((a, b) => a.place - b.place || (a.ref < b.ref ? -1 : 1));
  const byRef = new Map(ordered.map(exercise => [exercise.ref, exercise]));
  const missingFor = (exercise: Practised): readonly Practised[] =>
    exercise.prerequisites
      .flatMap(ref => byRef.get(ref) ?? [])
      .filter(before => before.progress.firstPassAt === null);
  const open = ordered.filter(exercise => missingFor(exercise).length === 0);

  const steps = [
    ...begunSteps(ordered, missingFor).slice(0, most.begun),
    ...returnSteps(open, now).slice(0, most.returning),
  ];
  const fresh = newSteps(open, ordered, byRef).filter(({ ref }) => !steps.some(step => step.ref === ref));
  return [...steps, ...fresh].slice(0, most.all);
}

const isBegun = ({ progress }: Practised): boolean => ['started', 'failing'].includes(stateOf(progress));

function begunSteps(
  ordered: readonly Practised[],
  missingFor: (exercise: Practised) => readonly Practised[],
): readonly NextStep[] {
  const lastAt = ({ progress }: Practised): number => progress.lastRunAt ?? progress.startedAt ?? 0;
  const steps = new Map<ExerciseRef, NextStep>();
  const add = (ref: ExerciseRef, reason: Reason): void => {
    if (!steps.has(ref)) steps.set(ref, { ref, reason });
  };
  for (const begun of ordered.filter(isBegun).sort((a, b) => lastAt(b) - lastAt(a))) {
    const first = firstOpen(begun, missingFor);
    if (!first) continue; // prerequisites that go in a circle: nothing can come first
    if (isBegun(first)) add(first.ref, { kind: 'begun', at: first.progress.startedAt });
    else add(first.ref, { kind: 'opens', title: begun.title });
  }
  return [...steps.values()];
}

/** The exercise itself, or the first of what has to be passed before it that can be begun now. */
function firstOpen(
  exercise: Practised,
  missingFor: (exercise: Practised) => readonly Practised[],
  seen = new Set<Practised>(),
): Practised | undefined {
  if (seen.has(exercise)) return undefined;
  seen.add(exercise);
  const missing = missingFor(exercise);
  if (missing.length === 0) return exercise;
  for (const before of missing) {
    const found = firstOpen(before, missingFor, seen);
    if (found) return found;
  }
  return undefined;
}

function returnSteps(open: readonly Practised[], now: number): readonly NextStep[] {
  return open
    .flatMap(({ ref, isChecked, progress }) => {
      const back = isChecked ? returnTo(progress) : undefined;
      return back && back.dueAt <= now ? [{ ref, back }] : [];
    })
    .sort((a, b) => a.back.dueAt - b.back.dueAt)
    .map(({ ref, back: { from, times } }) => {
      const days = Math.floor((now - from) / dayMs);
      return { ref, reason: { kind: 'return', days, times } };
    });
}

function newSteps(
  open: readonly Practised[],
  all: readonly Practised[],
  byRef: ReadonlyMap<ExerciseRef, Practised>,
): readonly NextStep[] {
  const levels = new Map<Skill, SkillLevel>(skillLevels(all).map(level => [level.skill, level]));
  const nothingPassed = all.every(({ progress }) => progress.firstPassAt === null);
  const weakest = ({ skills }: Practised): SkillLevel | undefined =>
    skills
      .flatMap(skill => levels.get(skill) ?? [])
      .reduce<SkillLevel | undefined>(
        (least, level) => (least && shareOf(least) <= shareOf(level) ? least : level),
        undefined,
      );
  return open
    .filter(({ progress }) => stateOf(progress) === 'new')
    .map(exercise => ({ exercise, level: weakest(exercise) }))
    .sort(
      (a, b) =>
        (a.level ? shareOf(a.level) : 1) - (b.level ? shareOf(b.level) : 1) ||
        difficulties.indexOf(a.exercise.difficulty) - difficulties.indexOf(b.exercise.difficulty),
    )
    .map(({ exercise: { ref, prerequisites }, level }) => {
      const after = prerequisites.flatMap(before => byRef.get(before)?.title ?? []);
      const reason: Reason =
        nothingPassed || !level ? { kind: 'open', after } : { kind: 'skill', level, after };
      return { ref, reason };
    });
}
