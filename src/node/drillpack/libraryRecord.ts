import type { InstalledPack, Signer } from '../../core/pack/installDecision';
import { idPattern, versionPattern } from '../../core/pack/names';
import { isFlag, isNumber, isShaped, isText, orNull, type Is } from '../../core/shape';
import { isSignerName } from './signing';

/** The text of a record, for `parseRecord`. */
export const formatRecord = (record: InstalledPack): string =>
  `${JSON.stringify({ format: 1, ...record }, null, 1)}\n`;

/** Undefined for anything that this version did not write. Never throws. */
export function parseRecord(text: string): InstalledPack | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isStored(value)) return undefined;
  const { format: _, ...record } = value;
  return record;
}

const isMatching =
  (pattern: RegExp): Is<string> =>
  (value): value is string =>
    isText(value) && pattern.test(value);

const isStored = isShaped<InstalledPack & { readonly format: 1 }>({
  format: (value): value is 1 => value === 1,
  id: isMatching(idPattern),
  version: isMatching(versionPattern),
  signer: orNull(isShaped<Signer>({ name: isSignerName, publicKey: isText })),
  title: isText,
  hash: isText,
  origin: isText,
  knownSince: isNumber,
  forgotten: isFlag,
  installedAt: isNumber,
  present: isFlag,
});
