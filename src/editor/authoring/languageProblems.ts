import * as vscode from 'vscode';
import { toError } from '../../core/errors';
import { exerciseProblems, packPart, withLive, type Part } from '../../core/authoring/language/liveProblems';
import { packYamlProblems } from '../../core/pack/parsePack';
import type { Problem } from '../../core/pack/problem';
import { Coalescer } from '../coalescer';
import { DisposableStore } from '../lifecycle';
import type { LanguageTexts } from './languageTexts';

/** Of typing, after which the problems are brought up to date. */
const quietMs = 200;

/** The problems of what is being written, unsaved texts included. Only the exercise that is open is read again. */
export class LiveProblems implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;

  private readonly packs = new Map</* folder */ string, Map<Part, readonly Problem[]>>();
  private readonly again = this.store.add(new Coalescer(quietMs, () => this.update()));

  constructor(
    private readonly texts: LanguageTexts,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.store.add(texts.onDidChange(uri => this.note(uri)));
    this.store.add(vscode.workspace.onDidOpenTextDocument(({ uri }) => this.note(uri)));
    this.store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.note(uri)));
  }

  /** The problems of a pack as they are now. */
  over(folder: string, read: readonly Problem[]): readonly Problem[] {
    return withLive(read, this.packs.get(folder) ?? new Map<Part, readonly Problem[]>());
  }

  dispose(): void {
    this.store.dispose();
  }

  private note(uri: vscode.Uri | undefined): void {
    if (uri && !this.texts.placeOf(uri)) return;
    this.again.trigger();
  }

  private async update(): Promise<void> {
    const open = this.openParts();
    for (const folder of this.packs.keys()) if (!open.has(folder)) this.packs.delete(folder);
    for (const [folder, parts] of open)
      try {
        const found: [Part, readonly Problem[]][] = [];
        for (const part of parts) found.push([part, await this.problemsOf(folder, part)]);
        this.packs.set(folder, new Map(found));
      } catch (thrown) {
        this.packs.delete(folder); // what was read last says why
        this.log.debug(toError(thrown).message);
      }
    if (!this.store.disposed) this.changed.fire();
  }

  private async problemsOf(folder: string, part: Part): Promise<readonly Problem[]> {
    if (part === packPart) return packYamlProblems(await this.texts.read(folder, undefined));
    return exerciseProblems(await this.texts.read(folder, part), part);
  }

  /** What somebody has opened and may be changing. */
  private openParts(): Map<string, Set<Part>> {
    const open = new Map<string, Set<Part>>();
    for (const { uri, isClosed } of vscode.workspace.textDocuments) {
      const place = isClosed ? undefined : this.texts.placeOf(uri);
      if (!place) continue;
      const { folder } = place.pack;
      open.set(folder, (open.get(folder) ?? new Set<Part>()).add(place.exercise ?? packPart));
    }
    return open;
  }
}
