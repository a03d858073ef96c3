import assert from 'node:assert/strict';
import { outcomes, requestFor, useRunner } from './support/exercise';

describe('running an attempt', () => {
  const { run } = useRunner();

  const counter = {
    files: {
      'counter.ts': `import { start } from './types';
export class Counter {
  #count: number = start;
  constructor(private readonly step: number) {}
  next(): number {
    return (this.#count += this.step);
  }
  async later(ms: number): Promise<number> {
    await new Promise(resolve => setTimeout(resolve, ms));
    return this.next();
  }
  broken(): never {
    throw new RangeError('no more');
  }
}
`,
    },
    types: { 'types.ts': `export const start = 0;\nexport type Step = number;\n` },
    suites: {
      counting: `import { Counter } from '#attempt/counter.ts';
describe('counter', () => {
  it('R1 counts', () => assert.equal(new Counter(2).next(), 2));
  it('R1 takes its time', async () => {
    const answer = new Counter(1).later(60_000);
    assert.deepEqual(await settled(answer), { state: 'pending' });
    await clock.advance(60_000);
    assert.equal(await answer, 1);
  });
  it('R1 refuses', () => assert.throws(() => new Counter(1).broken(), RangeError));
});
it('R1,R2 fails', () => assert.equal(new Counter(2).next(), 3));
it('throws', () => new Counter(2).broken());
`,
    },
  };

  it('reports every check with what it found', async () => {
    const report = await run(requestFor(counter));
    assert.deepEqual(outcomes(report), {
      'counter › R1 counts': 'passed',
      'counter › R1 takes its time': 'passed',
      'counter › R1 refuses': 'passed',
      'R1,R2 fails': 'Expected 3, got 2.',
      throws: 'RangeError: no more',
    });
  });
});
