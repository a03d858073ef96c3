import * as vscode from 'vscode';
import { downloadPack } from '../../node/drillpack/downloadPack';
import { sizeOf } from './packWords';

/**
 * Fetches a pack while the person sees how far it is, and can stop it.
 * @throws HumanError as `downloadPack`; vscode.CancellationError when they stop it.
 */
export function fetchPack(address: URL): Thenable<Uint8Array> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Fetching a pack from {0}', address.host),
      cancellable: true,
    },
    async (progress, token) => {
      const controller = new AbortController();
      const link = token.onCancellationRequested(() => controller.abort());
      let shown = 0;
      try {
        return await downloadPack(address, {
          signal: controller.signal,
          onProgress: (bytes, total) => {
            const message =
              total === null ? sizeOf(bytes) : vscode.l10n.t('{0} of {1}', sizeOf(bytes), sizeOf(total));
            const increment = total === null || total === 0 ? 0 : ((bytes - shown) / total) * 100;
            shown = bytes;
            progress.report({ message, increment });
          },
        });
      } catch (thrown) {
        if (controller.signal.aborted) throw new vscode.CancellationError();
        throw thrown;
      } finally {
        link.dispose();
      }
    },
  );
}
