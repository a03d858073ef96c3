import assert from 'node:assert/strict';
import { clock, latency, random, trace } from '#testkit';
import type { Grant } from '#attempt/types.ts';
import { day, failureOf, expectRefused, hour, minute, oddNames, Platform, second } from './platform.ts';

describe('Access tokens', () => {
  it('R1 every service accepts one until it ends, and no longer', async () => {
    const platform = new Platform();
    platform.roles.set('bob', ['editor', 'viewer']);
    for (const userId of random.shuffle(['ann', 'bob'])) {
      const grant = await platform.login(userId);
      const roles = userId === 'bob' ? ['editor', 'viewer'] : ['analyst'];
      for (let i = 0; i < 12; i++)
        assert.deepEqual(
          platform.check(grant.accessToken),
          { ok: true, userId, deviceId: grant.deviceId, roles },
          'Of a token that was just issued a service says',
        );
      await platform.livesToItsEnd(grant, 'After a login');
    }
  });

  it('R1 whatever the user is called, and whatever the device', async () => {
    const platform = new Platform({ storeMs: 1, directoryMs: 1 });
    const grants: (Grant & { userId: string })[] = [];
    for (const userId of random.shuffle(oddNames)) {
      platform.roles.set(userId, [`role of ${userId}`, '"', '']);
      grants.push({ userId, ...(await platform.login(userId, random.pick(oddNames))) });
    }
    for (const { userId, deviceId, accessToken, refreshToken } of grants) {
      const expected = { ok: true, userId, deviceId, roles: [`role of ${userId}`, '"', ''] };
      assert.deepEqual(platform.check(accessToken), expected, 'After the login a service says');
      const { accessToken: second } = await platform.refresh(refreshToken);
      assert.deepEqual(platform.check(second), expected, 'After a refresh a service says');
      const devices = await platform.devices(userId);
      assert.equal(devices.length, 1, `${JSON.stringify(userId)} logged in once; devices in the list:`);
    }
    assert.equal(
      new Set(grants.map(({ deviceId }) => deviceId)).size,
      grants.length,
      'No two devices have the same id',
    );
  });

  it('R2 a text that was changed or put together is invalid', async () => {
    const platform = new Platform();
    platform.roles.set('root', ['admin']);
    const [{ accessToken: mine }, { accessToken: roots }] = [
      await platform.login('ann'),
      await platform.login('root'),
    ];
    const alphabet = Array.from('abcdef0123456789.%{}" ');
    for (let i = 0; i < 150; i++) {
      const at = random.int(0, mine.length - 1);
      const letter = random.pick(alphabet);
      const cut = random.int(1, Math.min(mine.length, roots.length) - 1);
      const text = random.pick([
        () => mine.slice(0, at) + letter + mine.slice(at + 1),
        () => mine.slice(0, at) + mine.slice(at + 1),
        () => mine.slice(0, at) + letter + mine.slice(at),
        () => roots.slice(0, cut) + mine.slice(cut),
        () => roots.slice(0, -cut) + mine.slice(-cut),
        () => mine + letter,
      ])();
      if (text === mine || text === roots) continue;
      assert.deepEqual(
        platform.check(text),
        { ok: false, reason: 'invalid' },
        'Of a token that nobody issued a service says',
      );
    }
    assert.ok(platform.check(mine).ok && platform.check(roots).ok);
  });

  it('R2 neither a refresh token nor anything else gets in', async () => {
    const platform = new Platform();
    const { accessToken, refreshToken, deviceId } = await platform.login();
    const next = await platform.refresh(refreshToken);
    const texts = [
      refreshToken,
      next.refreshToken,
      deviceId,
      '',
      '.',
      '..',
      'a.b',
      'a.b.c',
      'null',
      '{}',
      '%',
      '%.',
    ];
    const others = [undefined, null, 7, {}, [], [accessToken], () => accessToken, Symbol('token')];
    for (const token of [...texts, ...others])
      assert.deepEqual(
        platform.check(token as string),
        { ok: false, reason: 'invalid' },
        'Of what is no access token a service says',
      );
  });
});

