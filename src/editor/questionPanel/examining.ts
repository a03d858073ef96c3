import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import type { Discussion, ExerciseRef } from '../../core/exercise';
import type { ExaminerView } from '../../protocol/panel';
import type { Examination, Examiner } from '../examiner';
import { DisposableStore } from '../lifecycle';

/** Characters: an answer is kept beside what was proposed for it. */
const longestAnswer = 20_000;

/** The answers of a panel that a language model is reading, because somebody has pressed the button that says so. */
export class Examining implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly asking = new Map</* discussion of an exercise */ string, vscode.CancellationTokenSource>();

  constructor(private readonly examiner: Examiner) {
    this.store.add(examiner.onDidChange(() => this.changed.fire()));
  }

  /** For the panel of an exercise. */
  view(ref: ExerciseRef): ExaminerView {
    const { offer } = this.examiner;
    if (offer.kind !== 'offered') return offer;
    const own = [...this.asking.keys()].filter(key => key.startsWith(keyOf(ref, '')));
    return { ...offer, reading: own.map(key => key.slice(keyOf(ref, '').length)) };
  }

  /**
   * Null when it was cancelled. Asking again takes the place of asking before.
   *
   * @throws HumanError saying why nothing is proposed
   */
  async ask(ref: ExerciseRef, discussion: Discussion, answer: string): Promise<Examination | null> {
    requireReadable(answer);
    const key = keyOf(ref, discussion.id);
    this.asking.get(key)?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.asking.set(key, source);
    this.changed.fire();
    try {
      const { prompt: question, rubric } = discussion;
      return await this.examiner.examine({ question, rubric, answer }, source.token);
    } catch (thrown) {
      if (thrown instanceof vscode.CancellationError) return null;
      throw thrown;
    } finally {
      if (this.asking.get(key) === source) this.asking.delete(key);
      source.dispose();
      if (!this.store.disposed) this.changed.fire();
    }
  }

  cancel(ref: ExerciseRef, discussion: string): void {
    this.asking.get(keyOf(ref, discussion))?.cancel();
  }

  dispose(): void {
    this.store.dispose();
    for (const source of this.asking.values()) source.cancel();
  }
}

/** A reference has no blank in it. */
const keyOf = (ref: ExerciseRef, discussion: string): string => `${ref} ${discussion}`;

function requireReadable(answer: string): void {
  if (answer.trim() === '')
    throw new HumanError(
      'no-answer',
      vscode.l10n.t('Write an answer first: there is nothing to propose scores for.'),
    );
  if (answer.length > longestAnswer)
    throw new HumanError(
      'too-long',
      vscode.l10n.t(
        'The answer has more than {0} characters, too many for a proposal, so nothing was sent. Shorten it, or score the points yourself.',
        longestAnswer,
      ),
    );
}
