import * as vscode from 'vscode';
import { assertNever } from '../../core/errors';
import type { PackIndex } from '../../core/pack/packIndex';
import type { InstalledPack } from '../../core/pack/installDecision';
import type { PackOrigin } from '../packLocations';
import { oneLine } from './packWords';

/** What a pack is about, and where it comes from. */
export function packTooltip(
  pack: PackIndex,
  origin: PackOrigin | undefined,
  remembered: readonly InstalledPack[],
): string {
  const about = vscode.l10n.t(
    '{0}\nVersion {1}, by {2}',
    pack.description,
    pack.version,
    pack.authors.join(', '),
  );
  const from = origin && fromWhere(pack, origin, remembered);
  return from ? `${about}\n${from}` : about;
}

function fromWhere(pack: PackIndex, origin: PackOrigin, remembered: readonly InstalledPack[]): string {
  switch (origin) {
    case 'bundled':
      return '';
    case 'workspace':
    case 'setting':
    case 'folder':
      return vscode.l10n.t('Used in place, in {0}', pack.label);
    case 'extension':
      return vscode.l10n.t('Brought along by an extension, in {0}', pack.label);
    case 'library': {
      const record = remembered.find(({ id }) => id === pack.id);
      const signer = record?.signer
        ? vscode.l10n.t('Signed by “{0}”', record.signer.name)
        : vscode.l10n.t('Not signed');
      return record ? `${signer}\n${vscode.l10n.t('From {0}', oneLine(record.origin, 300))}` : signer;
    }
    default:
      return assertNever(origin);
  }
}
