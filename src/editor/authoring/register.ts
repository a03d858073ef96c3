import * as vscode from 'vscode';
import { guarded } from '../guarded';
import { previewViewType, registerCommand, type PackTarget, type Target } from '../ids';
import { Lazy } from '../lazy';
import { DisposableStore } from '../lifecycle';
import { PackDiagnostics } from '../packDiagnostics';
import { isAuthored } from '../packLocations';
import { registerRevival } from '../revival';
import type { Services } from '../services';
import type { Authoring } from './authoring';

/** By it alone it is known that somebody writes a pack here. */
const authoredFile = /\/(pack|exercise)\.yaml$/;

/**
 * What the people who write packs get. Most write none: it is loaded when there is a pack whose files can be changed,
 * when one is begun or looked at, or when a command asks for it.
 */
export function registerAuthoring(
  services: Pick<
    Services,
    'extension' | 'installation' | 'storage' | 'packs' | 'attempts' | 'log' | 'colours'
  >,
): DisposableStore & Pick<Lazy<Authoring>, 'get' | 'loaded'> {
  const { packs, log } = services;
  const store = new DisposableStore();
  const diagnostics = store.add(new PackDiagnostics(services));
  const authoring = new Lazy(async () => {
    const loaded = await import('./authoring');
    return store.add(new loaded.Authoring({ ...services, diagnostics }));
  });
  const load = (): void => void authoring.get();

  const withAuthoring = <A extends unknown[]>(run: (loaded: Authoring, ...args: A) => Promise<void>) =>
    guarded(log, async (...args: A) => run(await authoring.get(), ...args));
  const { Active, Beside } = vscode.ViewColumn;
  for (const command of [
    registerCommand(
      'designDrills.newPack',
      withAuthoring((loaded, beside?: vscode.Uri) => loaded.newPack(beside)),
    ),
    registerCommand(
      'designDrills.newExercise',
      withAuthoring((loaded, target?: PackTarget) => loaded.newExercise(target)),
    ),
    registerCommand(
      'designDrills.buildPack',
      withAuthoring((loaded, target?: PackTarget) => loaded.buildPack(target)),
    ),
    registerCommand(
      'designDrills.previewExercise',
      withAuthoring((loaded, target?: Target) => loaded.preview(target, Active)),
    ),
    registerCommand(
      'designDrills.previewExerciseToSide',
      withAuthoring((loaded, target?: Target) => loaded.preview(target, Beside)),
    ),
    registerCommand(
      'designDrills.verifyExercise',
      withAuthoring((loaded, target?: Target) => loaded.verify(target)),
    ),
    registerCommand(
      'designDrills.showVerification',
      withAuthoring((loaded, target?: Target) => loaded.showVerification(target)),
    ),
    registerCommand(
      'designDrills.insertRequirement',
      withAuthoring(loaded => loaded.insertRequirement()),
    ),
  ])
    store.add(command);
  store.add(
    registerRevival(
      {
        viewType: previewViewType,
        open: () => authoring.loaded()?.previews.all.map(({ panel }) => panel) ?? [],
        restore: async (panel, state) => (await authoring.get()).previews.restore(panel, state),
        prepare: async () => (await authoring.get()).authored.ready,
        remake: title => authoring.loaded()?.previews.remake(title),
      },
      log,
    ),
  );
  store.add(
    packs.onDidChange(() => {
      if (packs.problems.some(({ location }) => isAuthored(location))) load();
    }),
  );
  const note = ({ uri }: vscode.TextDocument): void => {
    if (authoredFile.test(uri.path)) load();
  };
  vscode.workspace.textDocuments.forEach(note);
  store.add(vscode.workspace.onDidOpenTextDocument(note));
  return Object.assign(store, { get: () => authoring.get(), loaded: () => authoring.loaded() });
}
