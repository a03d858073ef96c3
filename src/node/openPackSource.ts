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
  throw new HumanError(opened.code, `${path} cannot be used. ${opened.message}`);
}

/** @throws HumanError `no-pack` when there is no such file, `archive-too-large` before a huge one is read. */
export async function readDrillpack(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= archiveLimits.archiveBytes) return await readFile(path);
    throw new HumanError(
      'archive-too-large',
      `${path} has ${size} bytes; a pack has at most ${archiveLimits.archiveBytes}.`,
    );
  } catch (cause) {
    if (cause instanceof HumanError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(cause);
    throw new HumanError('no-pack', `${path} cannot be read: ${why}.`, { cause });
  }
}
