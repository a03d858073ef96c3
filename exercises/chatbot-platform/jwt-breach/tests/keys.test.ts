import assert from 'node:assert/strict';
import { clock, play, random, trace, traffic } from '#testkit';
import type { TokenPair, Verification } from '#attempt/types.ts';
import { expect, expectRangeError, minute, second, Site } from './site.ts';
import { claimsOf, forge, kidOf } from './vault.ts';

const rotate = (site: Site, to: string, graceMs: number): Promise<void> => {
  trace.mark('keys', `${to}, grace ${graceMs / second} s`);
  return site.ask(service => service.rotateKey(to, graceMs));
};

function isSignedWith({ accessToken }: TokenPair, kid: string, what: string): void {
  const got = kidOf(accessToken);
  assert.equal(got, kid, `${what} should be signed with ${kid}, not with ${got}`);
}

describe('Keys', () => {
  it('R4 after a rotation every server signs with the new key, and sessions go on', async () => {
    const site = new Site();
    let session = await site.login();
    for (const kid of ['k2', 'k3', 'k4']) {
      await rotate(site, kid, random.pick([0, minute, 15 * minute]));
      const when = `after the rotation to ${kid}`;
      for (const server of random.shuffle([0, 1, 2])) {
        const pair = await site.login('ann', '198.51.100.7', server);
        isSignedWith(pair, kid, `The token of a login on server ${server + 1}, ${when},`);
        session = await site.refresh(session.refreshToken, '198.51.100.7', server);
        isSignedWith(session, kid, `The token of a refresh on server ${server + 1}, ${when},`);
      }
      await site.accepts(session.accessToken, `Refreshed ${when},`);
      await clock.advance(random.int(0, 5) * minute);
    }
  });

  it('R4 tokens of the old key are good until the grace is over, on all servers', async () => {
    for (const graceMs of [minute, 5 * minute]) {
      const site = new Site();
      const { accessToken } = await site.login();
      const from = clock.now();
      await rotate(site, 'k2', graceMs);
      const until = clock.now();
      await site.accepts(accessToken, 'At the beginning of the grace');
      await clock.advanceTo(from + graceMs - random.int(100, 2_000));
      await site.accepts(accessToken, 'Before the grace is over', 2);
      await clock.advanceTo(until + graceMs);
      await site.refuses(accessToken, 'key', 'After the grace is over');
    }
  });

  it('R4 without grace nothing that the old key signed is good any more, whatever its claims say', async () => {
    const site = new Site();
    const pairs = [await site.login('ann'), await site.login('bob')];
    await clock.advance(random.int(0, minute));
    await rotate(site, 'k2', 0);
    for (const { accessToken } of pairs)
      await site.refuses(accessToken, 'key', 'After a rotation without grace');
    const model = pairs[0]!.accessToken;
    const newest = await site.login('cid');
    const now = clock.now();
    for (const changes of [
      { sub: 'root' },
      { iat: now, exp: now + 15 * minute },
      { exp: now + 365 * 24 * 60 * minute },
      { ...claimsOf(newest.accessToken), sub: 'root' },
    ])
      await site.refuses(forge(model, 'k1', changes), null, 'Made anew with the leaked key,');
    await site.accepts(newest.accessToken, 'Signed with the new key');
  });

  it('R4 whatever the rotations, each key is good for as long as the shortest grace that it was given', async () => {
    for (let round = 0; round < 2; round++) {
      const site = new Site();
      /** Each key's token, and between which moments it ends. The current one's is good for its whole life. */
      const tokens = new Map<string, { text: string; from: number; to: number }>();
      const issue = async (): Promise<void> => {
        const { accessToken } = await site.login();
        const { exp } = claimsOf(accessToken);
        tokens.set(kidOf(accessToken), { text: accessToken, from: exp, to: exp });
      };
      await issue();
      for (const kid of ['k2', 'k3', 'k4', 'k5']) {
        const graceMs = random.pick([0, 10 * second, minute, 4 * minute, 15 * minute]);
        const before = clock.now();
        await rotate(site, kid, graceMs);
        for (const token of tokens.values()) {
          token.from = Math.min(token.from, before + graceMs);
          token.to = Math.min(token.to, clock.now() + graceMs);
        }
        await issue();
        for (let looks = 0; looks < 3; looks++) {
          await clock.advance(random.pick([1, 8 * second, 50 * second, 3 * minute]));
          for (const [signedBy, { text, from, to }] of tokens) {
            const asked = clock.now();
            const { ok } = await site.verify(text);
            const what = `the token of ${signedBy}, with rotations to ${[...tokens.keys()].slice(1).join(', ')}`;
            if (clock.now() < from)
              expect(ok, `${from - asked} ms before the end of its key’s grace, ${what} was refused`);
            if (asked >= to)
              expect(!ok, `${asked - to} ms after the end of its key’s grace, ${what} was accepted`);
          }
        }
      }
    }
  });

  it('R4 a login or refresh in the middle of a rotation gives nothing that the leaked key keeps alive', async () => {
    for (let round = 0; round < 8; round++) {
      const site = new Site();
      const known = await site.login();
      const pending: Promise<TokenPair>[] = [];
      for (let i = 0; i < 3; i++)
        clock.at(clock.elapsed() + random.int(0, 6), () =>
          pending.push(site.service(i).login('bob', '192.0.2.4')),
        );
      clock.at(clock.elapsed() + random.int(0, 6), () =>
        pending.push(site.service().refresh(known.refreshToken, '192.0.2.4')),
      );
      await clock.advance(random.int(0, 4));
      await rotate(site, 'k2', 0);
      await clock.advance(10);
      for (const { accessToken } of await clock.until(Promise.all(pending))) {
        const kid = kidOf(accessToken);
        if (kid === 'k2') await site.accepts(accessToken, 'Signed with the new key', 0);
        else await site.refuses(accessToken, 'key', 'Signed with the old key during the rotation', 0);
      }
    }
  });

  it('R4 on that Friday: from the rotation on the attacker gets nothing, and every user goes on without a password', async () => {
    const site = new Site();
    const clients = new Map<string, TokenPair>();
    for (let i = 1; i <= 15; i++) {
      const user = `user-${i}`;
      clients.set(user, await clock.until(site.service().login(user, `198.51.100.${i}`)));
    }
    const model = clients.get('user-1')!.accessToken;
    const leak = clock.elapsed();
    const fixedAt = leak + 12 * second;
    let isFixed = false;
    let stolen = 0;
    clock.at(fixedAt, () => {
      trace.mark('keys', 'k2, no grace');
      void site
        .service()
        .rotateKey('k2', 0)
        .then(() => (isFixed = true));
    });
    const attack = traffic.poisson({ perSecond: 3, forMs: 24 * second, keys: 'attacker' });
    const users = traffic.poisson({
      perSecond: 4,
      forMs: 24 * second,
      keys: () => `user-${random.int(1, 15)}`,
    });
    const busy = new Set<string>();
    const played = await play(
      traffic.merge(attack, users),
      async ({ key }): Promise<boolean> => {
        const wasFixed = isFixed;
        if (key === 'attacker') {
          const { ok }: Verification = await site.service().verify(forge(model, 'k1', { sub: 'root' }));
          if (ok) trace.count('forged requests accepted');
          if (ok && wasFixed) stolen++;
          return ok;
        }
        const pair = clients.get(key)!;
        if ((await site.service().verify(pair.accessToken)).ok) return true;
        // One refresh at a time, as a well-behaved client; whoever comes too late takes its result.
        if (busy.has(key) || clients.get(key) !== pair) return true;
        busy.add(key);
        trace.count('sessions refreshed');
        clients.set(key, await site.service().refresh(pair.refreshToken, '198.51.100.7'));
        busy.delete(key);
        return (await site.service().verify(clients.get(key)!.accessToken)).ok;
      },
      { isDenied: ok => !ok },
    );
    assert.equal(stolen, 0, `After the rotation ${stolen} forged requests were accepted`);
    const lost = played.outcomes.filter(({ key, verdict }) => key !== 'attacker' && verdict !== 'admitted');
    assert.equal(
      lost.length,
      0,
      `${lost.length} requests of users failed although their refresh tokens were good`,
    );
  });

  it('R5 a rotation that makes no sense is refused, and nothing changes', async () => {
    const site = new Site({ accessTtlMs: 10 * minute });
    const { accessToken } = await site.login();
    for (const graceMs of [-1, 0.5, NaN, Infinity, 10 * minute + 1, 60 * minute])
      await expectRangeError(
        rotate(site, 'k2', graceMs),
        `A grace of ${graceMs} ms with tokens of 600000 ms`,
      );
    for (const kid of ['k99', '', '__proto__'])
      await expectRangeError(
        rotate(site, kid, 0),
        `A rotation to ${JSON.stringify(kid)}, which the signer does not know,`,
      );
    await site.accepts(accessToken, 'After rotations that were refused');
    isSignedWith(await site.login(), 'k1', 'After rotations that were refused, a token');
    await rotate(site, 'k2', 10 * minute);
    await site.accepts(accessToken, 'With the longest grace there is');
    await rotate(site, 'k3', 0);
    await clock.advance(random.pick([0, 20, 60 * 24 * 40]) * minute);
    for (const kid of ['k1', 'k2'])
      await expectRangeError(rotate(site, kid, 0), `A rotation back to ${kid}, which was replaced,`);
    isSignedWith(await site.login(), 'k3', 'After rotations back that were refused, a token');
    await site.refuses(forge(accessToken, 'k1'), null, 'Made with a key that was to come back,');
  });

  it('R5 a rotation that is carried out again prolongs nothing, and may end a grace early', async () => {
    const site = new Site();
    const { accessToken } = await site.login();
    await rotate(site, 'k2', 2 * minute);
    const until = clock.now() + 2 * minute;
    await clock.advance(minute);
    for (let again = 0; again < 2; again++) await rotate(site, 'k2', 15 * minute);
    isSignedWith(await site.login(), 'k2', 'After a rotation to the current key, a token');
    await site.accepts(accessToken, 'While the first grace lasts');
    await clock.advanceTo(until);
    await site.refuses(accessToken, 'key', 'After the first grace, with a longer one granted in between,');

    const urgent = new Site();
    const [old, current] = [
      await urgent.login(),
      (await rotate(urgent, 'k2', 15 * minute), await urgent.login()),
    ];
    await rotate(urgent, 'k2', 0);
    await urgent.refuses(
      old.accessToken,
      'key',
      'After the grace was ended by rotating to the current key again',
    );
    await urgent.accepts(current.accessToken, 'Signed with the current key');
  });
});
