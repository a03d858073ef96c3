import assert from 'node:assert/strict';
import { clock, faults, random, trace, type Fault } from '#testkit';
import { StoreUnavailableError } from '#attempt/errors.ts';
import type { TokenPair, TokenService, Verification } from '#attempt/types.ts';
import {
  expect,
  expectUnavailable,
  failureOf,
  minute,
  nameOf,
  second,
  Site,
  type SiteOptions,
} from './site.ts';
import { claimsOf, forge } from './vault.ts';

const storeTimeoutMs = 50;

/** What a store can do instead of answering. */
const outages: readonly (() => Fault)[] = [
  () => faults.crash(),
  () => faults.partition(),
  () => faults.partition('replies'),
  () => faults.errors(1),
  () => faults.slow({ plusMs: 60 }),
];

const siteThatFails = (whenStoreFails: 'open' | 'closed', options: SiteOptions = {}): Site =>
  new Site({ storeTimeoutMs, whenStoreFails, ...options });

/** Everything that has to be stored to have happened. */
const writes = (
  pair: TokenPair,
): readonly (readonly [string, (service: TokenService) => Promise<unknown>])[] => [
  ['login', service => service.login('bob', '192.0.2.1')],
  ['refresh', service => service.refresh(pair.refreshToken, '192.0.2.1')],
  ['rotateKey', service => service.rotateKey('k2', 0)],
  ['revokeToken', service => service.revokeToken(pair.accessToken)],
  ['revokeUser', service => service.revokeUser('ann')],
  ['revokeNetwork', service => service.revokeNetwork('10.0.0.0/8')],
];

const contract: ReadonlySet<string> = new Set(['sub', 'jti', 'iat', 'exp', 'ip']);

describe('Verifying without the store', () => {
  it('R13 open accepts what else is in order, closed refuses; both in time, and as degraded', async () => {
    for (const whenStoreFails of ['closed', 'open'] as const)
      for (const outage of outages) {
        const site = siteThatFails(whenStoreFails);
        const { accessToken } = await site.login('ann');
        const { jti } = claimsOf(accessToken);
        site.store.apply(outage());
        for (const server of [0, 1, 2]) {
          const from = clock.elapsed();
          assert.deepEqual(
            await site.verify(accessToken, server),
            whenStoreFails === 'open'
              ? { ok: true, userId: 'ann', jti, degraded: true }
              : { ok: false, reason: 'unavailable', degraded: true },
            `While the store has the fault “${outage().name}”, verify() answers`,
          );
          const took = clock.elapsed() - from;
          expect(took <= storeTimeoutMs + 1, `verify() may take ${storeTimeoutMs} ms, and took ${took}`);
        }
      }
  });

  it('R13 nothing but the store’s silence is an outage', async () => {
    // Whoever has the current key writes into the claims what they like.
    const open = siteThatFails('open');
    const { accessToken: model } = await open.login('ann');
    const strange = Object.keys(claimsOf(model))
      .filter(name => !contract.has(name))
      .flatMap(name =>
        [undefined, null, {}, [], 'x', -1, { toString: 1, valueOf: 1 }].map(value => ({ [name]: value })),
      );
    for (const claims of [...strange, { ip: '' }, { ip: '999.1.1.1' }, { ip: '::1' }]) {
      const { degraded } = await open.verify(forge(model, 'k1', claims));
      const what = JSON.stringify(claims);
      expect(!degraded, `The store answers, but verify() took a token with the claim ${what} for an outage`);
    }
    for (const whenStoreFails of ['open', 'closed'] as const) {
      const site = siteThatFails(whenStoreFails);
      const [short, { accessToken }] = [await site.login(), await site.login('root')];
      site.store.apply(random.pick(outages)());
      const signature = accessToken.slice(accessToken.lastIndexOf('.'));
      const changed = short.accessToken.slice(0, short.accessToken.lastIndexOf('.')) + signature;
      for (const token of [changed, '', 'a.b.c']) {
        assert.deepEqual(
          await site.verify(token),
          { ok: false, reason: 'invalid', degraded: false },
          'A token that is none is refused without the store',
        );
      }
      await clock.advanceTo(claimsOf(accessToken).exp);
      assert.deepEqual(
        await site.verify(accessToken),
        { ok: false, reason: 'expired', degraded: false },
        'A token whose life is over is refused without the store',
      );
    }
  });

  it('R13 when the store is back it is asked again, and what was revoked before is still revoked', async () => {
    for (const whenStoreFails of ['open', 'closed'] as const) {
      const site = siteThatFails(whenStoreFails);
      const [revoked, good] = [await site.login('ann'), await site.login('bob')];
      await site.ask(service => service.revokeUser('ann'));
      site.store.apply(random.pick(outages)(), { forMs: 2 * second });
      while (clock.elapsed() < 1_500) {
        const server = random.int(0, 2);
        const { degraded } = await site.verify(good.accessToken, server);
        expect(degraded, 'Without the store an answer is degraded');
        await clock.advance(random.int(1, 300));
      }
      await clock.advance(2 * second);
      await site.hasEnded(revoked, 'After the outage');
      const verification = await site.verify(good.accessToken);
      assert.deepEqual(
        [verification.ok, verification.degraded],
        [true, false],
        'After the outage, for a good token',
      );
    }
  });
});

