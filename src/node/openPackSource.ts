import * as l10n from '@vscode/l10n';
import { readFile, stat } from 'node:fs/promises';
import { HumanError } from '../core/errors';
import type { PackSource } from '../core/pack/source';
import { archiveLimits } from './drillpack/archiveLimits';
import { openDrillpack } from './drillpack/drillpack';
import { isDrillpack } from './drillpackName';
import { readPack } from './packFiles';

/**
 * A pack wherever it lies: a folder, or a `.drillpack`.
 * @throws HumanError when it cannot be read, or with the code of the refusal when the archive is damaged or hostile.
 */
export async function openPackSource(path: string): Promise<PackSource> {
  if (!isDrillpack(path)) return readPack(path);
  const opened = await openDrillpack(await readDrillpack(path), { label: path });
  if (opened.ok) return opened.opened.source;
  throw new HumanError(opened.code, l10n.t('{0} cannot be used. {1}', path, opened.message));
}

/** @throws HumanError `no-pack` when there is no such file, `archive-too-large` before a huge one is read. */
export async function readDrillpack(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= archiveLimits.archiveBytes) return await readFile(path);
    throw new HumanError(
      'archive-too-large',
      l10n.t('{0} has {1} bytes; a pack has at most {2}.', path, size, archiveLimits.archiveBytes),
    );
  } catch (cause) {
    if (cause instanceof HumanError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why =
      code === 'ENOENT'
        ? l10n.t('there is no such file')
        : code === 'EISDIR'
          ? l10n.t('it is a folder')
          : String(cause);
    throw new HumanError('no-pack', l10n.t('{0} cannot be read: {1}.', path, why), { cause });
  }
}
