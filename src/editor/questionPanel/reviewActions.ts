import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import { shownProposal } from '../../core/examiner/shownProposal';
import type { Discussion, Exercise, ExerciseRef } from '../../core/exercise';
import { answerPath } from '../../core/pack/names';
import { presentName } from '../../core/pack/renames';
import { withPresentClaims } from '../../core/progress';
import type { Proposal, ReviewEdit } from '../../core/review/review';
import { parsePlace, type AnswerPlace } from '../../protocol/answerPlace';
import type { Examined, HostContract } from '../../protocol/panel';
import type { Handlers } from '../../protocol/rpc';
import type { Attempt } from '../attempts';
import type { Services } from '../services';
import type { Examining } from './examining';

/** The longest text that is kept in a review. An answer of its own file may have any length. */
const longestText = 20_000;

/** Brings a parser, which the editor's start has no use for. */
const reviewFile = () => import('../../core/review/reviewFile');

export type ReviewRequest =
  | 'saveAnswer'
  | 'renderText'
  | 'scorePoint'
  | 'checkEstimate'
  | 'showFollowUp'
  | 'showPoints'
  | 'examine'
  | 'cancelExamine';

/** What the panel may ask for of written answers, and of what the learner says about them. */
export class ReviewActions {
  constructor(
    private readonly services: Pick<Services, 'answers' | 'attempts' | 'packs' | 'progress' | 'flows'>,
    private readonly examining: Examining,
    private readonly ref: () => ExerciseRef,
  ) {}

  readonly requests: Pick<Handlers<HostContract>, ReviewRequest> = {
    saveAnswer: async ({ ref, place: name, text }) => {
      const place = parsePlace(name);
      const found = place && (await this.find(ref, place.discussion));
      if (!place || !found)
        throw new HumanError(
          'no-discussion',
          vscode.l10n.t('This exercise has no place “{0}” to write into.', name),
        );
      if (place.part === 'answer')
        await this.services.answers.write(found.attempt, found.discussion.id, text);
      else await this.edit(found, editAt(place, found.discussion, text));
      return null;
    },
    renderText: async ({ text }) => {
      const { renderMarkdown } = await import('../../core/markdown');
      return { html: renderMarkdown(text, { demoteHeadings: 3 }) };
    },
    scorePoint: async ({ discussion: id, point, score }) => {
      const found = await this.need(id);
      const { exercise, discussion } = found;
      if (!discussion.rubric.some(known => known.id === point))
        throw new HumanError('no-point', vscode.l10n.t('There is no such point in the rubric.'));
      await this.edit(found, { kind: 'score', point, score });
      const claim = `${discussion.id}/${point}`;
      await this.services.progress.update(this.ref(), before => {
        const entry = withPresentClaims(before, exercise);
        const others = entry.claimed.filter(other => other !== claim);
        const isMade = score === 'found' || score === 'partly';
        return { ...entry, claimed: isMade ? [...others, claim] : others };
      });
      return null;
    },
    checkEstimate: async ({ discussion: name, id, text }) => {
      const found = await this.need(name);
      if (!found.discussion.estimates.some(known => known.id === id))
        throw new HumanError('no-estimate', vscode.l10n.t('There is no such estimate in the discussion.'));
      await this.edit(found, { kind: 'check-estimate', id, text: text.trim() });
      return null;
    },
    showFollowUp: async ({ discussion: id, index }) => {
      const found = await this.need(id);
      await this.edit(found, { kind: 'show-follow-up', question: questionAt(found.discussion, index) });
      return null;
    },
    showPoints: async ({ discussion: id, index }) => {
      const found = await this.need(id);
      await this.edit(found, { kind: 'show-points', question: questionAt(found.discussion, index) });
      return null;
    },
    examine: ({ discussion, answer }) => this.examine(this.ref(), discussion, answer),
    cancelExamine: ({ discussion }) => {
      this.examining.cancel(this.ref(), discussion);
      return null;
    },
  };

