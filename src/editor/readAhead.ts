import { setTimeout as delay } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { stateOf } from '../core/progress';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';

/** Begun exercises and the next new ones: who opens the list clicks one of them. */
const most = 8;
/** What somebody does meanwhile comes in between: an exercise takes some 50 ms to parse. Milliseconds. */
const pause = 100;

/**
 * Reads the exercises that somebody is likely to open, and the code that shows them, when the list has come into view: the
 * first look at an exercise would otherwise wait for its parser. It is done once; what cannot be read says so when opened.
 */
export class ReadAhead implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private done: Promise<void> | undefined;

  constructor(private readonly services: Pick<Services, 'packs' | 'progress'>) {}

  begin(): Promise<void> {
    return (this.done ??= this.read());
  }

  dispose(): void {
    this.store.dispose();
  }

  private async read(): Promise<void> {
    const { packs, progress } = this.services;
    await packs.ready;
    await delay(pause);
    await import('./questionPanel/view');
    const open = packs.catalog.entries.map(({ ref }) => ({ ref, state: stateOf(progress.of(ref)) }));
    const likely = [
      ...open.filter(({ state }) => state === 'started' || state === 'failing'),
      ...open.filter(({ state }) => state === 'new'),
    ];
    for (const { ref } of likely.slice(0, most)) {
      await delay(pause);
      if (this.store.disposed) return;
      await packs.load(ref).catch(() => undefined);
    }
  }
}
