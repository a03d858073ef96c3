import { isChecked, type ExerciseRef } from '../core/exercise';
import { answerPath } from '../core/pack/names';
import { applyAnswers, withClaims, withPresentClaims } from '../core/progress';
import { isRevealed } from '../core/reveal';
import { pointsMade } from '../core/review/review';
import type { Attempt } from './attempts';
import { DisposableStore } from './lifecycle';
import { revealContext } from './revealContext';
import type { Services } from './services';

/** Where nothing runs, progress follows what is written, and what the learner says about it. */
export function registerWrittenProgress(
  services: Pick<Services, 'attempts' | 'packs' | 'answers' | 'progress' | 'log'>,
): DisposableStore {
  const { attempts, packs, answers, progress, log } = services;
  const store = new DisposableStore();
  const resets = new Map<ExerciseRef, number>();
  const resetsOf = (ref: ExerciseRef): number => resets.get(ref) ?? 0;

  const review = async (attempt: Attempt | undefined): Promise<void> => {
    const card = attempt && packs.find(attempt.ref)?.card;
    if (!card || isChecked(card)) return; // most are: they need not be loaded for this
    const resetsBefore = resetsOf(attempt.ref);
    const exercise = (await packs.load(attempt.ref))?.exercise;
    if (!exercise) return;
    const texts = await Promise.all(exercise.discussions.map(({ id }) => answers.read(attempt, id)));
    const answered = exercise.discussions.filter((_, i) => texts[i]?.trim() !== '').map(({ id }) => id);
    const made = await Promise.all(exercise.discussions.map(({ id }) => pointsOf(attempt, id)));
    if (store.disposed || resetsOf(attempt.ref) !== resetsBefore) return;
    await progress.update(attempt.ref, entry =>
      applyAnswers(
        withClaims(withPresentClaims(entry, exercise), made.flat()),
        exercise,
        answered,
        isRevealed(exercise.reveal.model, revealContext(entry)),
        Date.now(),
      ),
    );
  };
  /** Also where somebody writes into the file of a review by hand. */
  const pointsOf = async (attempt: Attempt, discussion: string): Promise<string[]> => {
    const path = answerPath(discussion, 'review');
    const { parseReview } = await import('../core/review/reviewFile');
    const parsed = parseReview(path, await answers.read(attempt, discussion, 'review'));
    return parsed.kind === 'review' ? pointsMade(parsed.review).map(point => `${discussion}/${point}`) : [];
  };
  const later = (attempt: Attempt | undefined): void =>
    void review(attempt).catch((error: unknown) => log.warn(`Progress not saved: ${String(error)}`));

  for (const event of [answers.onDidWrite, answers.onDidChangeElsewhere])
    store.add(event(uri => later(attempts.containing(uri))));
  // Answers that are still there must not bring back what the learner has just reset.
  store.add(
    progress.onDidChange(ref => {
      const { startedAt, claimed } = progress.of(ref);
      if (startedAt !== null || claimed.length > 0) later(attempts.of(ref));
      else resets.set(ref, resetsOf(ref) + 1); // nor what was read of them before it
    }),
  );
  return store;
}
