import type { InstalledPack, Signer } from '../../core/pack/installDecision';
import { idPattern, versionPattern } from '../../core/pack/names';
import { isSignerName } from './signing';

/** The text of a record, for `parseRecord`. */
export const formatRecord = (record: InstalledPack): string =>
  `${JSON.stringify({ format: 1, ...record }, null, 1)}\n`;

/** Undefined for anything that this version did not write. Never throws. */
export function parseRecord(text: string): InstalledPack | undefined {
  const value = parseObject(text);
  if (value?.['format'] !== 1) return undefined;
  const { id, title, version, hash, origin, installedAt, present } = value;
  const signer = value['signer'] === null ? null : parseSigner(value['signer']);
  if (typeof id !== 'string' || !idPattern.test(id) || typeof title !== 'string') return undefined;
  if (typeof version !== 'string' || !versionPattern.test(version)) return undefined;
  if (typeof hash !== 'string' || typeof origin !== 'string' || signer === undefined) return undefined;
  if (typeof installedAt !== 'number' || typeof present !== 'boolean') return undefined;
  return { id, title, version, hash, signer, origin, installedAt, present };
}

function parseSigner(value: unknown): Signer | undefined {
  if (!isRecord(value)) return undefined;
  const { name, publicKey } = value;
  return isSignerName(name) && typeof publicKey === 'string' ? { name, publicKey } : undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
