import type { Gate } from '../../protocol/panel';
import { Button } from './button';
import { useSurroundings } from './context';
import { MessageBox } from './message';

/** Why nothing can be written or run here, and the way out. */
export function GateNotice({ gate }: { readonly gate: Gate }) {
  const { say, actions } = useSurroundings();
  if (gate === 'ready') return null;
  const label = gate === 'untrusted' ? say('manageTrust') : say('openFolder');
  const icon = gate === 'untrusted' ? 'workspace-trusted' : 'folder-opened';
  return (
    <MessageBox
      kind={gate === 'no-folder' ? 'info' : 'warning'}
      tools={<Button primary icon={icon} label={label} onPress={() => actions.resolveGate()} />}
    >
      <p>{say(`gate.${gate}`)}</p>
    </MessageBox>
  );
}
