import type { DiscussionModel } from '../../protocol/discussionView';
import type { State } from '../state';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { InlineProse, Prose } from './prose';

interface Props {
  readonly discussion: string;
  readonly model: DiscussionModel;
  readonly open: State['open'];
}

/** What others would have said, after the person's own verdict: read in that order it teaches more. */
export function ModelAnswer({ discussion, model, open }: Props) {
  const { say } = useSurroundings();
  const id = `model-${discussion}`;
  return (
    <div class="model">
      <Disclosure id={id} level={4} open={open[id] ?? false} title={say('modelAnswer')}>
        <Prose html={model.html} />
      </Disclosure>
      {model.weakAnswers.length > 0 && (
        <Disclosure
          id={`weak-${discussion}`}
          level={4}
          open={open[`weak-${discussion}`] ?? false}
          title={say('weakAnswers')}
          aside={String(model.weakAnswers.length)}
        >
          <WeakAnswers weakAnswers={model.weakAnswers} />
        </Disclosure>
      )}
    </div>
  );
}

function WeakAnswers({ weakAnswers }: Pick<DiscussionModel, 'weakAnswers'>) {
  const { say } = useSurroundings();
  return (
    <ul class="weak-answers">
      {weakAnswers.map(({ answerHtml, whyHtml }, index) => (
        <li key={index}>
          <blockquote>
            <InlineProse html={answerHtml} />
          </blockquote>
          <p>
            <strong>{say('weakWhy')}</strong> <InlineProse html={whyHtml} />
          </p>
        </li>
      ))}
    </ul>
  );
}
