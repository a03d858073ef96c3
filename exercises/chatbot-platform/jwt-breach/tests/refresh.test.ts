import assert from 'node:assert/strict';
import { clock, latency, random, trace } from '#testkit';
import { RefreshRefusedError } from '#attempt/errors.ts';
import type { TokenPair } from '#attempt/types.ts';
import { day, expectRangeError, minute, nameOf, second, Site } from './site.ts';
import { claimsOf } from './vault.ts';

describe('A session goes on', () => {
  it('R10 each refresh gives a new pair that works on every server', async () => {
    const site = new Site();
    let pair = await site.login('ann', '192.0.2.1');
    const idle = await site.login('ann', '192.0.2.200');
    const seen = new Set([pair.refreshToken, claimsOf(pair.accessToken).jti]);
    for (let i = 2; i <= 16; i++) {
      const before = pair;
      const ip = `192.0.2.${i}`;
      await clock.advance(random.int(0, 30 * minute));
      const from = clock.now();
      pair = await site.refresh(pair.refreshToken, ip);
      const { sub, ip: issuedTo, iat, exp, jti } = claimsOf(pair.accessToken);
      assert.deepEqual({ sub, issuedTo, life: exp - iat }, { sub: 'ann', issuedTo: ip, life: 15 * minute });
      assert.ok(
        iat >= from && iat <= clock.now(),
        'iat of a refreshed token should be the moment of the refresh',
      );
      await site.accepts(pair.accessToken, `After refresh ${i - 1}`, random.int(0, 2));
      if (claimsOf(before.accessToken).exp > clock.now())
        await site.accepts(
          before.accessToken,
          'Of the pair before, which the refresh does not end,',
          random.int(0, 2),
        );
      for (const text of [pair.refreshToken, jti]) {
        assert.ok(!seen.has(text), 'A refresh should give a new refresh token and a new jti');
        seen.add(text);
      }
    }
    await site.refresh(idle.refreshToken);
  });

  it('R10 a refresh token is good for its life and no longer, and each has a life of its own', async () => {
    for (const refreshTtlMs of [60 * minute, 30 * day]) {
      const site = new Site({ refreshTtlMs });
      let pair = await site.login();
      for (let i = 0; i < 3; i++) {
        await clock.advance(refreshTtlMs - 10 * second);
        pair = await site.refresh(pair.refreshToken);
      }
      await site.accepts(pair.accessToken, 'Refreshed shortly before the end');
      await clock.advance(refreshTtlMs + 10 * second);
      const { reason } = await site.refusal(pair.refreshToken);
      assert.equal(reason, 'unknown', 'Ten seconds after the end of the refresh token’s life the reason is');
    }
  });
});

