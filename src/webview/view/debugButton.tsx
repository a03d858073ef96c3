import { isRunning, type State } from '../state';
import { Button } from './button';
import { useSurroundings } from './context';

/** Runs the checks in the editor's debugger. */
export function DebugButton({ state }: { readonly state: State }) {
  const { say, actions } = useSurroundings();
  const press = () => {
    if (!isRunning(state)) void actions.debug();
  };
  return <Button icon="debug-alt" label={say('debug')} onPress={press} />;
}