describe('Open is not blind', () => {
  it('R14 a key that this server knows to be replaced does not count without the store either', async () => {
    const site = siteThatFails('open');
    const old = await site.login('ann');
    await site.ask(service => service.rotateKey('k2', 0));
    const current = await site.login('ann');
    // Each server hears of it by something that it does.
    await site.verify(current.accessToken, 0);
    await site.login('bob', '192.0.2.1', 1);
    await site.refresh(current.refreshToken, '192.0.2.1', 2);
    const own = siteThatFails('open');
    const model = await own.login('ann', '192.0.2.1', 2);
    await own.ask(service => service.rotateKey('k2', 0), 2);
    own.store.apply(random.pick(outages)());
    await own.refuses(model.accessToken, 'key', 'Without the store, on the server that replaced the key,', 2);
    site.store.apply(random.pick(outages)());
    for (const server of [0, 1, 2]) {
      const { degraded } = await site.verify(old.accessToken, server);
      assert.equal(degraded, true, 'Without the store, also a refusal for the key is degraded:');
      await site.refuses(old.accessToken, null, 'Without the store, signed with the leaked key,', server);
      await site.refuses(
        forge(current.accessToken, 'k1'),
        null,
        'Without the store, forged with the leaked key,',
        server,
      );
      await site.refuses(
        forge(current.accessToken, 'webhooks'),
        null,
        'Without the store, signed with another key,',
        server,
      );
      await site.accepts(current.accessToken, 'Without the store, signed with the new key,', server);
    }
  });

  it('R14 a grace ends without the store as well', async () => {
    const site = siteThatFails('open');
    const old = await site.login('ann');
    await site.ask(service => service.rotateKey('k2', 5 * minute));
    const current = await site.login('ann');
    for (const server of [0, 1, 2]) await site.verify(current.accessToken, server);
    site.store.apply(random.pick(outages)());
    await clock.advance(4 * minute);
    await site.accepts(old.accessToken, 'Without the store, a minute before the grace is over,');
    await clock.advance(minute + 11 * second);
    await site.refuses(old.accessToken, null, 'Without the store, after the grace is over,');
    await site.accepts(current.accessToken, 'Without the store, signed with the current key,');
  });

  it('R14 an old answer that comes late does not bring the old key back', async () => {
    for (const server of [0, 1, 2]) {
      let delayMs = 1;
      const site = siteThatFails('open', { latencyMs: () => delayMs });
      const { accessToken } = await site.login('ann');
      // This question is on its way for 1 ms, and its answer for 20.
      const slow = site.service(server).verify(accessToken);
      delayMs = 20;
      await clock.advance(1);
      delayMs = 1;
      await site.ask(service => service.rotateKey('k2', 0), (server + 1) % 3);
      await site.verify((await site.login('ann', '192.0.2.1', (server + 1) % 3)).accessToken, server);
      const { ok } = await clock.until(slow);
      expect(ok, 'A token that was verified before the rotation should have been accepted');
      trace.mark('store', 'an old answer arrives');
      site.store.apply(random.pick(outages)());
      await site.refuses(
        accessToken,
        null,
        'Without the store, after the server had heard of the rotation,',
        server,
      );
    }
  });
});

describe('What cannot be stored has not happened', () => {
  it('R15 logins, refreshes, rotations and revocations reject in time', async () => {
    for (const outage of outages) {
      const site = siteThatFails(random.pick(['open', 'closed']));
      const pair = await site.login('ann');
      site.store.apply(outage());
      for (const [name, write] of writes(pair)) {
        const from = clock.elapsed();
        await expectUnavailable(
          site.ask(write),
          `${name}(), while the store has the fault “${outage().name}”,`,
        );
        const took = clock.elapsed() - from;
        expect(took <= storeTimeoutMs + 1, `${name}() may take ${storeTimeoutMs} ms, and took ${took}`);
      }
    }
  });

  it('R15 what never reached the store has changed nothing, and works when the store is back', async () => {
    const site = siteThatFails('open');
    const pair = await site.login('ann', '10.1.2.3');
    const heal = site.store.apply(random.pick([() => faults.crash(), () => faults.partition('requests')])());
    for (const [, write] of random.shuffle(writes(pair)))
      await failureOf(site.ask(write), 'The store is away');
    heal();
    await site.accepts(pair.accessToken, 'After an outage in which everything was tried in vain');
    const next = await site.refresh(pair.refreshToken, '10.1.2.3');
    await site.ask(service => service.revokeNetwork('10.0.0.0/8'));
    await site.hasEnded(next, 'Of a network that was revoked after the outage,');
  });

  it('R15 with a store that fails now and then, every revocation that was confirmed holds', async () => {
    const site = siteThatFails('closed');
    for (let round = 0; round < 10; round++) {
      const ip = `10.0.${round}.1`;
      const [session, other] = [
        await site.login(`user-${round}`, ip),
        await site.login('other', '192.0.2.1'),
      ];
      const revoke = random.pick([
        (service: TokenService) => service.revokeUser(`user-${round}`),
        (service: TokenService) => service.revokeNetwork(`10.0.${round}.0/24`),
        (service: TokenService) => service.revokeToken(session.accessToken),
      ]);
      const heal = site.store.apply(faults.all(faults.errors(0.25), faults.errors(0.25, { when: 'after' })));
      let tries = 0;
      for (let isConfirmed = false; !isConfirmed;) {
        if (++tries === 20) heal();
        isConfirmed = await site.ask(revoke).then(
          () => true,
          (error: unknown) => {
            const said = nameOf(error);
            expect(error instanceof StoreUnavailableError, `Only the store failed, but ${said} was told`);
            expect(tries < 20, `With a store that is back, a revocation was told ${said}`);
            return false;
          },
        );
      }
      heal();
      trace.point('tries until it was confirmed', tries);
      await site.refuses(session.accessToken, 'revoked', `Confirmed as revoked at try ${tries},`);
      await site.accepts(other.accessToken, 'Of somebody else', random.int(0, 2));
    }
  });
});

