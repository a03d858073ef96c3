import * as l10n from '@vscode/l10n';
import { HumanError, toError } from '../core/errors';
import { defaultLimits } from '../core/exercise';
import type { Walls } from '../core/run/report';
import type { Job } from '../protocol/run';
import { isPooled, kindKey, type ChildKind, type ChildMode } from './childKind';
import { childFlags, permissionLadder, type PermissionFlag } from './childFlags';
import { childArguments, SandboxChild } from './childProcess';
import { CodeCache } from './codeCache';

export interface PoolSettings {
  readonly sandboxDir: string;
  readonly execPath: string;
  /** How many children of a kind wait, once it is in use. */
  readonly warm: (kind: ChildKind) => number;
  /** A waiting child costs about 60 MiB of memory; after this long it is let go. Milliseconds. */
  readonly idleMs: number;
  /** How long a child may take to be ready, in milliseconds; the usual time when absent. */
  readonly startMs?: number | undefined;
  /** Where compiled code of ours is kept between starts; without it every start compiles. */
  readonly cacheDir?: string | undefined;
  /** Each child is needed as soon as it can be there. */
  readonly isHurried?: boolean;
  readonly log: (line: string) => void;
}

const usualKind: ChildKind = { memoryMb: defaultLimits.memoryMb, services: [], mode: 'run' };

export interface ReadyChild {
  readonly child: SandboxChild;
  readonly walls: Walls;
}

/** Children that are ready before they are needed. Each is handed out once. */
export class ChildPool {
  /** Every child that was started and has not been killed, waiting or not. */
  private readonly alive = new Set<SandboxChild>();
  private readonly waiting = new Map</* kind */ string, Set<Promise<ReadyChild>>>();
  private readonly idle = new Map</* kind */ string, NodeJS.Timeout>();
  private readonly ladders = new Map<ChildMode, readonly PermissionFlag[]>();
  private disposed = false;

  private readonly codeCache: CodeCache | undefined;

  constructor(private readonly settings: PoolSettings) {
    const { cacheDir } = settings;
    if (cacheDir !== undefined) this.codeCache = new CodeCache({ ...settings, folder: cacheDir });
  }

  /** Starts children in the background until as many wait as there should. */
  fill(kind: ChildKind = usualKind): void {
    if (this.disposed || !isPooled(kind)) return;
    const queue = this.queueOf(kind);
    const warm = this.settings.warm(kind);
    while (queue.size < warm) queue.add(this.started(kind, queue));
    this.restartIdleTimer(kind);
  }

  /**
   * Lets the child that is next run a job of trusted code, for the sake of speed: V8 is several times faster when it has
   * seen the suites and a solution before.
   */
  rehearse(kind: ChildKind, job: Job): void {
    const [next] = this.queueOf(kind);
    void next?.then(
      ({ child }) => child.send({ type: 'prepare', nonce: '', job }),
      () => undefined,
    );
  }

  /**
   * @param first what the child will be asked to run; one that has to be started begins with its suites meanwhile
   * @throws HumanError if no child can be started.
   */
  async take(kind: ChildKind, first?: Job): Promise<ReadyChild> {
    const queue = this.queueOf(kind);
    // Waiting children do not keep the host's process running, but somebody is waiting for this one.
    const keepAlive = setInterval(() => undefined, 60_000);
    try {
      for (const next of queue) {
        queue.delete(next);
        const ready = await next.catch(() => undefined);
        if (ready?.child.isAlive) return held(ready);
        if (ready) this.release(ready.child);
      }
      return held(await this.start(kind, true, first));
    } finally {
      clearInterval(keepAlive);
    }
  }

  release(child: SandboxChild): void {
    child.kill();
    this.alive.delete(child);
  }

  pids(): readonly number[] {
    return [...this.alive].filter(child => child.isAlive).flatMap(child => child.pid ?? []);
  }

  dispose(): void {
    this.disposed = true;
    for (const timer of this.idle.values()) clearTimeout(timer);
    for (const child of [...this.alive]) this.release(child);
    this.waiting.clear();
  }

  /** Keeps what V8 makes of the child's code for the next start, unless it is kept already. */
  async keepCode(kind: ChildKind = usualKind): Promise<void> {
    const [permission = null] = this.ladderOf(kind);
    const { sandboxDir, isHurried = false } = this.settings;
    const args = childArguments({ ...kind, services: [] }, 'code-cache', false);
    for (const isAwaited of isHurried ? [true] : [false, true])
      await this.codeCache?.ensure(childFlags(permission, sandboxDir, kind, isAwaited), args);
  }

  private ladderOf({ mode }: ChildKind): readonly PermissionFlag[] {
    return this.ladders.get(mode) ?? permissionLadder(process.version, mode);
  }

  private queueOf(kind: ChildKind): Set<Promise<ReadyChild>> {
    const queue = this.waiting.get(kindKey(kind)) ?? new Set();
    this.waiting.set(kindKey(kind), queue);
    return queue;
  }

  /** One for the queue; if it cannot be started it leaves the queue, and the next run tells the person why. */
  private started(kind: ChildKind, queue: Set<Promise<ReadyChild>>): Promise<ReadyChild> {
    const started = this.start(kind, this.settings.isHurried ?? false);
    started.catch((error: unknown) => {
      this.settings.log(toError(error).message);
      queue.delete(started);
    });
    return started;
  }

  private async start(kind: ChildKind, isAwaited: boolean, first?: Job): Promise<ReadyChild> {
    const failures: string[] = [];
    const ladder = this.ladderOf(kind);
    for (const permission of ladder) {
      if (this.disposed) throw new HumanError('runner-disposed', l10n.t('The runner has been shut down.'));
      const { sandboxDir, execPath, startMs } = this.settings;
      const codeCache = this.codeCache?.open(childFlags(permission, sandboxDir, kind, isAwaited));
      const child = new SandboxChild({
        ...{ sandboxDir, execPath, permission, kind, isAwaited, codeCache, startMs },
      });
      this.alive.add(child);
      if (first) child.send({ type: 'define', nonce: '', job: first });
      try {
        const walls = await child.ready;
        this.ladders.set(kind.mode, ladder.slice(ladder.indexOf(permission))); // what was refused once will be again
        return { child, walls };
      } catch (error) {
        this.release(child);
        failures.push(toError(error).message);
        this.settings.log(
          `A child with ${permission ?? 'no permission flags'} did not start: ${failures.at(-1)}`,
        );
      }
    }
    throw new HumanError(
      'runner-not-started',
      l10n.t(
        'The process that runs the checks could not be started with {0}. Reinstall Design Drills, and allow it to start processes if a security tool blocks it. {1}',
        this.settings.execPath,
        failures.at(-1) ?? '',
      ),
    );
  }

  private restartIdleTimer(kind: ChildKind): void {
    clearTimeout(this.idle.get(kindKey(kind)));
    const timer = setTimeout(() => this.letGo(kind), this.settings.idleMs);
    timer.unref();
    this.idle.set(kindKey(kind), timer);
  }

  private letGo(kind: ChildKind): void {
    const queue = this.queueOf(kind);
    for (const waiting of queue)
      void waiting.then(
        ({ child }) => this.release(child),
        () => undefined,
      );
    queue.clear();
  }
}

function held(ready: ReadyChild): ReadyChild {
  ready.child.hold(true);
  return ready;
}
