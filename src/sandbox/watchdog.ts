import { Worker } from 'node:worker_threads';
import source from './watchdog.thread.js';

/** Positions in the shared memory. */
const slots = { armed: 0, runMs: 1, checkMs: 2, checkNumber: 3, rssMb: 4, ready: 5 };

/**
 * A thread that ends the process when a check or the run takes too long, or when the process grows beyond its ceiling:
 * memory outside the heap is not covered by V8's own limit.
 */
export class Watchdog {
  private readonly state: Int32Array;
  private readonly started: Promise<boolean>;

  /** @param isPosted without a thread nothing is watched: a debugger would show it, and stop it with the rest. */
  constructor(ceilingMb: number, isPosted = true) {
    const buffer = new SharedArrayBuffer(Object.keys(slots).length * 4);
    this.state = new Int32Array(buffer);
    this.state[slots.rssMb] = ceilingMb;
    this.started = isPosted ? this.start(buffer) : Promise.resolve(false);
  }

  /** Whether the thread is running by now. */
  get stands(): boolean {
    return Atomics.load(this.state, slots.ready) === 1;
  }

  /** Whether the thread has started, once that is known: it takes longer than the rest of the child. */
  hasStarted(): Promise<boolean> {
    return this.started;
  }

  arm(limits: { readonly runMs: number; readonly checkMs: number }): void {
    Atomics.store(this.state, slots.runMs, limits.runMs);
    Atomics.store(this.state, slots.checkMs, limits.checkMs);
    this.beginCheck();
    this.setArmed(1);
  }

  beginCheck(): void {
    Atomics.add(this.state, slots.checkNumber, 1);
  }

  disarm(): void {
    this.setArmed(0);
  }

  private setArmed(armed: 0 | 1): void {
    Atomics.store(this.state, slots.armed, armed);
    Atomics.notify(this.state, slots.armed);
  }

  private start(buffer: SharedArrayBuffer): Promise<boolean> {
    return new Promise(resolve => {
      try {
        const thread = new Worker(source, {
          eval: true,
          workerData: { buffer, slots },
          env: {},
          execArgv: [],
          stdin: false,
          stdout: false,
          stderr: false,
          resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 },
        });
        thread.unref();
        thread.once('online', () => resolve(true));
        thread.once('error', () => resolve(false));
        thread.once('exit', () => resolve(false));
      } catch {
        resolve(false); // the permission model of this runtime does not let threads through
      }
    });
  }
}
