import type { Backend } from './backend';
import { MemoryEngine, type Call, type EnginePowers } from './engine/memoryEngine';
import type { Reply } from './engine/reply';

/** The engine of our own, in this process. */
export class MemoryBackend implements Backend {
  private engine: MemoryEngine;
  private readonly watched = new Map</* session */ number, Map</* key */ string, number>>();

  constructor(private readonly powers: EnginePowers) {
    this.engine = new MemoryEngine(powers);
  }

  run(call: Call): Reply {
    return this.engine.run(call);
  }

  watch(session: number, keys: readonly string[]): void {
    const versions = this.watched.get(session) ?? new Map<string, number>();
    for (const key of keys) if (!versions.has(key)) versions.set(key, this.engine.version(key));
    this.watched.set(session, versions);
  }

  unwatch(session: number): void {
    this.watched.delete(session);
  }

  exec(session: number, calls: readonly Call[]): readonly Reply[] | null {
    const versions = this.watched.get(session) ?? new Map<string, number>();
    this.watched.delete(session);
    for (const [key, version] of versions) if (this.engine.version(key) !== version) return null;
    return calls.map(call => this.engine.run(call));
  }

  memory(): number {
    return this.engine.memory();
  }

  crash(losesData: boolean): void {
    this.watched.clear();
    this.engine.crash(losesData);
  }

  reset(): void {
    this.watched.clear();
    this.engine.reset();
  }
}
