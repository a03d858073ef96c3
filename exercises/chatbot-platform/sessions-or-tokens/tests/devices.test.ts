import assert from 'node:assert/strict';
import { clock, latency, random, trace } from '#testkit';
import { RefusedError } from '#attempt/errors.ts';
import type { Grant } from '#attempt/types.ts';
import { day, hour, minute, nameOf, oddNames, Platform, second } from './platform.ts';

describe('A session has an end', () => {
  it('R9 by idling', async () => {
    for (const idleMs of [hour, 30 * day]) {
      const platform = new Platform({ idleMs });
      let grant = await platform.login();
      for (let i = 0; i < 2; i++) {
        await clock.advance(idleMs - second);
        grant = await platform.refresh(grant.refreshToken);
      }
      trace.mark('sessions', 'last refresh');
      await clock.advance(idleMs - second);
      assert.deepEqual(await platform.names(), ['phone'], 'A second before it has idled too long, devices:');
      await clock.advance(second + 100);
      await platform.refuses(grant.refreshToken, 'invalid', 'Of a device that has idled too long,');
      assert.deepEqual(await platform.names(), [], 'After it has idled too long, devices:');
    }
  });

  it('R9 to the millisecond, where calls take no time', async () => {
    const platform = new Platform({ idleMs: hour, absoluteMs: 2 * hour, storeMs: 0, directoryMs: 0 });
    const idle = await platform.login('ann', 'idle');
    let busy = await platform.login('ann', 'busy');
    await clock.advance(hour - 1);
    assert.equal((await platform.devices()).length, 2, 'In the last millisecond of a life, devices:');
    busy = await platform.refresh(busy.refreshToken);
    await clock.advance(1);
    await platform.refuses(idle.refreshToken, 'invalid', 'When it has idled for `idleMs`,');
    assert.deepEqual(await platform.names(), ['busy'], 'When the other has idled for `idleMs`, devices:');
    await clock.advance(hour - 2);
    busy = await platform.refresh(busy.refreshToken);
    await platform.login('ann', 'new');
    await clock.advance(1);
    assert.equal((await platform.devices()).length, 2, 'In the last millisecond of a life, devices:');
    await clock.advance(1);
    await platform.refuses(busy.refreshToken, 'invalid', 'When `absoluteMs` have passed since the login,');
    assert.deepEqual(
      await platform.names(),
      ['new'],
      'When `absoluteMs` have passed since the login, devices:',
    );
  });

  it('R9 absolutely, however busy it is', async () => {
    const platform = new Platform({ idleMs: day, absoluteMs: 7 * day, graceMs: 10 * minute });
    const begun = clock.now();
    let grant = await platform.login();
    while (clock.now() < begun + 7 * day - 12 * hour) {
      await clock.advance(random.int(hour, 11 * hour));
      grant = await platform.refresh(grant.refreshToken);
      trace.point('hours since login', (clock.now() - begun) / hour);
    }
    await clock.advanceTo(begun + 7 * day - minute);
    const before = grant;
    grant = await platform.refresh(before.refreshToken);
    await clock.advance(minute + second);
    await platform.refuses(grant.refreshToken, 'invalid', 'A week after the login the newest token');
    await platform.refuses(before.refreshToken, 'invalid', 'A week after the login a token in its grace');
    assert.deepEqual(await platform.names(), [], 'A week after the login, devices:');
    await platform.login();
  });

  it('R9 and no access token lives longer than its session may', async () => {
    for (const absoluteMs of [16 * minute, 6 * hour]) {
      const platform = new Platform({ idleMs: 16 * minute, absoluteMs });
      const from = clock.now();
      let grant = await platform.login();
      const to = clock.now();
      while (clock.now() < from + absoluteMs - 10 * minute) {
        await clock.advance(Math.min(15 * minute, from + absoluteMs - minute - clock.now()));
        grant = await platform.refresh(grant.refreshToken);
      }
      assert.ok(
        grant.accessEndsAt >= from + absoluteMs && grant.accessEndsAt <= to + absoluteMs,
        `The last access token should end with its session, ${absoluteMs} ms after the login, not ${grant.accessEndsAt - from}`,
      );
      await platform.livesToItsEnd(grant, 'Shortly before the end of a session');
    }
  });
});

