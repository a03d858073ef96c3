import * as vscode from 'vscode';
import { CatalogTree } from './catalogTree';
import { Coalescer } from './coalescer';
import { ContextKey } from './contextKey';
import { guarded } from './guarded';
import { registerCommand, viewIds } from './ids';
import { DisposableStore } from './lifecycle';
import { packDrop } from './packs/packDrop';
import { ReadAhead } from './readAhead';
import type { Services } from './services';

/** The tree of exercises in the activity bar, with its filter. */
export function registerCatalogView(
  services: Pick<Services, 'packs' | 'progress' | 'attempts' | 'panels' | 'installer' | 'log'>,
): DisposableStore & {
  readonly tree: CatalogTree;
  readonly dragAndDropController: ReturnType<typeof packDrop>;
} {
  const { packs, progress, attempts, panels, log } = services;
  const store = new DisposableStore();
  const filtered = new ContextKey('designDrills.filtered');
  const tree = store.add(new CatalogTree(packs, progress, attempts));
  const dragAndDropController = packDrop(services);
  const view = store.add(
    vscode.window.createTreeView(viewIds.exercises, { treeDataProvider: tree, dragAndDropController }),
  );

  const ahead = store.add(new ReadAhead(services));
  const readAhead = () => {
    if (view.visible) void ahead.begin();
  };
  store.add(view.onDidChangeVisibility(readAhead));
  readAhead();

  const refresh = () => {
    tree.refresh();
    view.description = packs.catalog.entries.length > 0 ? tree.summary() : '';
  };
  const later = store.add(new Coalescer(20, refresh));
  for (const event of [packs.onDidChange, progress.onDidChange, attempts.onDidChange])
    store.add(event(() => later.trigger()));

  const setFilter = (text: string) => {
    tree.filter = text;
    filtered.set(tree.filter !== '');
    view.message = tree.filter === '' ? '' : vscode.l10n.t('Filtered by “{0}”', tree.filter);
  };
  setFilter('');
  store.add(
    registerCommand(
      'designDrills.filter',
      guarded(log, async () => {
        if (!view.visible) await vscode.commands.executeCommand(`${viewIds.exercises}.focus`);
        await askFilter(tree.filter, setFilter);
      }),
    ),
  );
  store.add(registerCommand('designDrills.clearFilter', () => setFilter('')));

  // The tree follows the question that is being read, as the Explorer follows the editor.
  store.add(
    panels.onDidFocus(ref => {
      const node = tree.nodeOf(ref);
      if (node && view.visible) void view.reveal(node, { select: true, focus: false });
    }),
  );

  // An empty view: its welcome text says what is missing before anything can be run.
  store.add(
    vscode.window.createTreeView(viewIds.setup, {
      treeDataProvider: { getChildren: () => [], getTreeItem: never },
    }),
  );
  void packs.ready.then(refresh);
  return Object.assign(store, { tree, dragAndDropController });
}

/** Narrows the tree while the person types; Escape brings back what was there. */
function askFilter(before: string, apply: (text: string) => void): Promise<void> {
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Filter Exercises');
  input.placeholder = vscode.l10n.t(
    'Words, a difficulty (core, intermediate, advanced) or a state (new, started, failing, passed)',
  );
  input.value = before;
  let accepted = false;
  return new Promise(resolve => {
    const store = new DisposableStore();
    store.add(input);
    store.add(input.onDidChangeValue(apply));
    store.add(
      input.onDidAccept(() => {
        accepted = true;
        apply(input.value);
        input.hide();
      }),
    );
    store.add(
      input.onDidHide(() => {
        if (!accepted) apply(before);
        store.dispose();
        resolve();
      }),
    );
    input.show();
  });
}

function never(): vscode.TreeItem {
  throw new Error('The view has no rows');
}
