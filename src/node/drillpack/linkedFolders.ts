import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isShaped, isText } from '../../core/shape';

/**
 * Folders of packs that a person uses in place, where they lie: nothing is copied, so that every edit shows. One file
 * for each, so that two windows can add at once.
 */
export class LinkedFolders {
  constructor(
    /** Absolute; made when needed. */
    readonly folder: string,
  ) {}

  /** Absolute, sorted; whether they still exist is not looked at. A note that is damaged counts as none. */
  async all(): Promise<readonly string[]> {
    const names = await readdir(this.folder).catch(() => []);
    const notes = await Promise.all(
      names
        .filter(name => name.endsWith(ending))
        .map(async name => parseNote(await readFile(path.join(this.folder, name), 'utf8').catch(() => ''))),
    );
    return notes.filter(folder => folder !== undefined).sort();
  }

  async add(folder: string): Promise<void> {
    const text = `${JSON.stringify({ format: 1, folder: path.resolve(folder) }, null, 1)}\n`;
    await mkdir(this.folder, { recursive: true });
    await writeFile(this.noteOf(folder), text);
  }

  /** The folder itself is left as it is. */
  async remove(folder: string): Promise<void> {
    await rm(this.noteOf(folder), { force: true });
  }

  private noteOf(folder: string): string {
    const name = createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 32);
    return path.join(this.folder, `${name}${ending}`);
  }
}

const ending = '.folder';

const isNote = isShaped<{ readonly format: 1; readonly folder: string }>({
  format: (value): value is 1 => value === 1,
  folder: isText,
});

function parseNote(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isNote(value) && path.isAbsolute(value.folder) ? value.folder : undefined;
}