describe('The list of devices', () => {
  it('R10 tells what goes on, with names and moments, the one used last first', async () => {
    const platform = new Platform({ maxDevices: 8 });
    interface Known {
      readonly name: string;
      readonly signedInAt: readonly [number, number];
      lastUsedAt: readonly [number, number];
      grant: Grant;
    }
    let known: Known[] = [];
    const between = async (
      work: () => Promise<Grant>,
    ): Promise<readonly [Grant, readonly [number, number]]> => {
      const from = clock.now();
      const grant = await work();
      return [grant, [from, clock.now()]];
    };
    for (let i = 0; i < 24; i++) {
      await clock.advance(random.int(second, 20 * minute));
      const one = known.length > 0 ? random.pick(known) : undefined;
      if (!one || (known.length < 8 && random.chance(0.4))) {
        const name = random.pick(['phone', 'laptop', ...oddNames]);
        const [grant, when] = await between(() => platform.login('ann', name));
        known.push({ name, signedInAt: when, lastUsedAt: when, grant });
      } else {
        const spent = one.grant.refreshToken;
        const [grant, when] = await between(() => platform.refresh(spent));
        Object.assign(one, { grant, lastUsedAt: when });
        if (random.chance(0.3)) {
          // Coming back within the grace is no use.
          await clock.advance(10 * second);
          await platform.refresh(spent);
        }
      }
      if (i === 12) await platform.login('bob', 'somebody else’s');
      known = known.sort((a, b) => b.lastUsedAt[0] - a.lastUsedAt[0]);
      const devices = await platform.devices();
      assert.deepEqual(
        devices.map(({ deviceId, name }) => ({ deviceId, name })),
        known.map(({ grant: { deviceId }, name }) => ({ deviceId, name })),
        'The one used last comes first; devices:',
      );
      devices.forEach((device, n) => {
        for (const what of ['signedInAt', 'lastUsedAt'] as const) {
          const [from, to] = known[n]![what];
          assert.ok(
            device[what] >= from && device[what] <= to,
            `\`${what}\` should lie within the call that it is about, not ${device[what] - from} ms after its beginning`,
          );
        }
      });
    }
  });

  it('R10 leaves out what is over', async () => {
    const platform = new Platform({ idleMs: 2 * hour, absoluteMs: 5 * hour });
    const idle = await platform.login('ann', 'idle');
    let busy = await platform.login('ann', 'busy');
    const gone = await platform.login('ann', 'revoked');
    await platform.ask(server => server.revoke('ann', gone.deviceId));
    for (let i = 0; i < 3; i++) {
      await clock.advance(61 * minute);
      busy = await platform.refresh(busy.refreshToken);
      assert.deepEqual(
        await platform.names(),
        i === 0 ? ['busy', 'idle'] : ['busy'],
        `After ${i + 1} h, of which one device idles, devices:`,
      );
    }
    assert.equal(
      await platform.ask(server => server.revoke('ann', idle.deviceId)),
      false,
      'revoke() of a device that is over gives',
    );
    await platform.login('ann', 'new');
    await clock.advance(118 * minute);
    assert.deepEqual(await platform.names(), ['new'], 'Five hours after the first login, devices:');
    assert.deepEqual(await platform.names('nobody'), [], 'Of a user who was never there, devices:');
  });
});

