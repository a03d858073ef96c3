import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../core/errors';
import { reasonOf } from '../../attemptFiles';
import { readTextFile } from '../../textFile';

/** Bytes of one file, and how many there may be: a folder that holds more is not one exercise. */
const limits = { bytes: 500_000, files: 200 };

const licenseFile = /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i;

/** What the first lines of a licence's usual text say. */
const known: readonly (readonly [RegExp, string])[] = [
  [/\bMIT License\b/i, 'MIT'],
  [/\bApache License\b/i, 'Apache-2.0'],
  [/\bBSD 3-Clause\b/i, 'BSD-3-Clause'],
  [/\bISC License\b/i, 'ISC'],
];

/**
 * Every text file of a folder, by its path in it; links, other files and installed packages are left out.
 * @throws HumanError when it cannot be read.
 */
export async function readSource(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const visit = async (relative: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, relative), { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === '.git' || entry.name === '.yarn') continue;
      const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) await visit(name);
      else if (entry.isFile()) {
        const read = await readTextFile(path.join(folder, name), limits.bytes);
        if (read.kind === 'text') files[name] = read.text;
      }
      if (Object.keys(files).length > limits.files)
        throw new HumanError('no-source', `${folder} holds more than one exercise. Name the folder of one.`);
    }
  };
  try {
    await visit('');
  } catch (cause) {
    if (cause instanceof HumanError) throw cause;
    throw new HumanError('no-source', `${folder} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
  return files;
}

/** The licence in the folder or in one of those around it, by its usual first words. Never guessed. */
export async function findLicense(folder: string): Promise<string | undefined> {
  for (let at = path.resolve(folder), steps = 0; steps < 5; steps++, at = path.dirname(at)) {
    const name = (await readdir(at).catch(() => [])).find(entry => licenseFile.test(entry));
    if (name === undefined) continue;
    const read = await readTextFile(path.join(at, name), limits.bytes);
    const start = read.kind === 'text' ? read.text.slice(0, 300) : '';
    return known.find(([words]) => words.test(start))?.[1];
  }
  return undefined;
}
