import assert from 'node:assert/strict';
import { clock, latency, random, trace } from '#testkit';
import { RefreshRefusedError } from '#attempt/errors.ts';
import type { TokenPair } from '#attempt/types.ts';
import { day, expect, expectRangeError, minute, nameOf, second, Site, siteWithSkew } from './site.ts';
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
      assert.deepEqual(
        { sub, issuedTo, life: exp - iat },
        { sub: 'ann', issuedTo: ip, life: 15 * minute },
        `Refreshed from ${ip}, the claims sub, ip and exp - iat are wrong`,
      );
      expect(
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
        expect(!seen.has(text), 'A refresh should give a new refresh token and a new jti');
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
      await site.refusesToRefresh(pair.refreshToken, 'unknown', 'A token ten seconds after its life');
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
    await site.refusesToRefresh(first, 'reused', 'The second use of a refresh token');
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
      const what = `Token ${which + 1} of 13, which comes back after 12 refreshes,`;
      await site.refusesToRefresh(spent[which]!, 'reused', what);
      await site.hasEnded(pair, `After token ${which + 1} of 13 came back,`);
    }
  });

  it('R11 is noticed also if its own network was revoked after the session had left', async () => {
    const site = new Site();
    const [inside, outside] = ['203.0.113.50', '198.51.100.50'];
    const { refreshToken } = await site.login('ann', inside);
    const thief = await site.refresh(refreshToken, outside);
    await site.ask(service => service.revokeNetwork('203.0.113.0/24'));
    trace.mark('revocations', '203.0.113.0/24');
    await site.accepts(thief.accessToken, 'Of a session that left the network before it was revoked,');
    await clock.advance(random.int(0, 5 * minute));
    await site.refusal(refreshToken);
    await site.hasEnded(thief, 'After a token came back that had been spent and whose network was revoked,');
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
    const skewed = siteWithSkew({ accessTtlMs: 10 * minute, refreshTtlMs: 10 * minute });
    const { accessToken, refreshToken } = await skewed.site.login('ann', '203.0.113.3', skewed.ahead);
    await skewed.site.refresh(refreshToken);
    await skewed.site.refusal(refreshToken);
    for (const leftMs of [4_000, 500]) {
      await clock.advanceTo(claimsOf(accessToken).exp + 2_500 - leftMs);
      const when = `${leftMs} ms before its end by a clock that is 5 s behind the issuer’s, after a reuse,`;
      await skewed.site.refuses(accessToken, 'revoked', when, skewed.behind);
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
      expect(pairs.length <= 1, `${uses} uses of one refresh token at once gave ${pairs.length} pairs`);
      for (const error of errors)
        expect(
          error instanceof RefreshRefusedError,
          `A second use should be refused with RefreshRefusedError, not with ${nameOf(error)}`,
        );
      expect(
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
      await site.refusesToRefresh(text, 'unknown', `The refresh token ${JSON.stringify(text)}`);
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