describe('A device is logged out', () => {
  it('R11 and nothing else: not by somebody else, not twice', async () => {
    const platform = new Platform();
    const [phone, laptop, bobs] = [
      await platform.login('ann', 'phone'),
      await platform.login('ann', 'laptop'),
      await platform.login('bob', 'phone'),
    ];
    const revoke = (userId: string, deviceId: string): Promise<boolean> =>
      platform.ask(server => server.revoke(userId, deviceId));
    assert.equal(await revoke('bob', phone.deviceId), false, 'revoke() of somebody else’s device gives');
    for (const id of ['', 'phone', '__proto__', '*'])
      assert.equal(await revoke('ann', id), false, `revoke() of the device ${JSON.stringify(id)} gives`);
    assert.deepEqual(await platform.names(), ['laptop', 'phone'], 'Nothing was revoked yet; devices:');
    await clock.advance(random.int(0, hour));
    const newest = await platform.refresh(phone.refreshToken);
    const revokedAt = clock.now();
    assert.equal(await revoke('ann', phone.deviceId), true, 'revoke() of a device that goes on gives');
    for (const { refreshToken } of [newest, phone])
      await platform.refuses(refreshToken, 'invalid', 'Of a device that was revoked,');
    assert.equal(await revoke('ann', phone.deviceId), false, 'revoke() for the second time gives');
    assert.deepEqual(await platform.names(), ['laptop'], 'After the phone was revoked, devices:');
    for (const { refreshToken } of [laptop, bobs]) await platform.refresh(refreshToken);
    await clock.advanceTo(revokedAt + platform.settings.accessTtlMs);
    assert.equal(
      platform.check(newest.accessToken).ok,
      false,
      'When the life of an access token has passed since the revocation',
    );
  });

  it('R11 all of them, or all but the one in my hand', async () => {
    const platform = new Platform();
    const grants: Grant[] = [];
    for (const name of ['phone', 'laptop', 'tablet', 'watch']) {
      grants.push(await platform.login('ann', name));
      await clock.advance(second);
    }
    const bobs = await platform.login('bob');
    const kept = random.int(0, 3);
    const [none, all] = [0, 3];
    assert.equal(
      await platform.ask(server => server.revokeAll('ann', grants[kept]!.deviceId)),
      all,
      'revokeAll() with one of four devices excepted gives',
    );
    for (const [i, { refreshToken }] of grants.entries())
      if (i !== kept)
        await platform.refuses(refreshToken, 'invalid', 'Of a device that was revoked with others,');
    assert.equal((await platform.devices()).length, 1, 'After revokeAll() with an exception, devices:');
    const newest = await platform.refresh(grants[kept]!.refreshToken);
    assert.equal(
      await platform.ask(server => server.revokeAll('ann', bobs.deviceId)),
      1,
      'revokeAll() with an exception that is nobody’s gives',
    );
    await platform.refuses(newest.refreshToken, 'invalid', 'After revokeAll()');
    assert.equal(await platform.ask(server => server.revokeAll('ann')), none, 'revokeAll() of nothing gives');
    await platform.refresh(bobs.refreshToken);
    await platform.login('ann', 'new');
    assert.deepEqual(await platform.names(), ['new'], 'A login after revokeAll(); devices:');
  });

  it('R11 while it refreshes, whichever comes first', async () => {
    for (let round = 0; round < 24; round++) {
      const platform = new Platform({
        storeMs: random.pick([1, latency.uniform(1, 20)]),
        directoryMs: random.pick([1, latency.uniform(1, 400)]),
      });
      const { refreshToken, deviceId } = await platform.login();
      if (random.chance(0.3)) await platform.refresh(refreshToken);
      const refreshing = platform.server().refresh(refreshToken);
      await clock.advance(random.int(0, random.pick([3, 20, 400])));
      await platform.ask<unknown>(server =>
        random.chance(0.5) ? server.revoke('ann', deviceId) : server.revokeAll('ann'),
      );
      const revokedAt = clock.now();
      const [answer] = await clock.until(Promise.allSettled([refreshing]));
      await platform.refuses(refreshToken, 'invalid', 'Spent while its device was revoked,');
      assert.deepEqual(await platform.names(), [], 'Revoked while it refreshed; devices:');
      if (answer.status === 'rejected') {
        const error: unknown = answer.reason;
        assert.ok(error instanceof RefusedError, `A RefusedError was expected, not ${nameOf(error)}`);
        continue;
      }
      await platform.refuses(answer.value.refreshToken, 'invalid', 'Given while its device was revoked,');
      await clock.advanceTo(revokedAt + platform.settings.accessTtlMs);
      assert.equal(
        platform.check(answer.value.accessToken).ok,
        false,
        'A token’s life after its device was revoked, its access token is good:',
      );
    }
  });

  it('R11 and the others are as they were, whatever they do just then', async () => {
    type Call = (platform: Platform, grants: readonly Grant[]) => Promise<unknown>;
    const revoke =
      (which: number): Call =>
      (platform, grants) =>
        platform.server().revoke('ann', grants[which]!.deviceId);
    const refreshLaptop: Call = (platform, grants) => platform.server().refresh(grants[1]!.refreshToken);
    const login: Call = platform => platform.server().login('ann', 'watch');
    // Of a phone, a laptop and a tablet: what happens at once, what it should give, and which of them go on.
    const stories: readonly {
      readonly what: string;
      readonly ends: Call;
      readonly gives: unknown;
      readonly meanwhile: Call;
      readonly goOn: readonly string[];
    }[] = [
      {
        what: 'phone and tablet were revoked at once',
        ends: revoke(0),
        gives: true,
        meanwhile: revoke(2),
        goOn: ['laptop'],
      },
      {
        what: 'the phone was revoked while the laptop refreshed',
        ends: revoke(0),
        gives: true,
        meanwhile: refreshLaptop,
        goOn: ['laptop', 'tablet'],
      },
      {
        what: 'the phone was revoked while a watch logged in',
        ends: revoke(0),
        gives: true,
        meanwhile: login,
        goOn: ['laptop', 'tablet', 'watch'],
      },
      {
        what: 'all but the laptop were revoked while that refreshed',
        ends: (platform, grants) => platform.server().revokeAll('ann', grants[1]!.deviceId),
        gives: 2,
        meanwhile: refreshLaptop,
        goOn: ['laptop'],
      },
    ];
    for (const { what, ends, gives, meanwhile, goOn } of random.shuffle([
      ...stories,
      ...stories,
      ...stories,
    ])) {
      const platform = new Platform({ storeMs: latency.uniform(1, 20), directoryMs: 1 });
      const when = `After ${what},`;
      let grants: readonly Grant[] = [];
      for (const name of ['phone', 'laptop', 'tablet'])
        grants = [...grants, await platform.login('ann', name)];
      await clock.advance(random.int(minute, hour));
      const other = meanwhile(platform, grants);
      await clock.advance(random.int(0, 8));
      const [told, answer] = await clock.until(Promise.all([ends(platform, grants), other]));
      assert.equal(told, gives, `${when} the call that revoked gives`);
      await clock.advance(minute);
      assert.deepEqual([...(await platform.names())].sort(), goOn, `${when} devices:`);
      const now = new Map(['phone', 'laptop', 'tablet'].map((name, i) => [name, grants[i]!]));
      if (meanwhile === login) now.set('watch', answer as Grant);
      if (meanwhile === refreshLaptop) now.set('laptop', answer as Grant);
      for (const [name, grant] of now)
        if (goOn.includes(name)) await platform.goesOn(grant, `${when} on the ${name}`);
        else await platform.refuses(grant.refreshToken, 'invalid', `${when} on the ${name}`);
    }
  });

  it('R11 all of them, while another one logs in', async () => {
    for (let round = 0; round < 12; round++) {
      const platform = new Platform({ storeMs: latency.uniform(1, 20), directoryMs: 1 });
      const before = [await platform.login('ann', 'phone'), await platform.login('ann', 'laptop')];
      const login = platform.server().login('ann', 'watch');
      await clock.advance(random.int(0, 8));
      const [, watch] = await clock.until(Promise.all([platform.server().revokeAll('ann'), login]));
      for (const { refreshToken } of before)
        await platform.refuses(refreshToken, 'invalid', 'Revoked with all others while a watch logged in,');
      // The watch came before or after: it is there altogether, or not at all.
      const names = await platform.names();
      assert.ok(
        names.length === 0 || (names.length === 1 && names[0] === 'watch'),
        `Of phone, laptop, and a watch that logged in while all were revoked, devices: ${names.join(', ')}`,
      );
      if (names.length === 1) await platform.goesOn(watch, 'In the list after all were revoked, the watch:');
      else await platform.refuses(watch.refreshToken, 'invalid', 'Not in the list after all were revoked,');
    }
  });
});

