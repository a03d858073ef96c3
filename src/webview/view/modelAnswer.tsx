import type { DiscussionModel } from '../../protocol/panel';
import { claimKey, type State } from '../state';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { InlineProse, Prose } from './prose';

interface Props {
  readonly discussion: string;
  readonly model: DiscussionModel;
  readonly claims: State['claims'];
  readonly open: State['open'];
}

/** First the person's own verdict, then what others would have said: read in that order it teaches more. */
export function ModelAnswer({ discussion, model, claims, open }: Props) {
  const { say } = useSurroundings();
  const id = `model-${discussion}`;
  return (
    <div class="model">
      <Rubric discussion={discussion} rubric={model.rubric} claims={claims} />
      <Disclosure id={id} level={4} open={open[id] ?? false} title={say('modelAnswer')}>
        <Prose html={model.html} />
      </Disclosure>
      {model.followUps.length > 0 && (
        <Disclosure
          id={`follow-${discussion}`}
          level={4}
          open={open[`follow-${discussion}`] ?? false}
          title={say('followUps')}
          aside={String(model.followUps.length)}
        >
          <FollowUps followUps={model.followUps} />
        </Disclosure>
      )}
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

type RubricProps = Pick<Props, 'discussion' | 'claims'> & Pick<DiscussionModel, 'rubric'>;

function Rubric({ discussion, rubric, claims }: RubricProps) {
  const { say, actions, isPreview } = useSurroundings();
  const points = rubric.map(p => ({ ...p, claimed: claims[claimKey(discussion, p.id)] ?? p.claimed }));
  const sum = (of: typeof points) => of.reduce((total, point) => total + point.weight, 0);
  return (
    <fieldset class="rubric">
      <legend>{say('rubric')}</legend>
      <ul>
        {points.map(({ id, html, weight, level, claimed }) => (
          <li key={id}>
            <label>
              <input
                type="checkbox"
                checked={claimed}
                disabled={isPreview}
                onChange={event => void actions.claim(discussion, id, event.currentTarget.checked)}
              />
              <span>
                <InlineProse html={html} />{' '}
                <span class="muted">
                  {say.many('weight', weight)}, {say(`level.${level}`)}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {!isPreview && (
        <p class="rubric-score">
          {say('rubricScore', { claimed: sum(points.filter(p => p.claimed)), total: sum(points) })}
        </p>
      )}
    </fieldset>
  );
}

function FollowUps({ followUps }: Pick<DiscussionModel, 'followUps'>) {
  const { say } = useSurroundings();
  return (
    <ol class="follow-ups">
      {followUps.map(({ html, pointsHtml }, index) => (
        <li key={index}>
          <Prose html={html} />
          <p class="small-heading">{say('followUpPoints')}</p>
          <ul>
            {pointsHtml.map((point, i) => (
              <li key={i}>
                <InlineProse html={point} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
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
