import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PackSource } from '../../core/pack/source';
import { inParallel } from '../../node/inParallel';
import { packLimits } from '../../node/packFiles';
import { readTextFile } from '../../node/textFile';
import { openDocument } from '../texts';
import { DisposableStore } from '../lifecycle';
import { isLeftOut, type AuthoredPacks } from './authoredPacks';
import type { EditedPacks } from './editedPacks';

const readers = 16;

/** The texts that somebody writes by: those of one exercise, pack.yaml, and what the other exercises are called. */
export class LanguageTexts implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<vscode.Uri | undefined>());
  /** A file of a pack has changed, on disk or in an editor; undefined when it may be any. */
  readonly onDidChange = this.changed.event;
  /** Of every exercise.yaml that was asked for, as it is on disk. */
  private readonly onDisk = new Map</* file */ string, string>();

  constructor(
    private readonly authored: AuthoredPacks,
    private readonly edited: EditedPacks,
  ) {
    this.store.add(edited.onDidChange(uri => this.changed.fire(uri)));
    this.store.add(authored.onDidChangeFile(uri => this.onDisk.delete(uri.fsPath)));
    this.store.add(
      authored.onDidChange(() => {
        this.onDisk.clear();
        this.changed.fire(undefined);
      }),
    );
  }

  placeOf(uri: vscode.Uri): ReturnType<AuthoredPacks['placeOf']> {
    return this.authored.placeOf(uri);
  }

  /**
   * What is unsaved wins over the disk. Of exercises other than this one, only exercise.yaml is there.
   * @throws HumanError when the folder cannot be read as a pack.
   */
  async read(folder: string, exercise: string | undefined): Promise<PackSource> {
    const own = await this.edited.read({ pack: { folder }, exercise: exercise ?? '' });
    const texts = new Map(own.list().map(file => [file, own.read(file) ?? '']));
    await inParallel(await foldersIn(folder), readers, async id => {
      const text = id === exercise ? undefined : await this.yaml(path.join(folder, id, 'exercise.yaml'));
      if (text !== undefined) texts.set(`${id}/exercise.yaml`, text);
    });
    const paths = [...texts.keys()].sort();
    return { ...own, list: () => paths, read: file => texts.get(file) };
  }

  dispose(): void {
    this.store.dispose();
  }

  private async yaml(file: string): Promise<string | undefined> {
    const document = openDocument(vscode.Uri.file(file));
    if (document?.isDirty) return document.getText().replaceAll('\r\n', '\n');
    const known = this.onDisk.get(file);
    if (known !== undefined) return known;
    const read = await readTextFile(file, packLimits.fileBytes).catch(() => undefined);
    if (read?.kind !== 'text') return undefined; // no exercise, or the problems of the pack say why not
    this.onDisk.set(file, read.text);
    return read.text;
  }
}

/** Looked up each time: folders come and go, and this is quick. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter(entry => entry.isDirectory() && !isLeftOut(entry.name)).map(({ name }) => name);
}