describe('A stolen refresh token', () => {
  it('R11 that is used a second time ends the whole family, and no other session', async () => {
    const site = new Site();
    const [victim, other] = [await site.login('ann'), await site.login('ann')];
    const first = victim.refreshToken;
    const thief = await site.refresh(first, '203.0.113.66');
    await site.accepts(thief.accessToken, 'Before anybody can know that the token was stolen,');
    await clock.advance(random.int(0, 5 * minute));
    const { reason } = await site.refusal(first);
    assert.equal(reason, 'reused', 'The second use of a refresh token is refused with the reason');
    await site.hasEnded(thief, 'Of the family of a token that was used twice,');
    await site.refuses(victim.accessToken, 'revoked', 'The family’s first access token, after a reuse,');
    await site.accepts(other.accessToken, 'Of another session of the same user');
    await site.refresh(other.refreshToken);
    const later = await site.login('ann');
    await site.refusal(thief.refreshToken);
    await site.accepts(
      later.accessToken,
      'Of a new login after the reuse, when the thief comes back once more,',
    );
    await site.refresh(later.refreshToken);
  });

  it('R11 is noticed however many refreshes and days ago it was spent', async () => {
    for (let round = 0; round < 4; round++) {
      const site = new Site();
      const spent: string[] = [];
      let pair = await site.login();
      for (let i = 0; i < 12; i++) {
        spent.push(pair.refreshToken);
        await clock.advance(random.int(0, 2 * day));
        pair = await site.refresh(pair.refreshToken);
      }
      const which = random.int(0, 11);
      const { reason } = await site.refusal(spent[which]!);
      assert.equal(reason, 'reused', `Token ${which + 1} of 13 comes back after 12 refreshes; the reason is`);
      await site.hasEnded(pair, `After token ${which + 1} of 13 came back,`);
    }
  });

  it('R11 keeps the family ended for as long as any of its access tokens could live', async () => {
    const site = new Site({ accessTtlMs: 20 * minute, refreshTtlMs: 20 * minute });
    const victim = await site.login();
    await clock.advance(random.int(0, 5 * minute));
    const thief = await site.refresh(victim.refreshToken);
    await site.refusal(victim.refreshToken);
    const { exp } = claimsOf(thief.accessToken);
    for (const share of [0.5, 0.9, 0.99]) {
      await clock.advanceTo(Math.round(clock.now() + share * (exp - clock.now())));
      await site.refuses(
        thief.accessToken,
        'revoked',
        `${Math.round((exp - clock.now()) / second)} s before its end, after a reuse,`,
      );
      await site.refusal(thief.refreshToken);
    }
  });

  it('R11 sent to all servers in the same instant works at most once, and the family ends', async () => {
    for (let round = 0; round < 9; round++) {
      const site = new Site({ latencyMs: random.pick([1, latency.uniform(1, 3), latency.uniform(1, 20)]) });
      const { accessToken, refreshToken } = await site.login('ann');
      const uses = random.pick([2, 3, 5]);
      const got = await clock.until(
        Promise.allSettled(
          Array.from({ length: uses }, (_, i) => site.service(i % 3).refresh(refreshToken, '192.0.2.9')),
        ),
      );
      const pairs = got.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
      const errors = got.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []));
      trace.point('pairs for one token', pairs.length);
      trace.limit('pairs for one token', 1);
      assert.ok(pairs.length <= 1, `${uses} uses of one refresh token at once gave ${pairs.length} pairs`);
      for (const error of errors)
        assert.ok(
          error instanceof RefreshRefusedError,
          `A second use should be refused with RefreshRefusedError, not with ${nameOf(error)}`,
        );
      assert.ok(
        errors.some(error => error instanceof RefreshRefusedError && error.reason === 'reused'),
        `${uses} uses of one refresh token at once: nobody was told that it was reused`,
      );
      for (const pair of pairs) await site.hasEnded(pair, 'Got by the first of several uses at once,');
      await site.refuses(accessToken, 'revoked', 'The access token of a family that ended,', 0);
    }
  });
});

describe('What is no refresh token', () => {
  it('R12 is unknown, and ends nobody’s session', async () => {
    const site = new Site();
    const pairs = [await site.login('ann'), await site.login('bob')];
    const uuid = '00000000-0000-4000-8000-000000000000';
    const made = [
      '',
      'x',
      '.',
      'a.b',
      'a.b.c',
      '__proto__',
      '__proto__.x',
      'constructor',
      'ann',
      '{}',
      'null',
      '🔑',
    ];
    for (const text of random.shuffle([...made, uuid, `${uuid}.${uuid}`, ' '.repeat(50)])) {
      const { reason } = await site.refusal(text);
      assert.equal(reason, 'unknown', `For the refresh token ${JSON.stringify(text)} the reason is`);
    }
    const [first] = pairs;
    await site.refusal(first!.accessToken);
    await site.accepts(first!.accessToken, 'Presented for refreshing by mistake,');
    for (const ip of ['', '192.0.2.', '192.0.2.300', 'fe80::1'])
      await expectRangeError(
        site.ask(service => service.refresh(first!.refreshToken, ip)),
        `A refresh from ${JSON.stringify(ip)}`,
      );
    for (const { refreshToken } of pairs)
      await site.accepts((await site.refresh(refreshToken)).accessToken, 'Afterwards');
  });
});
