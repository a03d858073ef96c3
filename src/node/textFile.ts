import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

export type TextFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too-large'; readonly bytes: number }
  /** Not UTF-8, or with NUL in it. */
  | { readonly kind: 'not-text' };

/**
 * Reads a file that somebody else wrote: never through a link, never more than `limit` bytes. The byte-order mark is
 * removed and line ends are made `\n`, so that texts compare equal across systems.
 *
 * @throws the system's error, `ELOOP` for a link (where the system can tell: not on Windows).
 */
export async function readTextFile(file: string, limit: number): Promise<TextFile> {
  // Windows has no such flag: it is undefined there, which adds nothing.
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    if (size > limit) return { kind: 'too-large', bytes: size };
    const bytes = await handle.readFile();
    return decode(bytes);
  } finally {
    await handle.close();
  }
}

function decode(bytes: Uint8Array): TextFile {
  const text = decodeText(bytes);
  return text === undefined ? { kind: 'not-text' } : { kind: 'text', text };
}

/** Undefined for anything but UTF-8 without NUL. Marks and line ends are as `readTextFile` has them. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text.replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}
