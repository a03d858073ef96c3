import assert from 'node:assert/strict';
import { clock, faults, latency, random, trace, type Fault } from '#testkit';
import type { Grant, HybridAuth } from '#attempt/types.ts';
import { day, expectUnavailable, hour, minute, oddNames, Platform, second } from './platform.ts';

const timeoutMs = 200;

/** What a store or a directory can do instead of answering. */
const outages: readonly (() => Fault)[] = [
  () => faults.crash(),
  () => faults.partition(),
  () => faults.partition('replies'),
  () => faults.errors(1),
  () => faults.slow({ plusMs: 250 }),
];

const calls = (grant: Grant): readonly (readonly [string, (server: HybridAuth) => Promise<unknown>])[] => [
  ['login()', server => server.login('ann', 'laptop')],
  ['refresh()', server => server.refresh(grant.refreshToken)],
  ['devices()', server => server.devices('ann')],
  ['revoke()', server => server.revoke('ann', grant.deviceId)],
  ['revokeAll()', server => server.revokeAll('ann')],
];

describe('Without the store', () => {
  it('R13 every call rejects in time, and services notice nothing', async () => {
    for (const outage of outages) {
      const platform = new Platform({ timeoutMs });
      const grant = await platform.login();
      platform.store.apply(outage());
      for (const [name, call] of calls(grant)) {
        await expectUnavailable(platform, call, `While the store has the fault “${outage().name}”, ${name}`);
        assert.ok(platform.check(grant.accessToken).ok, 'Services need no store');
      }
      await platform.livesToItsEnd(grant, 'Without the store');
    }
  });

  it('R13 who was told so tries again with the same token, and goes on', async () => {
    for (const outage of outages) {
      const platform = new Platform({ timeoutMs });
      let grant = await platform.login();
      for (let round = 0; round < 3; round++) {
        await clock.advance(random.int(minute, hour));
        const heal = platform.store.apply(outage());
        for (let i = random.int(1, 3); i > 0; i--) {
          const { refreshToken } = grant;
          await expectUnavailable(
            platform,
            server => server.refresh(refreshToken),
            'Without the store, refresh()',
          );
          await clock.advance(random.int(0, 8 * second));
        }
        heal();
        await clock.advance(random.int(0, 2 * second));
        grant = await platform.refresh(grant.refreshToken);
        assert.ok(platform.check(grant.accessToken).ok, 'After the outage the access token should be good');
      }
    }
  });

  it('R13 what never reached the store may come again after any time', async () => {
    for (const outage of [faults.crash(), faults.partition('requests'), faults.errors(1)]) {
      const platform = new Platform({ timeoutMs });
      const grant = await platform.login();
      const heal = platform.store.apply(outage);
      for (const [name, call] of random.shuffle(calls(grant)))
        await expectUnavailable(platform, call, `Without the store, ${name}`);
      await clock.advance(random.int(hour, 20 * day));
      heal();
      assert.deepEqual(await platform.names(), ['phone'], 'Nothing reached the store; devices:');
      await platform.refresh(grant.refreshToken);
    }
  });
});

describe('Without the directory', () => {
  it('R14 nobody logs in or refreshes, and nothing is spent, whatever comes late', async () => {
    for (const outage of [...outages, () => faults.slow({ plusMs: 5 * second })]) {
      const platform = new Platform({ timeoutMs });
      const grant = await platform.login();
      const heal = platform.directory.apply(outage());
      const what = `While the directory has the fault “${outage().name}”,`;
      for (let i = 0; i < 2; i++) {
        await expectUnavailable(platform, server => server.refresh(grant.refreshToken), `${what} refresh()`);
        await expectUnavailable(platform, server => server.login('ann', 'laptop'), `${what} login()`);
        await clock.advance(random.int(0, 20 * second));
      }
      // What was on its way arrives now.
      await clock.advance(random.int(minute, 10 * day));
      heal();
      assert.deepEqual(await platform.names(), ['phone'], 'No login was confirmed; devices:');
      await platform.refresh(grant.refreshToken);
    }
  });

  it('R14 devices are listed and revoked all the same', async () => {
    const platform = new Platform({ timeoutMs });
    const [phone, laptop] = [await platform.login('ann', 'phone'), await platform.login('ann', 'laptop')];
    platform.directory.apply(random.pick(outages)());
    assert.deepEqual(
      [...(await platform.names())].sort(),
      ['laptop', 'phone'],
      'Without the directory, devices:',
    );
    assert.equal(await platform.ask(server => server.revoke('ann', phone.deviceId)), true);
    assert.equal(await platform.ask(server => server.revokeAll('ann')), 1);
    platform.directory.heal();
    for (const { refreshToken } of [phone, laptop])
      await platform.refuses(refreshToken, 'invalid', 'Of a device that was revoked without the directory,');
  });
});

