import { closeSync, readFileSync } from 'node:fs';
import { givenCodeCache, givenMode } from './childArguments';

/** Bytes in front of the data: its hash, which the host has compared. */
const hashBytes = 32;

/**
 * What V8 made of the harness before. The host has opened the file: this process may not read where it lies. V8 itself
 * refuses what another version, or the same with other flags, has made.
 */
export function readCodeCache(): Buffer | undefined {
  if (givenCodeCache === undefined) return undefined;
  try {
    return readFileSync(givenCodeCache).subarray(hashBytes);
  } finally {
    closeSync(givenCodeCache);
  }
}

/** In the one child that is there for it: everything of ours has been run, nothing of anybody else's. */
export function printCodeCache(make: () => Buffer): void {
  if (givenMode === 'code-cache') process.stdout.write(make(), () => process.exit(0));
}
