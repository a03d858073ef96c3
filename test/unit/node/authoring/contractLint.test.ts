import assert from 'node:assert/strict';
import type { Exercise } from '../../../../src/core/exercise';
import { lintContract } from '../../../../src/node/authoring/contractLint';

const learner = 'export class Limiter { constructor(readonly limit: number) {} }\n';
const environment = `declare const clock: { advance(ms: number): Promise<void> };
declare const assert: { equal(): void; throws(): void; rejects(): void };`;
const types = 'export interface Decision { readonly allowed: boolean; readonly retryAfterMs: number }\n';

function findings(
  suite: string,
  statement = 'A `Limiter` answers; a full one throws a LimitError.',
): string[] {
  const files = [
    { path: 'limiter.ts', starter: learner, solution: '', owner: 'learner' as const },
    { path: 'types.ts', starter: types, solution: types, owner: 'exercise' as const },
  ];
  const exercise = {
    ...{ statement, files, hints: [], requirements: [{ id: 'R1', text: 'It limits.' }] },
    testModules: { 'tests/limiter.test.ts': suite },
  } as unknown as Exercise;
  return lintContract(exercise, environment).map(({ message }) =>
    message.replace(', which a learner is never told of.', ''),
  );
}

describe('what a suite relies on', () => {
  it('may be in the statement, a requirement, a file of the scaffold, the kit or the language', () => {
    assert.deepEqual(
      findings(`import { clock } from '#testkit';
        import { Limiter } from '#attempt/limiter.ts';
        it('R1 works', async () => {
          const server = { port: 80, limiter: new Limiter(3) };
          await clock.advance(server.port);
          const { allowed, retryAfterMs } = server.limiter;
          assert.equal([allowed].map(String).join().padStart(2), retryAfterMs);
          assert.throws(() => new Limiter(-1), { name: 'LimitError', message: /limits/ });
        });`),
      [],
    );
  });

  it('is named when it is told nowhere', () => {
    assert.deepEqual(
      findings(`import { Limiter, resetAll as reset } from '#attempt/limiter.ts';
        it('R1 works', () => {
          const limiter = new Limiter(3);
          limiter.tryAcquire();
          const { remaining, ...rest } = limiter.allowed;
          limiter?.peek;
          assert.throws(() => limiter, /bucket exhausted/);
          assert.rejects(limiter, { code: 'E_FULL' });
        });`),
      [
        'tests/limiter.test.ts:1 relies on the export “resetAll”',
        'tests/limiter.test.ts:4 relies on the property “tryAcquire”',
        'tests/limiter.test.ts:5 relies on the property “remaining”',
        'tests/limiter.test.ts:6 relies on the property “peek”',
        'tests/limiter.test.ts:7 relies on an error that says “bucket”',
        'tests/limiter.test.ts:7 relies on an error that says “exhausted”',
        'tests/limiter.test.ts:8 relies on an error that says “E_FULL”',
      ],
    );
  });

  it('is named once, and a suite that does not parse is not for this', () => {
    assert.deepEqual(findings('limiter.peek; limiter.peek;'), [
      'tests/limiter.test.ts:1 relies on the property “peek”',
    ]);
    assert.deepEqual(findings('const { = 3'), []);
  });
});
