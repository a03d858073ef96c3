import type { QuestionView } from '../../protocol/panel';
import { draftKey } from '../answers';
import type { State } from '../state';
import { AnswerField } from './answerField';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { ModelAnswer } from './modelAnswer';
import { Prose } from './prose';
import { isSectionOpen, Section } from './section';

interface Props {
  readonly question: QuestionView;
  readonly state: State;
}

export function Discussions({ question, state }: Props) {
  const { say, isPreview } = useSurroundings();
  return (
    <Section
      id="discussions"
      open={isSectionOpen(state.open, 'discussions')}
      aside={String(question.discussions.length)}
    >
      {question.doneWhen !== '' && question.state !== 'passed' && (
        <p class="muted done-when">{question.doneWhen}</p>
      )}
      {question.discussions.map(discussion => {
        const id = `discussion-${discussion.id}`;
        const draft = state.drafts[draftKey(question.ref, discussion.id)];
        return (
          <article key={discussion.id} class="discussion">
            <Disclosure
              id={id}
              level={3}
              open={state.open[id] ?? true}
              title={discussion.title}
              aside={say.many('minutes', discussion.minutes)}
            >
              <Prose html={discussion.promptHtml} />
              {!isPreview && <AnswerField discussion={discussion} draft={draft} kind={question.kind} />}
              {discussion.model ? (
                <ModelAnswer
                  discussion={discussion.id}
                  model={discussion.model}
                  claims={state.claims}
                  open={state.open}
                />
              ) : (
                discussion.modelWhen !== '' && <p class="muted">{discussion.modelWhen}</p>
              )}
            </Disclosure>
          </article>
        );
      })}
    </Section>
  );
}
