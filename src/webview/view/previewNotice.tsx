import type { PreviewView } from '../../protocol/panel';
import { Button, LinkButton } from './button';
import { useSurroundings } from './context';
import { Icon } from './icon';
import { MessageBox } from './message';

/** Takes the place of what the person has achieved: nobody has, here. */
export function PreviewLabel() {
  const { say } = useSurroundings();
  return (
    <span class="state preview-label">
      <Icon name="open-preview" />
      <span class="state-word">{say('preview')}</span>
    </span>
  );
}

export function PreviewActions() {
  const { say, actions } = useSurroundings();
  return (
    <div class="actions" role="group" aria-label={say('actions')}>
      <Button icon="verified" label={say('verify')} onPress={() => actions.verify()} />
    </div>
  );
}

/** Says that this is a preview, and what is wrong with what is being written. */
export function PreviewNotice({ preview }: { readonly preview: PreviewView }) {
  const { say } = useSurroundings();
  const { problems, outdated } = preview;
  const kind = problems.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  return (
    <div class="notices">
      <MessageBox kind="info">
        <p>{say('previewAbout')}</p>
      </MessageBox>
      {problems.length > 0 && (
        <MessageBox kind={kind}>
          {outdated && <p>{say('previewOutdated')}</p>}
          <p>
            <strong>{say.many('previewProblems', problems.length)}</strong>
          </p>
          <ol class="problems">
            {problems.map((problem, index) => (
              <Problem key={index} index={index} problem={problem} />
            ))}
          </ol>
        </MessageBox>
      )}
    </div>
  );
}

interface ProblemProps {
  readonly index: number;
  readonly problem: PreviewView['problems'][number];
}

function Problem({ index, problem }: ProblemProps) {
  const { say, actions } = useSurroundings();
  const { file, line, message, remedy, severity } = problem;
  const place = say('problemPlace', { file, line });
  return (
    <li class={`problem problem-${severity}`}>
      <Icon name={severity} />
      <span>
        <span class="visually-hidden">{say(`severity.${severity}`)}: </span>
        {message} {remedy}{' '}
        <LinkButton
          isPlace
          label={place}
          name={say('openProblem', { place, message })}
          onPress={() => actions.openProblem(index)}
        />
      </span>
    </li>
  );
}
