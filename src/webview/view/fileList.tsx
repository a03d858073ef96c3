import type { AttemptView } from '../../protocol/panel';
import { LinkButton } from './button';
import { useSurroundings } from './context';
import { headingId } from './disclosure';
import { Icon } from './icon';

export const filesId = 'files';
export const filesListId = 'files-list';

/** The files of the attempt; Escape closes the list and goes back to its button. */
export function FileList({ attempt }: { readonly attempt: AttemptView }) {
  const { say, actions } = useSurroundings();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    document.getElementById(headingId(filesId))?.focus();
    actions.toggle(filesId, false);
  };
  return (
    <div class="files" id={filesListId} onKeyDown={onKeyDown}>
      <p class="files-heading">{say('filesHeading', { folder: attempt.folder })}</p>
      <ul>
        {attempt.files.map(({ path, owner }) => (
          <li key={path}>
            <Icon name={owner === 'learner' ? 'file-code' : 'lock'} />
            <LinkButton
              label={path}
              name={say('openFile', { path })}
              onPress={() => actions.openFile(path)}
            />
            <span class="muted">{say(`owner.${owner}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
