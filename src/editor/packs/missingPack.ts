import * as vscode from 'vscode';
import { assertNever, HumanError } from '../../core/errors';
import type { ExerciseRef } from '../../core/exercise';
import type { Catalog } from '../../core/pack/catalog';
import type { InstalledPack } from '../../core/pack/installDecision';
import type { PackLocation } from '../packLocations';

export const packIdOfRef = (ref: ExerciseRef): string => ref.split('/')[0] ?? ref;

/** Why an exercise is not there, and how to get it back. What was written and learned with it is still there. */
export function missingPack(
  ref: ExerciseRef,
  catalog: Catalog,
  remembered: readonly InstalledPack[],
): HumanError {
  const id = packIdOfRef(ref);
  const pack = catalog.packs.find(one => one.id === id);
  if (pack)
    return new HumanError(
      'no-exercise',
      vscode.l10n.t(
        'There is no exercise {0} in “{1}” {2}. Your files and progress are kept; another version of the pack may have it.',
        ref,
        pack.title,
        pack.version,
      ),
    );
  const before = remembered.find(one => one.id === id);
  return new HumanError(
    'pack-missing',
    before
      ? vscode.l10n.t(
          'The pack “{0}” of this exercise is not installed. It came from {1}. “Design Drills: Install Pack…” brings it back; your files and progress are kept.',
          before.title,
          before.origin,
        )
      : vscode.l10n.t(
          'The pack “{0}” of this exercise is not installed. “Design Drills: Install Pack…” takes it from a file, a folder or an address; your files and progress are kept.',
          id,
        ),
  );
}

/** What to do about a pack that cannot be read, by where it is. */
export function remedyFor({ origin, extension }: PackLocation): string {
  switch (origin) {
    case 'workspace':
    case 'setting':
      return vscode.l10n.t(
        'Correct the pack, or remove its folder from the setting "designDrills.packs.folders".',
      );
    case 'folder':
      return vscode.l10n.t('Correct the pack, or remove its folder with “Design Drills: Manage Packs…”.');
    case 'library':
      return vscode.l10n.t('Install it again, or remove it with “Design Drills: Manage Packs…”.');
    case 'bundled':
      return vscode.l10n.t('Install Design Drills again.');
    case 'extension':
      return vscode.l10n.t('Tell the authors of the extension {0}.', extension);
    default:
      return assertNever(origin);
  }
}