describe('Who reads the store', () => {
  it('R15 finds no refresh token in it, nor the greater part of one', async () => {
    for (const userId of ['ann', random.pick(oddNames)]) {
      const platform = new Platform({ storeMs: 1, directoryMs: 1 });
      const tokens: string[] = [];
      for (const name of ['phone', 'laptop']) {
        let grant = await platform.login(userId, name);
        tokens.push(grant.refreshToken);
        for (let i = 0; i < 4; i++) {
          await clock.advance(random.int(0, hour));
          const { refreshToken } = grant;
          grant = await platform.refresh(refreshToken);
          await platform.refresh(refreshToken);
          tokens.push(grant.refreshToken);
        }
      }
      const dump = platform.written.join('\n');
      for (const token of tokens) {
        assert.ok(token.length >= 20, 'A refresh token has 20 characters or more');
        const isThere = Array.from({ length: token.length }, () => false);
        for (let i = 0; i + 8 <= token.length; i++)
          if (dump.includes(token.slice(i, i + 8))) isThere.fill(true, i, i + 8);
        const secret = isThere.filter(there => !there).length;
        trace.point('characters that are not in the store', secret);
        trace.limit('characters that are not in the store', 16);
        assert.ok(
          secret >= 16,
          `Of a refresh token of ${token.length} characters, all but ${secret} can be read in the store`,
        );
      }
    }
  });
});

describe('What it costs', () => {
  it('R16 a refresh takes two round trips to the store at most, and one to the directory', async () => {
    const platform = new Platform();
    const { store, directory } = platform;
    const cost = async (
      name: string,
      work: () => Promise<unknown>,
      limits: { readonly store: number; readonly directory: number },
    ): Promise<void> => {
      const before = { store: store.counts().sent, directory: directory.counts().sent };
      await work();
      const trips = store.counts().sent - before.store;
      const questions = directory.counts().sent - before.directory;
      trace.point(`round trips, ${name}`, trips);
      assert.ok(trips <= limits.store, `${name} may take ${limits.store} round trips, and took ${trips}`);
      assert.ok(
        questions === limits.directory,
        `${name} should ask the directory ${limits.directory} times, and did ${questions} times`,
      );
      await clock.settle();
      assert.equal(clock.pending(), 0, `After ${name} has been answered, timers that are still running:`);
    };
    let grants: Grant[] = [];
    for (let i = 0; i < 8; i++)
      await cost('login()', async () => grants.push(await platform.login('ann', `device ${i}`)), {
        store: 10,
        directory: 1,
      });
    grants = grants.slice(-5);
    for (let i = 0; i < 6; i++) {
      await clock.advance(random.int(0, day));
      const which = random.int(0, 4);
      const { refreshToken } = grants[which]!;
      await cost('refresh()', async () => (grants[which] = await platform.refresh(refreshToken)), {
        store: 2,
        directory: 1,
      });
      await cost('refresh() in the grace', () => platform.refresh(refreshToken), { store: 2, directory: 1 });
    }
    await cost('devices()', () => platform.devices(), { store: 10, directory: 0 });
    for (const { deviceId } of grants.slice(0, 2))
      await cost('revoke()', () => platform.ask(server => server.revoke('ann', deviceId)), {
        store: 10,
        directory: 0,
      });
    await cost('revokeAll()', () => platform.ask(server => server.revokeAll('ann')), {
      store: 10,
      directory: 0,
    });
  });

  it('R16 what is stored for a device does not grow with its refreshes', async () => {
    const platform = new Platform({ storeMs: 1, directoryMs: 1, accessTtlMs: minute, graceMs: 10 * second });
    let grant = await platform.login();
    const bytes: number[] = [];
    for (let i = 0; i < 150; i++) {
      await clock.advance(random.int(second, 15 * minute));
      grant = await platform.refresh(grant.refreshToken);
      bytes.push(platform.store.bytes);
      trace.point('characters in the store', platform.store.bytes);
    }
    const limit = bytes[9]! + 50;
    trace.limit('characters in the store', limit);
    assert.ok(
      bytes.at(-1)! <= limit,
      `After 10 refreshes the store held ${bytes[9]} characters; after 150, ${bytes.at(-1)}`,
    );
  });

  it('R16 when all sessions are over nothing is left', async () => {
    const platform = new Platform({ idleMs: 2 * hour, absoluteMs: 8 * hour, storeMs: latency.uniform(1, 2) });
    for (let i = 0; i < 40; i++) {
      const userId = `user-${random.int(0, 9)}`;
      const grant = await platform.login(userId, `device ${i}`);
      if (i % 2) await platform.refresh(grant.refreshToken);
      if (i % 5 === 0) await platform.ask(server => server.revoke(userId, grant.deviceId));
      if (i % 7 === 0) await platform.ask(server => server.revokeAll(userId));
      if (i % 8 === 1) {
        await clock.advance(minute);
        await platform.refuses(grant.refreshToken, null, 'After the grace');
      }
      await clock.advance(random.int(0, 20 * minute));
      trace.point('entries in the store', platform.store.size);
    }
    await clock.advance(8 * hour + minute);
    trace.point('entries in the store', platform.store.size);
    assert.equal(
      platform.store.size,
      0,
      '`absoluteMs` and a minute after the last login, entries in the store:',
    );
  });
});
