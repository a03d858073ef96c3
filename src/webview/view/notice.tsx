import { noticeText } from '../announce';
import type { Notice } from '../state';
import { useSurroundings } from './context';
import { Icon } from './icon';
import { MessageBox } from './message';

/** What came of the last action. The live region has said it already. */
export function NoticeBox({ notice, folder }: { readonly notice: Notice; readonly folder: string }) {
  const { say, actions } = useSurroundings();
  const close = (
    <button
      type="button"
      class="icon-button"
      aria-label={say('closeNotice')}
      onClick={() => actions.closeNotice()}
    >
      <Icon name="close" />
    </button>
  );
  return (
    <MessageBox kind={notice.kind === 'failed' ? 'error' : 'info'} tools={close}>
      <p>{noticeText(notice, folder, say)}</p>
    </MessageBox>
  );
}