  /** The file of a review that cannot be read, at its mistake. */
  async openReview(name: string): Promise<void> {
    const { attempt, discussion } = await this.need(name);
    const path = answerPath(discussion.id, 'review');
    const { parseReview } = await reviewFile();
    const parsed = parseReview(path, await this.services.answers.read(attempt, discussion.id, 'review'));
    const { line, column } = parsed.kind === 'malformed' ? parsed.problem : { line: 1, column: 1 };
    const at = new vscode.Position(line - 1, column - 1);
    await this.services.flows.openFile(vscode.Uri.joinPath(attempt.folder, path), at);
  }

  /** Asks because the person has pressed the button that says so, and keeps what is proposed where the scores are. */
  private async examine(ref: ExerciseRef, name: string, answer: string): Promise<Examined | null> {
    const { attempt, discussion } = await this.need(name, ref);
    const { requireSound } = await reviewFile();
    const path = answerPath(discussion.id, 'review');
    requireSound(path, await this.services.answers.read(attempt, discussion.id, 'review')); // or it could not be kept
    const examination = await this.examining.ask(ref, discussion, answer);
    if (!examination) return null;
    const { model, points, followUp, leftOut } = examination;
    const proposal: Proposal = { model, answer, points, followUp };
    const note = vscode.l10n.t('What a language model proposed for the answer below. It scores nothing.');
    // The attempt may have been deleted meanwhile, or the exercise have changed.
    const found = await this.need(name, ref);
    await this.edit(found, { kind: 'proposal', proposal, note });
    return { proposal: shownProposal(proposal, found.discussion.rubric), leftOut };
  }

  private async need(discussion: string, ref: ExerciseRef = this.ref()): Promise<Found> {
    const found = await this.find(ref, discussion);
    if (!found)
      throw new HumanError(
        'no-attempt',
        vscode.l10n.t('Scaffold the exercise first: answers are kept beside its files.'),
      );
    return found;
  }

  /** The panel may not know of a new version yet, in which a discussion is called otherwise. */
  private async find(ref: ExerciseRef, name: string): Promise<Found | undefined> {
    const { exercise } = await this.services.packs.need(ref);
    const id = presentName(exercise.renamed.discussions, name);
    const discussion = exercise.discussions.find(known => known.id === id);
    const attempt = this.services.attempts.of(ref);
    if (!attempt)
      throw new HumanError(
        'no-attempt',
        vscode.l10n.t('Scaffold the exercise first: answers are kept beside its files.'),
      );
    return discussion && { attempt, exercise, discussion };
  }

  /** What cannot be read is not written over: the person's own words may be in it. */
  private async edit({ attempt, discussion }: Found, edit: ReviewEdit): Promise<void> {
    if ('text' in edit && edit.text.length > longestText)
      throw new HumanError(
        'too-long',
        vscode.l10n.t(
          'This text has more than {0} characters. Move some of it into your answer.',
          longestText,
        ),
      );
    const path = answerPath(discussion.id, 'review');
    const { editReview, requireSound } = await reviewFile();
    await this.services.answers.change(attempt, discussion.id, 'review', text => {
      requireSound(path, text);
      return editReview(
        text,
        edit,
        vscode.l10n.t('What you say of your own answer in {0}.', `${discussion.id}.md`),
      );
    });
  }
}

interface Found {
  readonly attempt: Attempt;
  readonly exercise: Exercise;
  readonly discussion: Discussion;
}

function questionAt({ followUps }: Discussion, index: number): string {
  const followUp = followUps[index];
  if (!followUp) throw new HumanError('no-follow-up', vscode.l10n.t('There is no such follow-up question.'));
  return followUp.question;
}

function editAt(
  place: Exclude<AnswerPlace, { part: 'answer' }>,
  discussion: Discussion,
  text: string,
): ReviewEdit {
  switch (place.part) {
    case 'reason':
      return { kind: 'reason', point: place.point, text };
    case 'estimate':
      return { kind: 'estimate', id: place.id, text };
    case 'follow-up':
      return { kind: 'follow-up', question: questionAt(discussion, place.index), text };
  }
}
