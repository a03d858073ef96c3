import { nextSteps } from '../../core/advice/nextSteps';
import type { Practised } from '../../core/advice/practised';
import { skillLevels } from '../../core/advice/skillLevels';
import { intervals, returnTo } from '../../core/advice/spacing';
import { isChecked, kindOf, type ExerciseRef } from '../../core/exercise';
import type { Catalog, CatalogEntry } from '../../core/pack/catalog';
import { stateOf, type ExerciseProgress } from '../../core/progress';
import { progressOf, refsIn, type Ledger } from '../../core/record/ledger';
import type { PackProgress, PastExercise, ProgressView } from '../../protocol/progressPanel';

interface Standing {
  readonly entry: CatalogEntry;
  readonly progress: ExerciseProgress;
}

/** Everything that the page about progress shows. */
export function progressView(catalog: Catalog, ledger: Ledger, now: number): ProgressView {
  const standings = catalog.entries.map(entry => ({
    entry,
    progress: progressOf(ledger, entry.ref, catalog.formerRefs(entry.ref)),
  }));
  const practised = standings.map(practisedOf);
  const next = nextSteps(practised, now).flatMap(step => {
    const entry = catalog.find(step.ref);
    if (!entry) return [];
    const { title, difficulty, minutes } = entry.card;
    return [{ ...step, title, difficulty, minutes, packTitle: entry.pack.title }];
  });
  const returns = practised.flatMap(({ isChecked: canRun, progress }) =>
    canRun ? (returnTo(progress)?.dueAt ?? []) : [],
  );
  const later = returns.filter(at => at > now);
  const elsewhere = refsIn(ledger).filter(ref => !catalog.find(ref)).length;
  return {
    now,
    packs: packsOf(standings),
    skills: skillLevels(practised),
    next,
    nextReturnAt: later.length > 0 && later.length === returns.length ? Math.min(...later) : null,
    intervals,
    history: standings
      .filter(({ progress }) => stateOf(progress) !== 'new')
      .map(pastOf)
      .sort(latestFirst),
    elsewhere,
  };
}

const practisedOf = ({ entry: { ref, card, pack }, progress }: Standing, place: number): Practised => ({
  ref,
  place,
  title: card.title,
  difficulty: card.difficulty,
  skills: card.skills,
  prerequisites: card.prerequisites.map((id): ExerciseRef => `${pack.id}/${id}`),
  isChecked: isChecked(card),
  progress,
});

function packsOf(standings: readonly Standing[]): readonly PackProgress[] {
  const packs = [...new Set(standings.map(({ entry }) => entry.pack))];
  return packs.map(pack => {
    const all = standings.filter(({ entry }) => entry.pack === pack);
    const passed = all.filter(({ progress }) => progress.firstPassAt !== null);
    const minutesOf = (some: readonly Standing[]): number =>
      some.reduce((sum, { entry }) => sum + entry.card.minutes, 0);
    const begun = all.filter(({ progress }) => ['started', 'failing'].includes(stateOf(progress))).length;
    return {
      ...{ id: pack.id, title: pack.title },
      ...{ passed: passed.length, begun, total: all.length },
      ...{ minutesPassed: minutesOf(passed), minutes: minutesOf(all) },
    };
  });
}

function pastOf({ entry: { ref, card }, progress }: Standing): PastExercise {
  const { startedAt, firstPassAt, runs, attempts, hintsAt, history } = progress;
  const hintsUsed = hintsAt.filter(at => at === null || firstPassAt === null || at <= firstPassAt).length;
  return {
    ...{ ref, title: card.title, kind: kindOf(card), state: stateOf(progress) },
    ...{ startedAt, firstPassAt, runs, attempts, hintsUsed, history },
  };
}

const lastAt = ({ history, firstPassAt, startedAt }: PastExercise): number =>
  Math.max(history.at(-1)?.at ?? 0, firstPassAt ?? 0, startedAt ?? 0);

const latestFirst = (a: PastExercise, b: PastExercise): number => lastAt(b) - lastAt(a);
