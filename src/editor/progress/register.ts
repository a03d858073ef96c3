import * as vscode from 'vscode';
import type { ExerciseRef } from '../../core/exercise';
import { guarded, showFailure } from '../guarded';
import { progressViewType, registerCommand, type Target, type WebviewTarget } from '../ids';
import { Lazy } from '../lazy';
import { DisposableStore } from '../lifecycle';
import { registerRevival } from '../revival';
import type { Services } from '../services';
import { findTarget } from '../targets';
import { sizeOf } from './progressBackups';
import type { ProgressPage } from './progressPage';

/** The page about progress and the commands that take progress away, bring it back and forget it. */
export function registerProgress(services: Services): DisposableStore & {
  readonly page: Lazy<ProgressPage>;
  settle(): Promise<void>;
} {
  const { packs, attempts, progress, backups, log } = services;
  const store = new DisposableStore();
  const page = new Lazy(async () => {
    const { ProgressPage } = await import('./progressPage');
    return store.add(new ProgressPage(services));
  });
  const refOf = (target: Target | WebviewTarget | undefined): ExerciseRef | undefined => {
    if (target === undefined) return undefined; // from the palette: the person says which, or everything
    return typeof target === 'object' && 'webview' in target
      ? services.panels.current?.ref
      : findTarget(services, target);
  };
  const act = (name: Parameters<ProgressPage['act']>[0]) =>
    guarded(log, async () => {
      await packs.ready; // files name exercises as they were called once
      await (await page.get()).act(name);
    });

  store.add(
    registerCommand(
      'designDrills.showProgress',
      guarded(log, async () => (await page.get()).open()),
    ),
  );
  store.add(registerCommand('designDrills.exportProgress', act('export')));
  store.add(registerCommand('designDrills.importProgress', act('import')));
  store.add(registerCommand('designDrills.restoreProgress', act('restore')));
  store.add(
    registerCommand(
      'designDrills.resetProgress',
      guarded(log, async target => {
        await Promise.all([packs.ready, attempts.ready]);
        await (await page.get()).reset(refOf(target));
      }),
    ),
  );
  store.add(
    registerRevival(
      {
        viewType: progressViewType,
        open: () => {
          const current = page.loaded()?.current;
          return current ? [current] : [];
        },
        restore: async panel => (await page.get()).adopt(panel),
        prepare: () => page.get(),
        remake: () => {
          const loaded = page.loaded();
          return loaded && (panel => loaded.adopt(panel, true));
        },
      },
      log,
    ),
  );

  // What was done here before a reset elsewhere is forgotten here too, and not without a copy.
  const settle = async (): Promise<void> => {
    const taken = progress.takenByOthers;
    if (sizeOf(taken).exercises === 0) return;
    await backups.write(taken, new Date());
    await progress.settle();
    log.info(
      'Progress was reset on another machine. A copy of what was done on this one is kept: Restore Progress…',
    );
  };
  const lookAgain = (): void => {
    progress.lookAgain();
    void settle().catch((error: unknown) => showFailure(log, error));
  };
  store.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && lookAgain()));
  lookAgain();
  return Object.assign(store, { page, settle });
}
