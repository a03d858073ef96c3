import type { Problem } from './problem';

/** The files of one pack. Paths are relative, `/`-separated, and never leave the pack. */
export interface PackSource {
  /** How to name the pack in messages: a folder, a built pack, a test. */
  readonly label: string;
  /** Every file, sorted, so that results do not depend on the disk. */
  list(): readonly string[];
  /** The text, or undefined if there is no such file. Never throws. */
  read(path: string): string | undefined;
  /** SHA-256 in hex over the sorted paths and the hashes of the contents. */
  readonly hash: string;
  /** What could not be taken in: links, files that are too large or not text. Such files are not listed. */
  readonly problems: readonly Problem[];
}

export const memorySource = (label: string, files: Readonly<Record<string, string>>): PackSource => ({
  label,
  hash: '0'.repeat(64),
  problems: [],
  list: () => Object.keys(files).sort(),
  read: path => (Object.hasOwn(files, path) ? files[path] : undefined),
});
