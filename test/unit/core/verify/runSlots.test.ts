import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { RunReport } from '../../../../src/core/run/report';
import type { RunRequest } from '../../../../src/core/run/request';
import { RunSlots } from '../../../../src/core/verify/runSlots';

/** Runs end when they are told to, and say in what order they began. */
class HeldRunner {
  readonly begun: number[] = [];
  private readonly ends = new Map<number, () => void>();

  run({ seed = -1 }: RunRequest): Promise<RunReport> {
    this.begun.push(seed);
    return new Promise((_, reject) => this.ends.set(seed, () => reject(new Error(`end of ${seed}`))));
  }
  plan() {
    return Promise.resolve([]);
  }
  play() {
    return Promise.reject(new Error('nobody plays'));
  }
  async end(seed: number): Promise<void> {
    this.ends.get(seed)?.();
    await turn();
  }
}

describe('the slots of a verification', () => {
  it('let so many runs go on, those of the first exercises first, and are free again after a failure', async () => {
    const runner = new HeldRunner();
    const slots = new RunSlots(runner, 2);
    let counted = 0;
    const ended: string[] = [];
    const run = (rank: number, seed: number): void => {
      const request = { seed } as RunRequest;
      slots
        .runnerFor(rank, () => counted++)
        .run(request)
        .catch((error: unknown) => ended.push(String(error)));
    };
    run(1, 10);
    run(1, 11);
    run(2, 20);
    run(1, 12);
    run(0, 0);
    await turn();
    assert.deepEqual([runner.begun, counted], [[10, 11], 2]);
    await runner.end(10);
    assert.deepEqual(runner.begun, [10, 11, 0]);
    await runner.end(11);
    await runner.end(0);
    assert.deepEqual(runner.begun, [10, 11, 0, 12, 20]);
    await runner.end(12);
    await runner.end(20);
    run(3, 30);
    await turn();
    assert.deepEqual([runner.begun.at(-1), counted], [30, 6]);
    assert.deepEqual(
      ended,
      [10, 11, 0, 12, 20].map(seed => `Error: end of ${seed}`),
    );
  });
});
