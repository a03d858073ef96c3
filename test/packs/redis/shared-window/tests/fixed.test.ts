import assert from 'node:assert/strict';
import { clock } from '#testkit';
import { redis } from '#services/redis';
import { FixedWindow } from '#attempt/fixedWindow.ts';

const limits = { limit: 5, windowMs: 1_000 };
const server = (name: string): FixedWindow =>
  new FixedWindow(redis.client(name, { commandTimeout: 50 }), limits);

const count = (answers: readonly boolean[]): number => answers.filter(Boolean).length;

it('R1 shares one window between servers', async () => {
  const servers = ['a', 'b', 'c'].map(server);
  const answers = [];
  for (let n = 0; n < 9; n++) answers.push(await servers[n % 3]!.allow('ann'));
  assert.equal(count(answers), 5);
  assert.equal(await servers[0]!.allow('bob'), true);
  await clock.advance(1_001);
  assert.equal(await servers[1]!.allow('ann'), true);
});

it('R3 decides in one round trip', async () => {
  const servers = ['a', 'b', 'c', 'd'].map(server);
  redis.latency(4);
  const asked = servers.flatMap(each => [1, 2, 3, 4, 5].map(() => each.allow('ann')));
  await clock.advance(4);
  assert.equal(count(await Promise.all(asked)), 5);
});

it('R4 keeps nothing of a window that is over', async () => {
  await server('a').allow('ann');
  await clock.advance(1_001);
  assert.deepEqual(await redis.keys(), []);
});

it('R5 lets requests through while Redis is away', async () => {
  const one = server('a');
  redis.partition();
  const answer = one.allow('ann');
  await clock.advance(50);
  assert.equal(await answer, true);
  redis.heal();
  await redis.crash();
  const second = one.allow('ann');
  await clock.advance(50);
  assert.equal(await second, true);
});