describe('What it costs', () => {
  it('R16 a verification takes one round trip at most, and no call leaves a timer behind', async () => {
    const site = new Site({ latencyMs: 10 });
    for (let i = 0; i < 4; i++) {
      const { accessToken } = await site.login(`user-${i}`, `10.${i}.0.1`);
      if (i === 1) await site.ask(service => service.revokeNetwork('10.9.0.0/16'));
      if (i === 2) await site.ask(service => service.revokeToken(accessToken));
      if (i === 3) await site.ask(service => service.rotateKey('k2', minute));
      const from = clock.elapsed();
      const verification: Verification = await site.verify(accessToken);
      const took = clock.elapsed() - from;
      assert.equal(verification.degraded, false, 'With a store that answers, `degraded` should be false');
      expect(took <= 21, `One round trip takes 20 ms; verify() took ${took} ms`);
      await site.refusal((await site.login()).refreshToken.slice(1));
      await clock.settle();
      const timers = clock.pending();
      assert.equal(
        timers,
        0,
        `When every call has been answered no timer should run any more, but ${timers} do`,
      );
    }
  });

  it('R16 when all tokens are over the store holds next to nothing', async () => {
    const site = new Site({ accessTtlMs: minute, refreshTtlMs: 30 * minute });
    for (let i = 0; i < 40; i++) {
      const pair = await site.login(`user-${i % 15}`, `10.0.${i}.1`);
      if (i % 2) await site.refresh(pair.refreshToken);
      if (i % 3 === 0) await site.ask(service => service.revokeToken(pair.accessToken));
      if (i % 5 === 0) await site.ask(service => service.revokeUser(`user-${i % 15}`));
      if (i % 7 === 0) await site.ask(service => service.revokeNetwork(`10.0.${i}.0/24`));
      if (i % 8 === 0)
        await site.ask(service => service.refresh(pair.refreshToken, '10.0.0.1').catch(() => undefined));
      await clock.advance(random.int(0, 20 * second));
      trace.point('entries in the store', site.store.size);
    }
    await site.ask(service => service.rotateKey('k2', minute));
    await clock.advance(31 * minute);
    trace.point('entries in the store', site.store.size);
    expect(
      site.store.size <= 8,
      `refreshTtlMs and a minute after the last call the store may hold 8 entries; it holds ${site.store.size}: ${site.contents}`,
    );
  });

  it('R16 of networks, only those are kept that were revoked within the life of a refresh token', async () => {
    const site = new Site({ latencyMs: 1, accessTtlMs: minute, refreshTtlMs: 60 * minute });
    const bytes: number[] = [];
    for (let i = 0; i < 160; i++) {
      // One of them again and again, and each of the others once.
      await site.ask(service => service.revokeNetwork(i % 2 ? '203.0.113.0/24' : `10.0.${i}.0/24`));
      bytes.push(site.store.bytes);
      trace.point('characters in the store', site.store.bytes);
      await clock.advance(2 * minute);
    }
    const limit = Math.round(bytes[39]! * 1.3) + 100;
    trace.limit('characters in the store', limit);
    expect(
      bytes.at(-1)! <= limit,
      `Networks are revoked at an even rate. After 80 min the store held ${bytes[39]} characters; after 320 min, ${bytes.at(-1)}`,
    );
    const again = new Site({ latencyMs: 1 });
    for (let i = 0; i < 60; i++) await again.ask(service => service.revokeNetwork('203.0.113.0/24'));
    expect(
      again.store.bytes <= 1_000,
      `The same network was revoked 60 times; the store may hold 1,000 characters, and holds ${again.store.bytes}`,
    );
  });
});