describe('Roles', () => {
  it('R3 an access token lives from when its roles were asked for', async () => {
    for (const directoryMs of [10, latency.uniform(100, 900), 2 * second]) {
      const platform = new Platform({
        directoryMs,
        storeMs: latency.uniform(1, 200),
        timeoutMs: 20 * second,
      });
      let last: Grant | undefined;
      for (let i = 0; i < 3; i++) {
        const from = clock.now();
        const sent = platform.directory.counts().sent;
        const call = last
          ? platform.server().refresh(last.refreshToken)
          : platform.server().login('ann', 'phone');
        let asked = from;
        while (platform.directory.counts().sent === sent && asked < from + 2 * second) {
          await clock.advance(1);
          asked = clock.now();
        }
        last = await clock.until(call);
        const { accessTtlMs } = platform.settings;
        assert.ok(
          last.accessEndsAt <= asked + accessTtlMs,
          `The roles were asked for ${asked - from} ms after the call, so the token may end ${asked - from + accessTtlMs} ms after it, not ${last.accessEndsAt - from}`,
        );
        assert.ok(
          last.accessEndsAt >= from + accessTtlMs,
          `The token should end ${accessTtlMs} ms after its roles were asked for, not ${last.accessEndsAt - from} ms after the call`,
        );
        await clock.advance(random.int(minute, hour));
      }
    }
  });

  it('R3 what was taken away is gone within the life of an access token, at every service', async () => {
    for (let round = 0; round < 6; round++) {
      const platform = new Platform({ directoryMs: latency.uniform(5, 2_000), timeoutMs: 20 * second });
      platform.roles.set('ann', ['analyst', 'admin']);
      let devices = [await platform.login('ann', 'phone'), await platform.login('ann', 'laptop')];
      const tokens = devices.map(({ accessToken }) => accessToken);
      const refreshAll = async (): Promise<void> => {
        const answers = Promise.all(
          devices.map(({ refreshToken }) => platform.server().refresh(refreshToken)),
        );
        devices = await clock.until(answers);
        tokens.push(...devices.map(({ accessToken }) => accessToken));
      };
      await clock.advance(random.int(0, 10 * minute));
      // The change falls at some moment of the refreshes that are under way.
      let changedAt = Infinity;
      clock.at(clock.elapsed() + random.int(0, 4_000), () => {
        platform.roles.set('ann', ['analyst']);
        changedAt = clock.now();
        trace.mark('directory', 'admin is taken from ann');
      });
      await refreshAll();
      await clock.advance(5 * second);
      for (const pause of [4 * minute, 5 * minute]) {
        await clock.advance(pause);
        await refreshAll();
      }
      await clock.advanceTo(changedAt + platform.settings.accessTtlMs);
      let accepted = 0;
      for (const token of tokens) {
        const access = platform.check(token);
        if (!access.ok) continue;
        accepted++;
        assert.deepEqual(
          access.roles,
          ['analyst'],
          `${platform.settings.accessTtlMs / minute} min after “admin” was taken away, a service reads the roles`,
        );
      }
      assert.ok(accepted >= 2, 'The newest tokens should be good');
    }
  });

  it('R3 a token that came again in its grace says the roles of now', async () => {
    const platform = new Platform();
    platform.roles.set('ann', ['admin']);
    const { refreshToken } = await platform.login('ann');
    await platform.refresh(refreshToken);
    platform.roles.set('ann', ['guest']);
    await clock.advance(5 * second);
    const access = platform.check((await platform.refresh(refreshToken)).accessToken);
    assert.deepEqual(access.ok && access.roles, ['guest'], 'After a change, roles in the repeated answer:');
  });

  it('R4 a disabled account gets nothing, and a mistake can be undone', async () => {
    const platform = new Platform();
    const [ann, bob] = [await platform.login('ann'), await platform.login('bob')];
    platform.roles.set('ann', undefined);
    trace.mark('directory', 'ann is disabled', 'bad');
    for (let i = 0; i < 3; i++) {
      await clock.advance(random.int(0, 2 * day));
      await platform.refuses(ann.refreshToken, 'disabled', 'Of a disabled account');
      const error = await failureOf(
        platform.ask(server => server.login('ann', 'laptop')),
        'login() of a disabled account should be refused, but it gave a pair',
      );
      expectRefused(error, 'disabled', 'login() of a disabled account');
    }
    await platform.refresh(bob.refreshToken);
    assert.deepEqual(await platform.names(), ['phone'], 'Refused logins begin no sessions; devices:');
    platform.roles.set('ann', ['analyst']);
    const next = await platform.refresh(ann.refreshToken);
    assert.ok(platform.check(next.accessToken).ok, 'The account is back, and so is the session');
  });
});
