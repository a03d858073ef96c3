import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The built command line, seen from the built tests, which have this file in them. */
export const cli = path.resolve(__dirname, '..', '..', 'cli.js');

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line in a folder of its own, which begins empty and is gone after the suite. */
export class CommandLine {
  private made: string | undefined;

  get folder(): string {
    if (this.made === undefined) throw new Error('There is a folder from `before` on.');
    return this.made;
  }

  make(name: string): void {
    this.made = mkdtempSync(path.join(tmpdir(), `drills-${name}-`));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  inFolder(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  /** Nothing of the environment gets in, and nothing goes into the caches of whoever runs the tests. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        DESIGN_DRILLS_CACHE: this.inFolder('.cache'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out, err };
  }
}

/** One for a whole suite. */
export function useCommandLine(name: string): CommandLine {
  const line = new CommandLine();
  before(() => line.make(name));
  after(() => line.remove());
  return line;
}
