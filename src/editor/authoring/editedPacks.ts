import path from 'node:path';
import * as vscode from 'vscode';
import type { PackSource } from '../../core/pack/source';
import { hashOfFiles, sha256 } from '../../node/packHash';
import { readPack } from '../../node/packFiles';
import { isIn } from '../deletions';
import { DisposableStore } from '../lifecycle';
import type { PackStore } from '../packStore';
import { isLeftOut, type AuthoredPack, type AuthoredPacks } from './authoredPacks';

interface Place {
  readonly pack: Pick<AuthoredPack, 'folder'>;
  readonly exercise: string;
}

/** Equal for one exercise, whatever object names it. */
export const keyOf = ({ pack, exercise }: Place): string => `${pack.folder}\0${exercise}`;

/** The texts of exercises as the author sees them: what is unsaved wins over the disk, which is read once. */
export class EditedPacks implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<vscode.Uri | undefined>());
  /** A file of a pack has changed, on disk or in an editor; undefined when it may be any. */
  readonly onDidChange = this.changed.event;
  private readonly onDisk = new Map</* key */ string, Promise<PackSource>>();

  constructor(
    private readonly authored: AuthoredPacks,
    packs: Pick<PackStore, 'onDidChange'>,
  ) {
    // What changed outside of the workspace is heard of so.
    this.store.add(
      packs.onDidChange(() => {
        this.onDisk.clear();
        this.changed.fire(undefined);
      }),
    );
    this.store.add(authored.onDidChangeFile(uri => this.forget(uri)));
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && authored.placeOf(document.uri)) this.changed.fire(document.uri);
      }),
    );
    // What was not saved is gone.
    this.store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)));
  }

  /** The exercise and pack.yaml, and nothing else. @throws HumanError when the folder cannot be read as a pack. */
  async read({ pack: { folder }, exercise }: Place): Promise<PackSource> {
    const key = keyOf({ pack: { folder }, exercise });
    let disk = this.onDisk.get(key);
    if (!disk) {
      disk = readPack(folder, { exercise });
      this.onDisk.set(key, disk);
      disk.catch(() => this.onDisk.delete(key)); // it may be there the next time
    }
    return withUnsaved(await disk, folder, exercise);
  }

  dispose(): void {
    this.store.dispose();
  }

  private forget(uri: vscode.Uri): void {
    const place = this.authored.placeOf(uri);
    if (!place) return;
    const { pack, exercise } = place;
    for (const key of [...this.onDisk.keys()])
      if (
        exercise === undefined
          ? key.startsWith(keyOf({ pack, exercise: '' }))
          : key === keyOf({ pack, exercise })
      )
        this.onDisk.delete(key);
    this.changed.fire(uri);
  }
}

/** Line ends as in a pack that was read from the disk: what is counted in lines and columns stays where it is. */
const textOf = (document: vscode.TextDocument): string => document.getText().replaceAll('\r\n', '\n');

export const hashOfTexts = (texts: ReadonlyMap</* path */ string, string>): string =>
  hashOfFiles(Object.fromEntries([...texts].map(([file, text]) => [file, sha256(text)])));

function withUnsaved(source: PackSource, folder: string, exercise: string): PackSource {
  const root = vscode.Uri.file(folder);
  const texts = new Map<string, string>();
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.isClosed || !isIn(root, document.uri)) continue;
    const parts = path.relative(folder, document.uri.fsPath).split(path.sep);
    const file = parts.join('/');
    const isWanted = file === 'pack.yaml' || parts[0] === exercise;
    if (isWanted && !parts.some(isLeftOut)) texts.set(file, textOf(document));
  }
  if (texts.size === 0) return source;
  for (const file of source.list()) if (!texts.has(file)) texts.set(file, source.read(file) ?? '');
  const paths = [...texts.keys()].sort();
  return { ...source, hash: hashOfTexts(texts), list: () => paths, read: file => texts.get(file) };
}