describe('There is room for so many devices', () => {
  it('R12 the one used least recently makes room', async () => {
    for (const maxDevices of [1, 3, 5]) {
      const platform = new Platform({ maxDevices, storeMs: 1, directoryMs: 1 });
      let known: { name: string; grant: Grant }[] = [];
      for (let i = 0; i < 16; i++) {
        await clock.advance(random.int(second, hour));
        const one = known.length > 0 && random.chance(0.5) ? random.pick(known) : undefined;
        if (one) {
          one.grant = await platform.refresh(one.grant.refreshToken);
          known = [one, ...known.filter(other => other !== one)];
        } else {
          const name = `device ${i}`;
          known = [{ name, grant: await platform.login('ann', name) }, ...known];
          const out = known[maxDevices];
          known = known.slice(0, maxDevices);
          if (out)
            await platform.refuses(out.grant.refreshToken, 'invalid', `Pushed out by ${name}, ${out.name}`);
        }
        trace.limit('devices', maxDevices);
        assert.deepEqual(
          await platform.names(),
          known.map(({ name }) => name),
          `With room for ${maxDevices}, devices:`,
        );
      }
      for (const { grant } of known) await platform.refresh(grant.refreshToken);
    }
  });

  it('R12 what is over takes no room', async () => {
    // The oldest session is also the one used last when its absolute end comes.
    const platform = new Platform({ maxDevices: 3, idleMs: 3 * hour, absoluteMs: 9 * hour });
    let oldest = await platform.login('ann', 'oldest');
    for (const pause of [150, 150, 120]) {
      await clock.advance(pause * minute);
      oldest = await platform.refresh(oldest.refreshToken);
    }
    const grants = [await platform.login('ann', 'second')];
    await clock.advance(random.int(second, 10 * minute));
    grants.push(await platform.login('ann', 'third'));
    await clock.advance(100 * minute);
    oldest = await platform.refresh(oldest.refreshToken);
    await clock.advance(30 * minute);
    grants.push(await platform.login('ann', 'fourth'));
    assert.deepEqual(
      await platform.names(),
      ['fourth', 'third', 'second'],
      'With room for three, of which one was over when the fourth came; devices:',
    );
    await platform.refuses(oldest.refreshToken, 'invalid', 'Nine hours after the login,');
    for (const { refreshToken } of grants) await platform.refresh(refreshToken);
  });

  it('R12 also when logins come at once, on all servers', async () => {
    for (let round = 0; round < 6; round++) {
      const maxDevices = random.int(1, 4);
      const platform = new Platform({ maxDevices, storeMs: latency.uniform(1, 4) });
      for (let i = random.int(0, 2); i > 0; i--) await platform.login('ann', 'before');
      const count = random.int(2, 6);
      const grants = await clock.until(
        Promise.all(
          Array.from({ length: count }, (_, i) => platform.server(i % 3).login('ann', `at once ${i}`)),
        ),
      );
      await clock.advance(second);
      const devices = await platform.devices();
      trace.limit('devices', maxDevices);
      assert.ok(
        devices.length <= maxDevices,
        `${count} simultaneous logins with room for ${maxDevices}; devices: ${devices.length}`,
      );
      const expected = Math.min(maxDevices, count);
      assert.ok(
        devices.filter(({ name }) => name !== 'before').length >= expected,
        `Of ${count} simultaneous logins with room for ${maxDevices}, ${expected} should go on`,
      );
      const listed = new Set(devices.map(({ deviceId }) => deviceId));
      for (const { deviceId, refreshToken } of grants)
        if (listed.has(deviceId)) await platform.refresh(refreshToken);
        else await platform.refuses(refreshToken, 'invalid', 'Of a login that is not in the list');
    }
  });
});
