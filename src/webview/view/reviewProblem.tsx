import type { ReviewProblem } from '../../protocol/discussionView';
import { Button } from './button';
import { useSurroundings } from './context';
import { MessageBox } from './message';

interface Props {
  readonly discussion: string;
  readonly problem: ReviewProblem;
}

/** Somebody has edited the file of a review, and made a slip. */
export function ReviewProblemBox({ discussion, problem }: Props) {
  const { say, actions } = useSurroundings();
  const { file, line, message, remedy } = problem;
  return (
    <MessageBox
      kind="warning"
      tools={
        <Button
          icon="go-to-file"
          label={say('openReview')}
          onPress={() => actions.reviewing.openReview(discussion)}
        />
      }
    >
      <p>{say('reviewUnreadable', { file, line: String(line) })}</p>
      <p>
        {message} {remedy}
      </p>
    </MessageBox>
  );
}
