import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isFlag, isListOf, isShaped, isText, type Is } from '../../core/shape';
import type { ExerciseVerdict } from '../../core/verify/verifyExercise';

/** Milliseconds after which a verdict that nobody has asked for is forgotten. */
const keptFor = 30 * 24 * 60 * 60_000;
const ending = '.verdict.json';

/**
 * Verdicts by the hash of all that they depend on, so that one which is found is right for what is there now. What cannot
 * be read, or was not written to its end, is as good as not there.
 */
export class VerdictCache {
  /** @param folder of this user's own; made when it is needed */
  constructor(private readonly folder: string) {}

  async find(key: string): Promise<ExerciseVerdict | undefined> {
    const file = this.fileOf(key);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const end = text?.indexOf('\n') ?? -1;
    if (text === undefined || end < 0 || text.slice(0, end) !== sha256(text.slice(end + 1))) return undefined;
    const value: unknown = JSON.parse(text.slice(end + 1));
    if (!isKept(value) || value.key !== key) return undefined;
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined); // it is in use
    return value.verdict;
  }

  /** Never rejects: without the cache everything is only slower. */
  async keep(key: string, verdict: ExerciseVerdict): Promise<void> {
    const text = JSON.stringify({ key, verdict });
    const part = `${this.fileOf(key)}.${process.pid}.part`;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(part, `${sha256(text)}\n${text}`, { mode: 0o600 });
      await rename(part, this.fileOf(key));
    } catch {
      await rm(part, { force: true }).catch(() => undefined);
    }
  }

  /** Forgets what has not been asked for in a month. */
  async tidy(now: number): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const file = path.join(this.folder, name);
      const about = await stat(file).catch(() => undefined);
      if (about?.isFile() && now - about.mtimeMs > keptFor)
        await rm(file, { force: true }).catch(() => undefined);
    }
  }

  private fileOf(key: string): string {
    return path.join(this.folder, `${key}${ending}`);
  }
}

interface Kept {
  readonly key: string;
  readonly verdict: ExerciseVerdict;
}

const isAny: Is<unknown> = (value): value is unknown => value !== undefined;
const looksLikeVerdict = isShaped({
  ...{ exercise: isText, ok: isFlag, findings: isListOf(isAny), checks: isListOf(isAny) },
  ...{ wrong: isListOf(isAny), alternatives: isListOf(isAny), requirements: isListOf(isText) },
});
/** The key holds the hash of the program, so that what has it and the right check sum was written by this very code. */
const isVerdict: Is<ExerciseVerdict> = (value): value is ExerciseVerdict => looksLikeVerdict(value);
const isKept = isShaped<Kept>({ key: isText, verdict: isVerdict });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
