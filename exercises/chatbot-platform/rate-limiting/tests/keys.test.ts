import assert from 'node:assert/strict';
import { clock, harden, random, retainedBytes } from '#testkit';
import { createFixedWindow } from '#attempt/fixedWindow';
import { createSlidingCounter } from '#attempt/slidingCounter';
import { createSlidingLog } from '#attempt/slidingLog';
import { createTokenBucket } from '#attempt/tokenBucket';
import { ask, type Kind } from './requests';

const kinds: readonly Kind[] = [
  { name: 'fixed window', create: options => createFixedWindow(options) },
  { name: 'sliding log', create: options => createSlidingLog(options) },
  { name: 'sliding counter', create: options => createSlidingCounter(options) },
  { name: 'token bucket', create: options => createTokenBucket(options) },
];

describe('Keys', () => {
  for (const { name, create } of kinds) {
    it(`R8 ${name}: each user is treated as if there were no other`, () => {
      const keys = [
        'user-1',
        'user-11',
        '',
        '__proto__',
        'constructor',
        'toString',
        'user-1:0',
        '1',
        '01',
        'ключ',
        'é',
        'e\u0301',
      ];
      const options = harden({ limit: 8, windowMs: 60_000 });
      const together = create(options);
      const alone = new Map(keys.map(key => [key, create(options)]));
      for (let i = 0; i < 500; i++) {
        clock.tick(random.int(0, 700));
        const key = random.pick(keys);
        const shared = ask(together, key);
        const own = ask(alone.get(key)!, key);
        assert.deepEqual(
          shared,
          own,
          `The user with key ${JSON.stringify(key)} was answered ${tell(shared)}; a limiter that nobody else uses answered ${tell(own)}.`,
        );
      }
    });
  }

  for (const { name, create } of kinds) {
    it(`R9 ${name}: users who have gone leave nothing in memory`, async () => {
      const limiter = create({ limit: 100, windowMs: 60_000 });
      const regulars = Array.from({ length: 50 }, (_, i) => `regular-${i}`);
      const serveRegulars = (requests: number): void => {
        for (let i = 0; i < requests; i++) {
          clock.tick(i % 2 === 0 ? 23 : 24);
          ask(limiter, regulars[i % regulars.length]);
        }
      };
      serveRegulars(500);
      const kept = await retainedBytes(() => {
        for (let user = 0; user < visitors; user++) {
          if (user % 100 === 0) clock.tick(1_000);
          ask(limiter, longKey(user));
        }
        clock.tick(120_000);
        // Another window and more of daily business, as many requests as there were visitors.
        serveRegulars(visitors);
      });
      // The limit and not what was measured: a report must say the same each time.
      assert.ok(
        kept < visitors * 300,
        `${visitors} users with keys of ${longKey(0).length} characters made one request each and were not seen for three minutes. ` +
          'More than 300 bytes are still kept for each of them: a million would take more than 286 MiB.',
      );
      ask(limiter, 'regular-0');
    });
  }
});

const visitors = 4_000;

const filler = 'session-of-a-visitor-who-came-once-and-was-never-seen-again/'.repeat(14);

/** About 850 characters, in one piece: a key that is still referred to cannot be overlooked. */
const longKey = (user: number): string => [filler, user].join('');

const tell = ({ allowed, remaining, retryAfterMs }: ReturnType<typeof ask>): string =>
  allowed ? `"admitted, ${remaining} remaining"` : `"refused, wait ${retryAfterMs} ms"`;
