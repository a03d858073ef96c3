import type { VirtualClock } from '../../virtualClock';
import { ownError } from './sqlError';

interface Waiter {
  readonly admit: () => void;
  readonly refuse: (error: Error) => void;
}

/** Virtual milliseconds, as the pools of common clients have it. */
const patienceMs = 30_000;

/** Lets one in at a time, in the order of their coming: the server has a single session. */
export class Gate {
  private held = false;
  private waiting: Waiter[] = [];

  constructor(private readonly clock: Pick<VirtualClock, 'setTimeout' | 'clear'>) {}

  /** Resolves to the function that leaves again. */
  async enter(): Promise<() => void> {
    if (this.held) await this.turn();
    this.held = true;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.waiting.shift();
      if (next) next.admit();
      else this.held = false;
    };
  }

  /** Whoever waits is refused. */
  close(error: () => Error): void {
    const { waiting } = this;
    this.waiting = [];
    for (const waiter of waiting) waiter.refuse(error());
  }

  private turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.clock.setTimeout(() => {
        this.waiting = this.waiting.filter(other => other !== waiter);
        reject(
          ownError(
            '53300',
            `no connection became free within ${patienceMs / 1_000} s`,
            'A transaction is open for as long as its callback runs. Inside of it, use the tx that it is given.',
          ),
        );
      }, patienceMs);
      const waiter: Waiter = {
        admit: () => {
          this.clock.clear(timer);
          resolve();
        },
        refuse: error => {
          this.clock.clear(timer);
          reject(error);
        },
      };
      this.waiting.push(waiter);
    });
  }
}
