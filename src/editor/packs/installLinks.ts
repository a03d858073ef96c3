import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import { parseInstallLink } from '../../core/pack/installLink';
import { guarded } from '../guarded';
import { DisposableStore } from '../lifecycle';
import type { Services } from '../services';

/** Links such as `vscode://design-drills.design-drills/install?url=https://…`, from a page or a mail. */
export function registerInstallLinks({
  installer,
  log,
}: Pick<Services, 'installer' | 'log'>): DisposableStore & {
  readonly handleUri: (uri: vscode.Uri) => Promise<void>;
} {
  const store = new DisposableStore();
  let isAsking = false;
  const handleUri = guarded(log, async (uri: vscode.Uri) => {
    const link = parseInstallLink(uri);
    if (link.kind === 'unknown')
      throw new HumanError(
        'unknown-link',
        vscode.l10n.t('This link asks for something that Design Drills does not know: {0}', uri.path),
      );
    // A page can open one link after the other; the person answers one.
    if (isAsking) return;
    isAsking = true;
    try {
      await (
        await installer.get()
      ).fromSuggestedAddress(
        link.address,
        vscode.l10n.t('A link asks for it, from a page or another program.'),
      );
    } finally {
      isAsking = false;
    }
  });
  store.add(vscode.window.registerUriHandler({ handleUri }));
  return Object.assign(store, { handleUri });
}
