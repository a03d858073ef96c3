import * as vscode from 'vscode';
import type { AttemptFiles } from './attemptFiles';
import type { Attempt, Attempts } from './attempts';
import { Coalescer } from './coalescer';
import { fingerprint } from './fingerprint';
import { DisposableStore } from './lifecycle';
import type { PackStore } from './packStore';
import type { Results } from './results';

interface Parts {
  readonly attempts: Attempts;
  readonly files: AttemptFiles;
  readonly packs: PackStore;
  readonly results: Results;
}

/** Knows which results no longer speak about the files as they are. */
export class Staleness implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter</* folder uri */ string>());
  readonly onDidChange = this.changed.event;
  private readonly stale = new Set</* folder uri */ string>();
  private readonly due = new Set</* folder uri */ string>();
  private readonly look = this.store.add(new Coalescer(150, () => this.lookAtDue()));

  constructor(private readonly parts: Parts) {
    const { attempts, files, packs, results } = parts;
    const all = () => attempts.all.forEach(({ key }) => this.note(key));
    this.store.add(
      files.onDidChange(uri => {
        const attempt = attempts.containing(uri);
        if (attempt) this.note(attempt.key);
      }),
    );
    this.store.add(results.onDidChange(key => this.note(key)));
    this.store.add(attempts.onDidChange(all));
    this.store.add(packs.onDidChange(all));
  }

  isStale(attempt: Pick<Attempt, 'key'>): boolean {
    return this.stale.has(attempt.key);
  }

  dispose(): void {
    this.store.dispose();
  }

  private note(key: string): void {
    this.due.add(key);
    this.look.trigger();
  }

  private async lookAtDue(): Promise<void> {
    const keys = [...this.due];
    this.due.clear();
    for (const key of keys) {
      const stale = await this.compare(key);
      if (this.store.disposed || stale === this.stale.has(key)) continue;
      if (stale) this.stale.add(key);
      else this.stale.delete(key);
      this.changed.fire(key);
    }
  }

  private async compare(key: string): Promise<boolean> {
    const { attempts, files, packs, results } = this.parts;
    const attempt = attempts.byFolder(key);
    const result = results.get({ key });
    const entry = attempt && packs.find(attempt.ref);
    if (!attempt || !result || !entry) return false;
    try {
      const texts = await files.read(attempt, { fresh: false });
      return fingerprint(texts, entry.card, entry.pack.version) !== result.fingerprint;
    } catch {
      return true; // the folder has just gone
    }
  }
}
