import type { DiscussionView } from '../../protocol/discussionView';
import type { QuestionView } from '../../protocol/panel';
import { draftKey } from '../answers';
import type { State } from '../state';
import { AnswerField } from './answerField';
import { Compare } from './compare';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { Estimates } from './estimates';
import { ModelAnswer } from './modelAnswer';
import { Prose } from './prose';
import { ReviewProblemBox } from './reviewProblem';
import { isSectionOpen } from '../sections';
import { Section } from './section';

interface Props {
  readonly question: QuestionView;
  readonly state: State;
}

export function Discussions({ question, state }: Props) {
  return (
    <Section
      id="discussions"
      open={isSectionOpen(state.open, 'discussions')}
      aside={String(question.discussions.length)}
    >
      {question.doneWhen !== '' && question.state !== 'passed' && (
        <p class="muted done-when">{question.doneWhen}</p>
      )}
      {question.discussions.map(discussion => (
        <Discussion key={discussion.id} {...{ discussion, question, state }} />
      ))}
    </Section>
  );
}

interface DiscussionProps extends Props {
  readonly discussion: DiscussionView;
}

function Discussion({ discussion, question, state }: DiscussionProps) {
  const { say, isPreview } = useSurroundings();
  const id = `discussion-${discussion.id}`;
  const { model, reviewProblem } = discussion;
  const draft = state.drafts[draftKey(question.ref, discussion.id)];
  const common = { discussion, question, state };
  return (
    <article class="discussion">
      <Disclosure
        id={id}
        level={3}
        open={state.open[id] ?? true}
        title={discussion.title}
        aside={say.many('minutes', discussion.minutes)}
      >
        <Prose html={discussion.promptHtml} />
        {reviewProblem && <ReviewProblemBox discussion={discussion.id} problem={reviewProblem} />}
        {discussion.estimates.length > 0 && <Estimates {...common} />}
        {!isPreview && (
          <AnswerField discussion={discussion} draft={draft} kind={question.kind} open={state.open} />
        )}
        {model ? (
          <>
            <Compare {...common} model={model} answer={draft?.text ?? ''} />
            <ModelAnswer discussion={discussion.id} model={model} open={state.open} />
          </>
        ) : (
          discussion.modelWhen !== '' && <p class="muted">{discussion.modelWhen}</p>
        )}
      </Disclosure>
    </article>
  );
}
