import * as vscode from 'vscode';
import { Coalescer } from '../coalescer';
import { DisposableStore } from '../lifecycle';
import type { AuthoredExercise, AuthoredPacks } from './authoredPacks';
import { keyOf, type EditedPacks } from './editedPacks';
import { exerciseHash, type Verification } from './verifier';

export type Judged = Extract<Verification, { readonly kind: 'judged' }>;

/** The last verdict on a whole exercise. */
export interface Kept {
  readonly place: AuthoredExercise;
  readonly judged: Judged;
  /** Its texts are not those that were judged. */
  readonly stale: boolean;
}

/** What has been proven in this window, and whether it still holds. */
export class Verifications implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<Kept | undefined>());
  /** Of one exercise; undefined when one has gone. */
  readonly onDidChange = this.changed.event;
  private readonly kept = new Map</* key */ string, Kept>();
  private readonly look = this.store.add(new Coalescer(150, () => this.compare()));

  constructor(
    private readonly authored: AuthoredPacks,
    private readonly edited: EditedPacks,
  ) {
    this.store.add(edited.onDidChange(() => this.kept.size > 0 && this.look.trigger()));
  }

  get all(): readonly Kept[] {
    return [...this.kept.values()];
  }

  of(place: AuthoredExercise): Kept | undefined {
    return this.kept.get(keyOf(place));
  }

  keep(place: AuthoredExercise, judged: Judged): void {
    this.note({ place, judged, stale: false });
    this.look.trigger(); // something may have been typed meanwhile
  }

  /** It cannot be judged as it stands. */
  forget(place: AuthoredExercise): void {
    if (this.kept.delete(keyOf(place))) this.changed.fire(undefined);
  }

  dispose(): void {
    this.store.dispose();
  }

  private note(kept: Kept): void {
    this.kept.set(keyOf(kept.place), kept);
    this.changed.fire(kept);
  }

  private async compare(): Promise<void> {
    for (const kept of this.all) {
      const { place, judged } = kept;
      const source = await this.edited.read(place).catch(() => undefined);
      if (this.store.disposed) return;
      if (!source || !this.authored.all.some(({ folder }) => folder === place.pack.folder)) {
        this.forget(place);
        continue;
      }
      const stale = exerciseHash(source, place.exercise) !== judged.hash;
      if (stale !== kept.stale && this.of(place) === kept) this.note({ ...kept, stale });
    }
  }
}
