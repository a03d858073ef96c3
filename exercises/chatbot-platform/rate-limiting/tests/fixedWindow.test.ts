import assert from 'node:assert/strict';
import { clock, random } from '#testkit';
import { createFixedWindow } from '#attempt/fixedWindow';
import { checkAnswers } from './answers';
import { ask, Picture, restlessGaps, tenFiftyNine, wallTime } from './requests';

describe('Fixed window', () => {
  it('R1 fixed window: each window admits 100 requests of a user and refuses the rest', () => {
    clock.setWallClock(tenFiftyNine);
    const picture = new Picture(createFixedWindow({ limit: 100, windowMs: 60_000 }), 60_000, 100);
    clock.tick(3_000);
    const admitted = picture.burst(150);
    assert.equal(
      admitted,
      100,
      `Of 150 requests at 10:59:03, ${admitted} were admitted; 100 is the limit of the window.`,
    );
    clock.tick(56_999);
    assert.equal(
      picture.burst(1),
      0,
      `At ${wallTime()} request 101 of the window that began at 10:59:00 was admitted.`,
    );
  });

  it('R1 fixed window: at 11:00:00.000, and not before, the whole limit is available again', () => {
    clock.setWallClock(tenFiftyNine);
    clock.tick(random.int(0, 50_000));
    const picture = new Picture(createFixedWindow({ limit: 100, windowMs: 60_000 }), 60_000, 100);
    clock.tick(59_000 - (clock.now() - tenFiftyNine));
    assert.equal(
      picture.burst(101),
      100,
      'A user who had made no request could not make exactly 100 at 10:59:59.',
    );
    clock.tick(999);
    assert.equal(picture.burst(1), 0, 'The user had used up the window, and was admitted at 10:59:59.999.');
    clock.tick(1);
    const admitted = picture.burst(101);
    assert.equal(
      admitted,
      100,
      `At 11:00:00.000 a new window begins; of 101 requests ${admitted} were admitted in it.`,
    );
  });

  it('R1 fixed window: random traffic is admitted as a count per window says', () => {
    for (const windowMs of [1_000, 45_000, 60_000]) {
      const limit = random.int(1, 30);
      const limiter = createFixedWindow({ limit, windowMs });
      let window = -1;
      let used = 0;
      let asked = 0;
      for (const gap of restlessGaps(windowMs, limit)) {
        if (asked++ === 500) break;
        clock.tick(gap);
        const current = Math.floor(clock.now() / windowMs);
        if (current !== window) used = 0;
        window = current;
        const { allowed } = ask(limiter);
        assert.equal(
          allowed,
          used < limit,
          `With ${limit} requests per ${windowMs / 1000} s, the user had used ${used} of the window that holds ${wallTime()}; ` +
            `the next request was ${allowed ? 'admitted' : 'refused'}.`,
        );
        if (allowed) used++;
      }
    }
  });

  checkAnswers({ name: 'fixed window', create: options => createFixedWindow(options) }, limit => 2 * limit);
});
