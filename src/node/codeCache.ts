import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toError } from '../core/errors';
import { childEnvironment } from './childEnvironment';

export interface CodeCacheSettings {
  /** A folder that only this user can write to. It is made when it is needed. */
  readonly folder: string;
  readonly sandboxDir: string;
  readonly execPath: string;
  readonly log: (line: string) => void;
}

/** Bytes. What V8 makes of the harness has about 400 KiB. */
const maxBytes = 16 * 1_024 * 1_024;
const hashBytes = 32;
/** Milliseconds. */
const makeMs = 20_000;

/**
 * What V8 has made of the harness, kept from one start to the next: a child is then ready in two thirds of the time.
 *
 * V8 believes what is in it. So it is made by a child that runs nothing but our own code and never gets a job, the
 * children that do get one cannot write at all, and a file that somebody else could have written is not used.
 */
export class CodeCache {
  private readonly intact = new Set</* file */ string>();
  private making: Promise<void> | undefined;

  constructor(private readonly settings: CodeCacheSettings) {}

  /** An open file for a child with these flags, to be closed by whoever asked; undefined when there is none to trust. */
  open(flags: readonly string[]): number | undefined {
    const file = this.fileFor(flags);
    let descriptor: number | undefined;
    try {
      descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
      if (isOurs(descriptor) && (this.intact.has(file) || isIntact(descriptor))) {
        this.intact.add(file);
        return descriptor;
      }
    } catch {
      // There is none yet.
    }
    if (descriptor !== undefined) closeSync(descriptor);
    return undefined;
  }

  /** Makes the one for these flags unless it is there. Costs the time of a child; never rejects. */
  ensure(flags: readonly string[], args: readonly string[]): Promise<void> {
    return (this.making ??= this.make(flags, args)
      .catch((error: unknown) => this.settings.log(`No code cache: ${toError(error).message}`))
      .finally(() => (this.making = undefined)));
  }

  private async make(flags: readonly string[], args: readonly string[]): Promise<void> {
    const known = this.open(flags);
    if (known !== undefined) return closeSync(known);
    const { folder } = this.settings;
    const data = await this.print(flags, args);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = this.fileFor(flags);
    const part = `${file}.${process.pid}.part`;
    await writeFile(part, Buffer.concat([sha256(data), data]), { mode: 0o600, flag: 'wx' });
    await rename(part, file);
    for (const name of await readdir(folder))
      if (name.endsWith(ending) && !name.startsWith(this.harnessHash()))
        await rm(path.join(folder, name), { force: true });
  }

  private print(flags: readonly string[], args: readonly string[]): Promise<Buffer> {
    const { sandboxDir, execPath } = this.settings;
    const child = spawn(execPath, [...flags, path.join(sandboxDir, 'boot.js'), ...args], {
      cwd: sandboxDir,
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
      windowsHide: true,
    });
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const tooLong = setTimeout(() => child.kill('SIGKILL'), makeMs);
      child.stdout?.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) child.kill('SIGKILL');
        else chunks.push(chunk);
      });
      child.once('error', reject);
      child.once('close', code => {
        clearTimeout(tooLong);
        if (code === 0 && size > 0) resolve(Buffer.concat(chunks));
        else reject(new Error(`its child ended with ${code}`));
      });
    });
  }

  /** Flags take part because V8 compares them; the folder of the harness is one of them. */
  private fileFor(flags: readonly string[]): string {
    const { folder, execPath } = this.settings;
    const host = hexOf([execPath, process.version, process.arch, ...flags].join('\0'));
    return path.join(folder, `${this.harnessHash()}-${host}${ending}`);
  }

  private knownHash: string | undefined;

  private harnessHash(): string {
    return (this.knownHash ??= hexOf(readFileSync(path.join(this.settings.sandboxDir, 'harness.js'))));
  }
}

const ending = '.v8cache';
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const hexOf = (data: string | Uint8Array): string => sha256(data).toString('hex').slice(0, 24);

/** A file of this user's that nobody else may write to. Windows keeps such folders apart by itself. */
function isOurs(descriptor: number): boolean {
  const { uid, mode, size } = fstatSync(descriptor);
  const isPrivate = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  return isPrivate && size > hashBytes && size <= maxBytes;
}

/** V8 does not notice a damaged file, and would run into anything. */
function isIntact(descriptor: number): boolean {
  const bytes = Buffer.alloc(fstatSync(descriptor).size);
  readSync(descriptor, bytes, 0, bytes.length, 0); // by position: the child reads from the beginning
  return sha256(bytes.subarray(hashBytes)).equals(bytes.subarray(0, hashBytes));
}
