import type { Disposable } from 'vscode';

/** Hands back what it owns, takes late arrivals, and unwinds last-in first-out. */
export class DisposableStore implements Disposable {
  private items: Disposable[] | undefined = [];

  get disposed(): boolean {
    return this.items === undefined;
  }

  add<T extends Disposable>(item: T): T {
    if (this.items) this.items.push(item);
    else item.dispose(); // the owner is gone: keeping it would leak it
    return item;
  }

  dispose(): void {
    const items = this.items ?? [];
    this.items = undefined;
    for (const item of items.reverse()) item.dispose();
  }
}

/** Holds one disposable at a time; replacing it disposes the previous one. */
export class MutableDisposable<T extends Disposable> implements Disposable {
  private held: T | undefined;
  private closed = false;

  get value(): T | undefined {
    return this.held;
  }

  set value(next: T | undefined) {
    if (next === this.held) return;
    this.held?.dispose();
    this.held = this.closed ? undefined : next;
    if (this.closed) next?.dispose();
  }

  dispose(): void {
    this.value = undefined;
    this.closed = true;
  }
}
