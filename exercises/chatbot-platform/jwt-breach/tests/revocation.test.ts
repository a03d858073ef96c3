import { clock, random, trace } from '#testkit';
import type { TokenPair } from '#attempt/types.ts';
import { day, expect, expectRangeError, minute, second, Site, siteWithSkew } from './site.ts';
import { claimsOf } from './vault.ts';

const revoke = (
  site: Site,
  what: 'Token' | 'User' | 'Network',
  of: string,
  server?: number,
): Promise<void> => {
  trace.mark('revocations', what === 'Token' ? 'a token' : of);
  return site.ask(service => service[`revoke${what}`](of), server);
};

const dotted = (address: number): string =>
  [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.');

describe('One token', () => {
  it('R6 a revoked token is refused by every server to its end; the others of its user and session are not', async () => {
    const site = new Site();
    const [stolen, other] = [await site.login('ann'), await site.login('ann')];
    await clock.advance(random.int(0, minute));
    await revoke(site, 'Token', stolen.accessToken);
    await site.refuses(stolen.accessToken, 'revoked', 'Right after it was revoked');
    await site.accepts(other.accessToken, 'Of the same user, but not revoked,');
    const next = await site.refresh(stolen.refreshToken);
    await site.accepts(next.accessToken, 'Issued by refreshing the session of the revoked one,');
    for (const share of [0.3, 0.7, 0.95]) {
      const { iat, exp } = claimsOf(stolen.accessToken);
      await clock.advanceTo(Math.round(iat + share * (exp - iat)));
      await site.refuses(
        stolen.accessToken,
        'revoked',
        `After ${share * 100} % of its life`,
        random.int(0, 2),
      );
    }
    await clock.advanceTo(claimsOf(stolen.accessToken).exp - 10);
    await site.refuses(stolen.accessToken, 'revoked', 'Just before its end', 0);
  });

  it('R6 nothing is kept a minute after the token’s end, nor of tokens that are refused anyway', async () => {
    const site = new Site({ accessTtlMs: 10 * minute });
    const pairs: TokenPair[] = [];
    for (let i = 0; i < 12; i++) pairs.push(await site.login(`user-${i}`));
    const before = site.store.size;
    const expectNothing = (what: string): void => {
      trace.point('entries in the store', site.store.size);
      expect(
        site.store.size <= before,
        `Nothing should be kept of ${what}, but there are ${site.store.size - before} entries more than before: ${site.contents}`,
      );
    };
    for (const { accessToken } of pairs.slice(0, 5)) {
      await revoke(site, 'Token', `${accessToken}0`);
    }
    expectNothing('tokens that nobody issued');
    for (const { accessToken } of pairs.slice(1)) {
      await clock.advance(random.int(0, 20 * second));
      await revoke(site, 'Token', accessToken);
      trace.point('entries in the store', site.store.size);
    }
    await clock.advanceTo(claimsOf(pairs.at(-1)!.accessToken).exp + minute);
    expectNothing('tokens that ended a minute ago');
    for (const { accessToken } of pairs) await revoke(site, 'Token', accessToken);
    expectNothing('tokens that were over when they were revoked');
    const old = await site.login('old');
    await site.ask(service => service.rotateKey('k2', minute));
    await clock.advance(minute);
    const { size } = site.store;
    await revoke(site, 'Token', old.accessToken);
    expect(
      site.store.size <= size,
      `Nothing should be kept of a token whose key was replaced; the store holds ${site.contents}`,
    );
    const gone = await site.login('gone');
    await revoke(site, 'User', 'gone');
    const { size: withUser } = site.store;
    await revoke(site, 'Token', gone.accessToken);
    expect(
      site.store.size <= withUser,
      `Nothing should be kept of a token whose user was revoked; the store holds ${site.contents}`,
    );
  });
});

describe('One user', () => {
  it('R7 all tokens of the user end on all servers; nobody else’s do, and neither do later ones', async () => {
    const site = new Site();
    const names = ['ann', 'Ann', 'ann ', 'an', '', '__proto__', 'user:ann', 'ann:1'];
    for (const name of random.shuffle(names).slice(0, 2)) {
      const others = names.filter(other => other !== name);
      const [ended, refreshed] = [await site.login(name), await site.login(name)];
      const idle = await site.login(name);
      const moved = await site.refresh(refreshed.refreshToken, '192.0.2.77');
      const kept = new Map<string, TokenPair>();
      for (const other of others) kept.set(other, await site.login(other));
      await revoke(site, 'User', name);
      for (const pair of [ended, moved])
        await site.hasEnded(pair, `After ${JSON.stringify(name)} was revoked`);
      for (const [other, pair] of kept) {
        const when = `After ${JSON.stringify(name)} was revoked, for ${JSON.stringify(other)}`;
        await site.accepts(pair.accessToken, when, random.int(0, 2));
        await site.refresh(pair.refreshToken);
      }
      const later = await site.login(name);
      await site.accepts(later.accessToken, 'Of a login after the revocation,');
      await site.accepts(
        (await site.refresh(later.refreshToken)).accessToken,
        'Refreshed after the revocation,',
      );
      // Until shortly before the end of its life.
      await clock.advance(30 * day - 5 * second);
      await site.refusal(idle.refreshToken);
    }
  });

  it('R7 it works again and again, however long apart', async () => {
    for (const pauseMs of [40 * minute, 3 * 60 * minute]) {
      const site = new Site({ accessTtlMs: 10 * minute, refreshTtlMs: 60 * minute });
      let session = await site.login('ann');
      for (let round = 1; round <= 3; round++) {
        const { accessToken } = session;
        await site.accepts(accessToken, `Issued after revocation ${round - 1},`);
        await revoke(site, 'User', 'ann');
        await site.hasEnded(session, `After revocation ${round}`);
        session = await site.login('ann');
        for (let waited = 0; waited < pauseMs; waited += Math.min(pauseMs, 35 * minute)) {
          await clock.advance(Math.min(pauseMs, 35 * minute));
          session = await site.refresh(session.refreshToken);
          await site.accepts(
            session.accessToken,
            `Refreshed ${waited / minute} min after revocation ${round},`,
          );
        }
      }
    }
  });

  it('R7 a refresh that is under way does not save the session', async () => {
    for (let offsetMs = 0; offsetMs <= 12; offsetMs++) {
      const site = new Site();
      const pair = await site.login('ann');
      let next: Promise<TokenPair | undefined> = Promise.resolve(undefined);
      clock.at(clock.elapsed() + offsetMs, () => {
        next = site
          .service()
          .refresh(pair.refreshToken, '192.0.2.4')
          .catch(() => undefined);
      });
      await clock.advance(6);
      await revoke(site, 'User', 'ann');
      await clock.advance(20);
      const got = await clock.until(next);
      trace.mark('sessions', got ? 'the refresh came first' : 'the revocation came first');
      if (got) await site.hasEnded(got, 'Got from a refresh that ran beside the revocation of its user,');
    }
  });
});

describe('One network', () => {
  it('R8 tokens issued to an address in the network end, and no others', async () => {
    const site = new Site({ latencyMs: 1 });
    for (let round = 0; round < 5; round++) {
      const bits = round === 0 ? 32 : round === 1 ? random.int(1, 8) : random.int(9, 31);
      const size = 2 ** (32 - bits);
      const base = random.int(0, 2 ** bits - 1) * size;
      const inside = [base, base + size - 1, base + random.int(0, size - 1)];
      const outside = [base - 1, base + size, (base + 2 ** 31) % 2 ** 32, random.int(0, 2 ** 32 - 1)].filter(
        address => address >= 0 && address < 2 ** 32 && (address < base || address >= base + size),
      );
      const logins: [number, TokenPair][] = [];
      for (const address of [...inside, ...outside])
        logins.push([address, await site.login('ann', dotted(address))]);
      const cidr = `${dotted(random.pick(inside))}/${bits}`;
      await revoke(site, 'Network', cidr);
      for (const [address, { accessToken }] of logins) {
        const when = `Issued to ${dotted(address)}, with ${cidr} revoked,`;
        if (address >= base && address < base + size)
          await site.refuses(accessToken, 'revoked', when, random.int(0, 2));
        else await site.accepts(accessToken, when, random.int(0, 2));
      }
    }
  });

  it('R8 the ends of the scale: one address, two, half of all, and all', async () => {
    for (const [cidr, ends, goesOn] of [
      ['203.0.113.7/32', ['203.0.113.7'], ['203.0.113.6', '203.0.113.8', '203.0.113.70']],
      ['203.0.113.6/31', ['203.0.113.6', '203.0.113.7'], ['203.0.113.5', '203.0.113.8']],
      ['203.0.113.0/25', ['203.0.113.0', '203.0.113.127'], ['203.0.113.128', '203.0.112.1']],
      ['172.16.0.0/12', ['172.16.0.0', '172.31.255.255'], ['172.32.0.0', '172.15.255.255', '17.216.0.0']],
      ['128.0.0.0/1', ['128.0.0.0', '255.255.255.255'], ['127.255.255.255', '0.0.0.0']],
      ['10.0.0.0/8', ['10.0.0.0', '10.255.255.255'], ['100.0.0.0', '11.0.0.0', '1.0.0.0']],
      ['1.2.3.4/0', ['0.0.0.0', '255.255.255.255', '9.9.9.9'], []],
    ] as const) {
      const site = new Site({ latencyMs: 1 });
      const tokens = new Map<string, TokenPair>();
      for (const ip of [...ends, ...goesOn]) tokens.set(ip, await site.login('ann', ip));
      await revoke(site, 'Network', cidr);
      for (const [ip, { accessToken }] of tokens) {
        const when = `Issued to ${ip}, with ${cidr} revoked,`;
        if ((ends as readonly string[]).includes(ip)) await site.refuses(accessToken, 'revoked', when, 0);
        else await site.accepts(accessToken, when, 0);
      }
    }
  });

  it('R8 several networks are revoked side by side, and later logins from them are good', async () => {
    const site = new Site();
    const ips = ['203.0.113.9', '198.51.100.9', '192.0.2.9', '8.8.8.8'];
    const networks = random.shuffle(['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/25', '203.0.113.0/24']);
    const before: TokenPair[] = [];
    for (const ip of ips) before.push(await site.login('ann', ip));
    for (const cidr of networks) {
      await clock.advance(random.int(0, second));
      await revoke(site, 'Network', cidr);
    }
    for (const [index, pair] of before.entries())
      if (index < 3) await site.hasEnded(pair, `Issued to ${ips[index]!} before its network was revoked,`);
    await site.accepts(before[3]!.accessToken, 'Issued to an address of no revoked network,');
    for (const ip of ips) {
      const pair = await site.login('ann', ip);
      await site.accepts(pair.accessToken, `Issued to ${ip} after its network was revoked,`);
      await site.refresh(pair.refreshToken, ip);
    }
    await revoke(site, 'Network', '203.0.113.0/24');
    await site.refuses(before[0]!.accessToken, 'revoked', 'With its network revoked once more,');
    const [ten, small] = [await site.login('ann', '10.20.30.40'), await site.login('ann', '0.0.10.1')];
    for (const cidr of ['10.0.0.0/8', '0.0.10.0/24']) await revoke(site, 'Network', cidr);
    for (const { accessToken } of [ten, small])
      await site.refuses(accessToken, 'revoked', 'With both 10.0.0.0/8 and 0.0.10.0/24 revoked,', 0);
    const idle = await site.login('ann', '192.0.2.9');
    await revoke(site, 'Network', '192.0.2.0/25');
    const half = random.int(1, 29) * day;
    await clock.advance(half);
    await revoke(site, 'Network', '198.51.100.0/24');
    await clock.advance(30 * day - 5 * second - half);
    await site.refusal(idle.refreshToken);
  });

  it('R8 what counts is the address that the token itself was issued to', async () => {
    const site = new Site();
    const [inside, outside] = ['203.0.113.50', '198.51.100.50'];
    const movedOut = await site.refresh((await site.login('ann', inside)).refreshToken, outside);
    const movedIn = await site.refresh((await site.login('bob', outside)).refreshToken, inside);
    await revoke(site, 'Network', '203.0.113.0/24');
    await site.accepts(movedOut.accessToken, 'Of a session that left the network before,');
    await site.refresh(movedOut.refreshToken, outside);
    await site.hasEnded(movedIn, 'Of a session that came into the network before,');
    for (let offsetMs = 0; offsetMs <= 12; offsetMs++) {
      const { refreshToken } = await site.login('cid', inside);
      let next: Promise<TokenPair | undefined> = Promise.resolve(undefined);
      clock.at(clock.elapsed() + offsetMs, () => {
        next = site.service().refresh(refreshToken, inside).catch(() => undefined); // prettier-ignore
      });
      await clock.advance(6);
      await revoke(site, 'Network', '203.0.113.0/24');
      await clock.advance(20);
      const got = await clock.until(next);
      if (got) await site.hasEnded(got, 'Refreshed within the network while that was being revoked,');
    }
  });

  it('R8 what is no IPv4 network or address is refused, and nothing changes', async () => {
    const site = new Site();
    const { accessToken } = await site.login('ann', '203.0.113.3');
    for (const cidr of [
      '203.0.113.0',
      '203.0.113.0/33',
      '203.0.113.0/-1',
      '203.0.113.0/',
      '203.0.113.256/24',
      '203.0.113/24',
      '203.0.113.0.1/24',
      '203.0.113.0/24/8',
      '/203.0.113.0/24',
      '/24',
      'fe80::1/64',
      '203.0.113.x/24',
      '',
    ])
      // prettier-ignore
      await expectRangeError(revoke(site, 'Network', cidr), `Revoking ${JSON.stringify(cidr)}`);
    for (const ip of ['203.0.113', '203.0.113.256', 'localhost', '2001:db8::1', '203.0.113.7/32', ''])
      await expectRangeError(site.login('ann', ip), `A login from ${JSON.stringify(ip)}`);
    await site.accepts(accessToken, 'After networks that are none');
  });
});

describe('Clocks that disagree', () => {
  it('R9 a revocation holds on every server, whichever clock is ahead', async () => {
    for (const what of ['User', 'Network'] as const) {
      const site = new Site({ skewsMs: random.shuffle([-2_500, 0, 2_400]) });
      for (const [issuer, revoker] of [
        [0, 1],
        [1, 2],
        [2, 0],
      ] as const) {
        // prettier-ignore
        const pair = await site.login('ann', '203.0.113.3', issuer);
        await revoke(site, what, what === 'User' ? 'ann' : '203.0.113.0/24', revoker);
        const when = `Issued by server ${issuer + 1} and revoked by server ${revoker + 1}`;
        await site.hasEnded(pair, when);
        for (const server of [revoker, issuer]) {
          const later = await site.login('ann', '203.0.113.3', server);
          await site.accepts(
            later.accessToken,
            `${when}; but of a login on server ${server + 1} after that,`,
          );
        }
      }
    }
  });

  it('R6 R9 a revoked token is not forgotten while a slower clock still takes it for good', async () => {
    const { site, ahead, behind } = siteWithSkew({ accessTtlMs: 10 * minute });
    const { accessToken } = await site.login('ann', '192.0.2.1', random.int(0, 2));
    await clock.advance(random.int(0, 5 * minute));
    await revoke(site, 'Token', accessToken, ahead);
    // By the clock of the server that is behind, it has a few seconds left.
    await clock.advanceTo(claimsOf(accessToken).exp + 2_500 - 500);
    await site.refuses(
      accessToken,
      'revoked',
      'At the end of its life, by a clock that is 5 s behind the revoking one,',
      behind,
    );
  });

  it('R6 R9 a token that is over by the clock of the server that revokes it ends on a slower one, too', async () => {
    const { site, ahead, behind } = siteWithSkew();
    const { accessToken } = await site.login();
    const { exp } = claimsOf(accessToken);
    await clock.advanceTo(exp + random.int(-2_000, 1_000));
    await site.refuses(accessToken, 'expired', 'At the end of its life, by the clock that is ahead,', ahead);
    await site.accepts(accessToken, 'At the end of its life, by the clock that is behind,', behind);
    await revoke(site, 'Token', accessToken, ahead);
    const when = 'Revoked on a server where it was over, but by this one’s clock not yet,';
    await site.refuses(accessToken, 'revoked', when, behind);
    await clock.advanceTo(exp + 2_000);
    await site.refuses(accessToken, 'revoked', when, behind);

    const replaced = await site.login();
    const from = clock.now();
    await site.ask(service => service.rotateKey('k2', minute));
    await clock.advanceTo(from + minute - random.int(500, 2_000));
    await site.accepts(replaced.accessToken, 'In the last seconds of its key’s grace,', behind);
    await revoke(site, 'Token', replaced.accessToken, ahead);
    await site.refuses(replaced.accessToken, null, 'Revoked in the last seconds of its key’s grace,', behind);
  });

  it('R9 a revoked user or network is not forgotten while a slower clock takes the tokens for good', async () => {
    for (const what of ['User', 'Network'] as const) {
      const { site, ahead, behind } = siteWithSkew({ accessTtlMs: 10 * minute, refreshTtlMs: 10 * minute });
      const { accessToken } = await site.login('ann', '203.0.113.3', ahead);
      await revoke(site, what, what === 'User' ? 'ann' : '203.0.113.0/24', behind);
      for (const leftMs of [4_000, 2_000, 500]) {
        await clock.advanceTo(claimsOf(accessToken).exp + 2_500 - leftMs);
        const when = `Of a revoked ${what.toLowerCase()}, ${leftMs} ms before the end by a clock that is 5 s behind the issuer’s,`;
        await site.refuses(accessToken, 'revoked', when, behind);
      }
    }
  });
});
