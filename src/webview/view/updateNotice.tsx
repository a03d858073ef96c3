import type { UpdateView } from '../../protocol/panel';
import { updateText } from '../updateText';
import { Button } from './button';
import { useSurroundings } from './context';
import { MessageBox } from './message';

interface Props {
  readonly update: UpdateView;
  readonly busy: boolean;
}

/** The exercise has changed since the attempt was begun: what an update would do, and the choice. */
export function UpdateNotice({ update, busy }: Props) {
  const { say, actions } = useSurroundings();
  const hasFiles = update.moving + update.staying > 0;
  const tools = (
    <>
      {hasFiles && (
        <>
          <Button
            primary
            icon="sync"
            label={busy ? say('updating') : say('update')}
            onPress={() => void actions.updateAttempt()}
          />
          <Button icon="diff-multiple" label={say('showUpdate')} onPress={() => actions.showUpdate()} />
        </>
      )}
      <Button label={say('updateLater')} onPress={() => actions.postponeUpdate()} />
    </>
  );
  return (
    <MessageBox kind={update.change === 'older' ? 'warning' : 'info'} tools={tools}>
      <p>{updateText(update, say)}</p>
    </MessageBox>
  );
}
