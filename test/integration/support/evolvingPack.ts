import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { listFiles, readText, writeText } from './files';
import { folderUri } from './host';

/** A pack of the workspace that goes through versions while a suite runs, and back again. */
export class EvolvingPack {
  readonly folder: vscode.Uri;
  private readonly atFirst = new Map</* path */ string, string>();

  constructor(
    private readonly api: TestApi,
    id: string,
  ) {
    this.folder = folderUri('packs', id);
  }

  /** Remembers how it is now. */
  async keep(): Promise<void> {
    for (const path of await listFiles(this.folder)) this.atFirst.set(path, await readText(this.at(path)));
  }

  /** Puts back how it was, and reads it. */
  async restore(): Promise<void> {
    await this.remove();
    await this.write(Object.fromEntries(this.atFirst));
  }

  /** Writes the next version, of which only what differs is said, and reads it. */
  async become(files: Readonly<Record</* path */ string, string>>): Promise<void> {
    await this.write(files);
  }

  /** Replaces a text in a file, which must be there, without reading the pack again. */
  async edit(path: string, from: string, to: string): Promise<void> {
    const text = await readText(this.at(path));
    assert.ok(text.includes(from), `${path} does not hold ${from}`);
    await writeText(
      this.at(path),
      text.replace(from, () => to),
    );
  }

  async remove(): Promise<void> {
    await vscode.workspace.fs.delete(this.folder, { recursive: true });
    await this.api.services.packs.refresh();
  }

  at(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, path);
  }

  private async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) await writeText(this.at(path), text);
    await this.api.services.packs.refresh();
  }
}
