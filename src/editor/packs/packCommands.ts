import * as vscode from 'vscode';
import { guarded } from '../guarded';
import { registerCommand } from '../ids';
import type { Services } from '../services';

/** The commands about packs as a whole. */
export const registerPackCommands = (
  services: Pick<Services, 'packs' | 'own' | 'installer' | 'log'>,
): vscode.Disposable =>
  vscode.Disposable.from(
    registerCommand(
      'designDrills.installPack',
      guarded(services.log, async target => {
        const { installPack } = await import('./installPack');
        await services.packs.ready;
        await installPack(services, target);
      }),
    ),
    registerCommand(
      'designDrills.managePacks',
      guarded(services.log, async target => {
        const { managePacks } = await import('./managePacks');
        await services.packs.ready;
        await managePacks(services, target?.pack.id);
      }),
    ),
  );
