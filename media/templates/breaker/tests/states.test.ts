import assert from 'node:assert/strict';
import { createBreaker } from '#attempt/breaker.ts';
import { BreakerOpenError, type Breaker } from '#attempt/types.ts';
import { clock, deferred, spy, trace } from '#testkit';

const options = { threshold: 3, cooldownMs: 10_000 };

/** A dependency that does as it is told, and counts its calls. */
function dependency() {
  const switches = { isUp: true };
  const work = spy(async () => {
    if (!switches.isUp) throw new TypeError('down');
    return 'answer';
  });
  return { switches, work };
}

async function opened() {
  const { switches, work } = dependency();
  const breaker = createBreaker(options);
  switches.isUp = false;
  for (let call = 0; call < options.threshold; call++) await assert.rejects(breaker.call(work.fn), TypeError);
  draw(breaker);
  return { switches, work, breaker };
}

const draw = (breaker: Breaker): void => trace.state('breaker', breaker.state());

describe('a breaker', () => {
  it('R1 opens after failures in a row, and leaves the dependency alone', async () => {
    const { work, breaker } = await opened();
    assert.equal(breaker.state(), 'open');
    await assert.rejects(breaker.call(work.fn), BreakerOpenError);
    assert.equal(work.count(), options.threshold);
  });

  it('R1 begins to count again after a success', async () => {
    const { switches, work } = dependency();
    const breaker = createBreaker(options);
    for (let round = 0; round < 4; round++) {
      switches.isUp = false;
      for (let call = 1; call < options.threshold; call++)
        await assert.rejects(breaker.call(work.fn), TypeError);
      switches.isUp = true;
      assert.equal(await breaker.call(work.fn), 'answer');
    }
    assert.equal(breaker.state(), 'closed');
  });

  it('R2 lets one call through when the time is over', async () => {
    const { breaker } = await opened();
    await clock.advance(options.cooldownMs - 1);
    assert.equal(breaker.state(), 'open');
    await clock.advance(1);
    assert.equal(breaker.state(), 'half-open');
    draw(breaker);
    const probe = deferred<string>();
    const work = spy(() => probe.promise);
    const first = breaker.call(work.fn);
    await assert.rejects(breaker.call(work.fn), BreakerOpenError);
    assert.equal(work.count(), 1);
    probe.resolve('back');
    assert.equal(await first, 'back');
  });

  it('R3 closes when the probe succeeds', async () => {
    const { switches, work, breaker } = await opened();
    await clock.advance(options.cooldownMs);
    switches.isUp = true;
    await breaker.call(work.fn);
    assert.equal(breaker.state(), 'closed');
  });

  it('R1 counts anew once it has closed', async () => {
    const { switches, work, breaker } = await opened();
    await clock.advance(options.cooldownMs);
    switches.isUp = true;
    await breaker.call(work.fn);
    switches.isUp = false;
    await assert.rejects(breaker.call(work.fn), TypeError);
    assert.equal(breaker.state(), 'closed', 'One failure opened it: the count was not set back.');
  });

  it('R3 opens again when the probe fails', async () => {
    const { work, breaker } = await opened();
    await clock.advance(options.cooldownMs);
    await assert.rejects(breaker.call(work.fn), TypeError);
    assert.equal(breaker.state(), 'open');
    await clock.advance(options.cooldownMs - 1);
    assert.equal(breaker.state(), 'open');
    await clock.advance(1);
    assert.equal(breaker.state(), 'half-open');
  });
});
