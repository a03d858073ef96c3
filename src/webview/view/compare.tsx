import type { ShownProposal } from '../../core/examiner/shownProposal';
import type { Score } from '../../core/review/review';
import type { DiscussionModel, DiscussionView, RubricPointView } from '../../protocol/discussionView';
import type { QuestionView } from '../../protocol/panel';
import { placeName } from '../../protocol/answerPlace';
import { draftKey, type Draft } from '../answers';
import { pointKey, type State } from '../state';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { DraftField, SaveTrouble } from './draftField';
import { ExaminerBox, Proposed } from './examiner';
import { FollowUps } from './followUps';
import { InlineProse, Prose } from './prose';
import { ScoreSummary } from './scoreSummary';
import { useRendered } from './useRendered';

interface Props {
  readonly discussion: DiscussionView;
  readonly model: DiscussionModel;
  readonly question: QuestionView;
  readonly state: State;
  readonly answer: string;
}

const scores: readonly Score[] = ['found', 'partly', 'missing'];

/** The answer beside what a good one says, point by point: first the person's own verdict, then what others would say. */
export function Compare({ discussion, model, question, state, answer }: Props) {
  const { say, isPreview } = useSurroundings();
  const id = `compare-${discussion.id}`;
  const isOpen = state.open[id] ?? true;
  const html = useRendered(answer, isOpen && !isPreview);
  const rubric = model.rubric.map(point => ({
    ...point,
    score: state.scores[pointKey(discussion.id, point.id)] ?? point.score,
  }));
  const judged = rubric.filter(({ score }) => score !== null).length;
  return (
    <div class="model">
      <Disclosure
        id={id}
        level={4}
        open={isOpen}
        title={say('compare')}
        aside={say('judged', { judged, total: rubric.length })}
      >
        <div class={isPreview ? 'compare' : 'compare compare-beside'}>
          {!isPreview && (
            <div class="compare-answer" role="region" aria-label={say('compareAnswer')} tabIndex={0}>
              <p class="small-heading">{say('compareAnswer')}</p>
              <Prose html={html} />
            </div>
          )}
          <ul class="points" aria-label={say('rubric')}>
            {rubric.map(point => {
              const place = placeName({ discussion: discussion.id, part: 'reason', point: point.id });
              const key = draftKey(question.ref, place);
              return (
                <li key={point.id}>
                  <Point
                    discussion={discussion.id}
                    point={point}
                    draftKey={key}
                    draft={state.drafts[key]}
                    canScore={!isPreview && point.reason !== null}
                    proposal={model.proposal}
                    answer={answer}
                  />
                </li>
              );
            })}
          </ul>
        </div>
        {!isPreview && discussion.reviewProblem === null && (
          <ExaminerBox {...{ discussion, model, examiner: question.examiner, state, answer }} />
        )}
        {!isPreview && <ScoreSummary score={model.score} judged={judged} total={rubric.length} />}
      </Disclosure>
      {model.followUpCount > 0 && <FollowUps {...{ discussion, model, question, state }} />}
    </div>
  );
}

interface PointProps {
  readonly discussion: string;
  readonly point: RubricPointView;
  readonly draftKey: string;
  readonly draft: Draft | undefined;
  readonly canScore: boolean;
  readonly proposal: ShownProposal | null;
  readonly answer: string;
}

function Point({ discussion, point, draftKey: key, draft, canScore, proposal, answer }: PointProps) {
  const { say, actions, isPreview } = useSurroundings();
  const { id, html, weight, level, score } = point;
  return (
    <fieldset class={`point point-${score ?? 'open'}`}>
      <legend>
        <InlineProse html={html} />{' '}
        <span class="muted">
          {say.many('weight', weight)}, {say(`level.${level}`)}
        </span>
      </legend>
      {!isPreview && (
        <div class="scores">
          {scores.map(each => (
            <label key={each} class={`score score-${each}`}>
              <input
                type="radio"
                name={`score-${discussion}-${id}`}
                checked={score === each}
                disabled={!canScore}
                onChange={() => void actions.reviewing.score(discussion, id, each)}
              />
              {say(`score.${each}`)}
            </label>
          ))}
        </div>
      )}
      {proposal && canScore && (
        <Proposed
          {...{ discussion, point, proposal, answer }}
          onQuote={quote => {
            if (draft?.text === '') actions.edit(key, quote);
          }}
        />
      )}
      {draft && canScore && (score !== null || draft.text !== '') && (
        <div class="reason">
          <DraftField
            draftKey={key}
            draft={draft}
            label={say('reason')}
            placeholder={say(`reasonPlaceholder.${score ?? 'missing'}`)}
            leastRows={1}
          />
          <SaveTrouble draftKey={key} draft={draft} />
        </div>
      )}
    </fieldset>
  );
}
