import { Button } from './button';
import { useSurroundings } from './context';
import { MessageBox } from './message';

/** The exercise on show is not in the catalogue any more; what was read of it stays readable. */
export function MissingNotice({ reason }: { readonly reason: string }) {
  const { say, actions } = useSurroundings();
  return (
    <MessageBox
      kind="warning"
      tools={<Button primary label={say('installPack')} onPress={() => actions.installPack()} />}
    >
      <p>{reason}</p>
    </MessageBox>
  );
}
