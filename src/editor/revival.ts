import * as vscode from 'vscode';
import { toError } from '../core/errors';
import { DisposableStore } from './lifecycle';

/** How the panels of one type come back. */
export interface Revival {
  readonly viewType: string;
  /** Those that answer. */
  readonly open: () => readonly Place[];
  /** Takes back a panel after a reload of the window; `state` is what its own script has kept. */
  readonly restore: (panel: vscode.WebviewPanel, state: unknown) => void | Promise<void>;
  /** Whatever `remake` needs; asked for when there is something to make again. */
  readonly prepare?: () => Promise<unknown>;
  /** What takes up a new panel in the place of one with this title; undefined where nothing is known of that. */
  readonly remake: (title: string) => ((panel: vscode.WebviewPanel) => void) | undefined;
}

/** Of a panel: in front or not, and where; the column of one that has just been made is not known yet. */
export type Place = Pick<vscode.WebviewPanel, 'visible' | 'viewColumn'>;

/**
 * Brings panels back after a reload of the window, when the editor hands them over, and after the end of the extension host
 * alone: then the editor goes on showing them and has no way to hand them to the host that comes next, so that new ones are
 * put in their places.
 */
export function registerRevival(revival: Revival, log: vscode.LogOutputChannel): DisposableStore {
  const { viewType, open, restore, prepare, remake } = revival;
  const store = new DisposableStore();
  const isOfType = isTabOf(viewType);
  /** Also those that are not open yet, because what opens them is being loaded. */
  const handedOver = new Set<vscode.WebviewPanel>();

  const orphans = () =>
    vscode.window.tabGroups.all.flatMap(({ activeTab, isActive, viewColumn }) => {
      if (!activeTab || !isOfType(activeTab)) return [];
      const isHere = (panel: Place) => panel.visible && (panel.viewColumn ?? viewColumn) === viewColumn;
      return [...handedOver, ...open()].some(isHere)
        ? []
        : [{ title: activeTab.label, isActive, column: viewColumn }];
    });

  const replaceOrphans = async (): Promise<void> => {
    // Once for what is in front now, and once for what the editor hands over because of it.
    await upToDate();
    await upToDate();
    if (orphans().length > 0) await prepare?.();
    if (store.disposed) return;
    for (const { title, isActive, column } of orphans()) {
      const takeUp = remake(title);
      if (!takeUp) continue;
      const place = { viewColumn: column, preserveFocus: !isActive };
      takeUp(vscode.window.createWebviewPanel(viewType, title, place));
      await upToDate(); // both are there, and the new one is in front
      const group = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn === column);
      const orphan = group?.tabs.find(tab => isOfType(tab) && tab.label === title && !tab.isActive);
      if (orphan) await vscode.window.tabGroups.close(orphan, true);
    }
  };

  let last: Promise<void> = Promise.resolve();
  const lookForOrphans = (): void => {
    if (orphans().length === 0) return;
    last = last
      .then(replaceOrphans)
      .catch((error: unknown) => log.warn(`Panels not replaced (${viewType}): ${toError(error).message}`));
  };
  store.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        handedOver.add(panel);
        panel.onDidDispose(() => handedOver.delete(panel));
        await restore(panel, state);
      },
    }),
  );
  lookForOrphans();
  store.add(vscode.window.tabGroups.onDidChangeTabs(lookForOrphans)); // those behind others, when they are shown
  return store;
}

/** The editor puts a prefix of its own before the type. */
export const isTabOf =
  (viewType: string) =>
  ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType);

/** Settled when the window has told everything that it knew when this was asked: messages keep their order. */
const upToDate = (): Thenable<unknown> => vscode.commands.executeCommand('noop');
