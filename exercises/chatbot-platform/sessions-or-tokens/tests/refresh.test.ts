import assert from 'node:assert/strict';
import { clock, latency, random, trace } from '#testkit';
import { RefusedError } from '#attempt/errors.ts';
import type { Grant } from '#attempt/types.ts';
import { day, expectRefused, hour, minute, nameOf, Platform, second } from './platform.ts';

describe('A session goes on', () => {
  it('R5 each refresh gives a new pair for the same device, on any server', async () => {
    const platform = new Platform();
    let grant = await platform.login('ann', 'phone');
    const other = await platform.login('ann', 'laptop');
    const seen = new Set([grant.refreshToken, grant.accessToken]);
    for (let i = 1; i <= 15; i++) {
      const before = grant;
      await clock.advance(random.pick([random.int(0, 10 * minute), random.int(0, 36 * hour)]));
      grant = await platform.refresh(before.refreshToken);
      assert.equal(grant.deviceId, before.deviceId, `Refresh ${i} should be for the same device`);
      for (const text of [grant.refreshToken, grant.accessToken]) {
        assert.ok(!seen.has(text), `Refresh ${i} should give two tokens that were never there before`);
        seen.add(text);
      }
      const access = platform.check(grant.accessToken);
      assert.ok(access.ok, `After refresh ${i} the access token should be good`);
      assert.deepEqual([access.userId, access.deviceId], ['ann', grant.deviceId]);
      if (before.accessEndsAt > clock.now())
        assert.ok(platform.check(before.accessToken).ok, 'A refresh does not end the access token before');
    }
    await platform.refresh(other.refreshToken);
  });

  it('R5 other tokens than all before, in the same millisecond too', async () => {
    const platform = new Platform({ storeMs: 0, directoryMs: 0, idleMs: hour, absoluteMs: hour });
    const begun = clock.now();
    const seen = new Set<string>();
    let grant = await platform.login();
    // In the last minutes all access tokens end at one moment, which is that of the session.
    const moments = [random.int(0, 30 * minute), 0, 0, 50 * minute, random.int(51 * minute, 59 * minute), 0];
    for (const moment of moments) {
      for (const text of [grant.refreshToken, grant.accessToken]) seen.add(text);
      if (moment > 0) await clock.advanceTo(begun + moment);
      grant = await platform.refresh(grant.refreshToken);
      const when = `${clock.now() - begun} ms after the login of a session of an hour,`;
      assert.ok(!seen.has(grant.refreshToken), `${when} refresh() gave a refresh token once more`);
      assert.ok(!seen.has(grant.accessToken), `${when} refresh() gave an access token once more`);
    }
  });

  it('R5 also when the devices of a user refresh at once', async () => {
    for (let round = 0; round < 6; round++) {
      const platform = new Platform({
        storeMs: random.pick([latency.uniform(1, 3), latency.uniform(1, 20)]),
        directoryMs: 1,
      });
      const names = ['phone', 'laptop', 'tablet', 'watch'].slice(0, random.int(2, 4));
      let grants: readonly Grant[] = [];
      for (const name of names) grants = [...grants, await platform.login('ann', name)];
      for (let i = 0; i < 2; i++) {
        await clock.advance(random.int(minute, hour));
        grants = await clock.until(
          Promise.all(grants.map(({ refreshToken }, n) => platform.server(n % 3).refresh(refreshToken))),
        );
      }
      await clock.advance(minute);
      for (const [n, grant] of grants.entries())
        await platform.goesOn(grant, `After ${names.length} devices refreshed at once, on the ${names[n]}`);
      assert.equal(
        (await platform.devices()).length,
        names.length,
        'All refreshed at once, and none ended; devices:',
      );
    }
  });
});

describe('A token comes back', () => {
  it('R6 within the grace it gets the same successor, however often', async () => {
    for (let round = 0; round < 4; round++) {
      const platform = new Platform();
      let { refreshToken } = await platform.login();
      for (let i = random.int(0, 3); i > 0; i--) ({ refreshToken } = await platform.refresh(refreshToken));
      const from = clock.elapsed();
      const first = await platform.refresh(refreshToken);
      const moments = Array.from({ length: 4 }, () => random.int(0, platform.settings.graceMs - second));
      for (const moment of moments.sort((a, b) => a - b)) {
        await clock.advance(Math.max(0, from + moment - clock.elapsed()));
        const again = await platform.refresh(refreshToken);
        assert.equal(
          again.refreshToken,
          first.refreshToken,
          `${Math.round(moment / second)} s after it was spent, within the grace, a token should get the same successor`,
        );
        assert.ok(
          platform.check(again.accessToken).ok,
          'The access token of a repeated answer should be good',
        );
      }
      await clock.advance(random.int(0, hour));
      await platform.refresh(first.refreshToken);
    }
  });

  it('R6 at the same instant, on all servers, there is one successor', async () => {
    for (let round = 0; round < 10; round++) {
      const platform = new Platform({
        storeMs: random.pick([1, latency.uniform(1, 3), latency.uniform(1, 20)]),
        directoryMs: random.pick([1, latency.uniform(1, 40)]),
      });
      const { refreshToken } = await platform.login();
      const uses = random.pick([2, 3, 5]);
      const answers = await clock.until(
        Promise.allSettled(
          Array.from({ length: uses }, (_, i) => platform.server(i % 3).refresh(refreshToken)),
        ),
      );
      const grants = answers.map(answer => {
        assert.ok(
          answer.status === 'fulfilled',
          `Each of ${uses} simultaneous uses is within the grace, but one was told ${answer.status === 'rejected' ? nameOf(answer.reason) : ''}`,
        );
        return answer.value;
      });
      const successors = new Set(grants.map(grant => grant.refreshToken));
      trace.point('successors of one token', successors.size);
      trace.limit('successors of one token', 1);
      assert.equal(
        successors.size,
        1,
        `${uses} simultaneous uses of one refresh token; different successors:`,
      );
      await clock.advance(minute);
      await platform.refresh([...successors][0]!);
    }
  });

  it('R6 to the millisecond, where calls take no time', async () => {
    for (const graceMs of [random.int(1_000, 60_000), 5]) {
      const platform = new Platform({ graceMs, storeMs: 0, directoryMs: 0 });
      const { refreshToken } = await platform.login();
      const first = await platform.refresh(refreshToken);
      await clock.advance(graceMs - 1);
      const again = await platform.refresh(refreshToken);
      assert.equal(
        again.refreshToken,
        first.refreshToken,
        'In the last millisecond of the grace, the successor:',
      );
      await clock.advance(1);
      await platform.refuses(refreshToken, 'reused', 'When the grace is over,');
    }
  });

  it('R6 a phone in a tunnel is never logged out', async () => {
    const platform = new Platform({ storeMs: 1, directoryMs: 5 });
    let lost = 0;
    for (const name of ['phone', 'tablet', 'watch']) {
      let grant = await platform.login('ann', name);
      for (let i = 0; i < 20; i++) {
        await clock.advance(random.int(minute, 14 * minute));
        const tries = random.int(1, 5);
        for (let n = 1; n < tries; n++) {
          // The request or the answer is lost; the phone knows nothing, and tries again with what it has.
          if (random.chance(0.6)) {
            await platform.refresh(grant.refreshToken);
            trace.mark(name, 'answer lost', 'bad');
            lost++;
          }
          await clock.advance(random.int(100, 5 * second));
        }
        grant = await platform.refresh(grant.refreshToken);
        trace.mark(name, tries === 1 ? 'refreshed' : `refreshed at try ${tries}`, 'good');
        trace.point('answers lost', lost);
      }
    }
    assert.deepEqual((await platform.names()).length, 3);
  });

  it('R7 after the grace the device’s session ends, and no other', async () => {
    for (let round = 0; round < 4; round++) {
      const platform = new Platform();
      const [victim, laptop, bob] = [
        await platform.login('ann', 'phone'),
        await platform.login('ann', 'laptop'),
        await platform.login('bob', 'phone'),
      ];
      await clock.advance(random.int(0, hour));
      const thief = await platform.refresh(victim.refreshToken);
      await clock.advance(platform.settings.graceMs + random.pick([second, random.int(second, 20 * day)]));
      await platform.refuses(victim.refreshToken, 'reused', 'Spent before the grace,');
      trace.mark('sessions', 'the session ends');
      await platform.refuses(thief.refreshToken, 'invalid', 'With the newest token of a session that ended,');
      await platform.refuses(victim.refreshToken, 'invalid', 'Once more, after the session ended,');
      assert.deepEqual(await platform.names(), ['laptop'], 'After a reuse on the phone, devices:');
      await platform.refresh(laptop.refreshToken);
      await platform.refresh(bob.refreshToken);
    }
  });

  it('R7 and no other, also when that one refreshes just then', async () => {
    for (let round = 0; round < 8; round++) {
      const platform = new Platform({ storeMs: latency.uniform(1, 20), directoryMs: 1 });
      const [phone, laptop] = [await platform.login('ann', 'phone'), await platform.login('ann', 'laptop')];
      await platform.refresh(phone.refreshToken);
      await clock.advance(random.int(minute, hour));
      const [reused, refreshed] = await clock.until(
        Promise.allSettled([
          platform.server(0).refresh(phone.refreshToken),
          platform.server(1).refresh(laptop.refreshToken),
        ]),
      );
      assert.ok(reused.status === 'rejected', 'After the grace refresh() should be refused');
      expectRefused(reused.reason, 'reused', 'After the grace refresh()');
      assert.ok(refreshed.status === 'fulfilled', 'A reuse on the phone should not concern the laptop');
      await clock.advance(minute);
      await platform.goesOn(refreshed.value, 'Refreshed during a reuse on the phone, on the laptop');
      assert.deepEqual(await platform.names(), ['laptop'], 'After a reuse on the phone, devices:');
    }
  });

  it('R7 a token whose successor was used has no grace any more', async () => {
    for (let round = 0; round < 4; round++) {
      const platform = new Platform();
      const victim = await platform.login();
      let newest: Grant = victim;
      for (let i = random.int(2, 4); i > 0; i--) newest = await platform.refresh(newest.refreshToken);
      await clock.advance(random.int(0, 10 * second));
      await platform.refuses(
        victim.refreshToken,
        'reused',
        'Within the grace, but after its successor was used,',
      );
      await platform.refuses(newest.refreshToken, 'invalid', 'After the reuse, the newest token');
    }
  });

  it('R7 however many refreshes and days ago it was spent', async () => {
    for (let round = 0; round < 3; round++) {
      const platform = new Platform({ storeMs: 1, directoryMs: 1 });
      let { refreshToken } = await platform.login();
      const spent: string[] = [];
      for (let i = 0; i < 25; i++) {
        spent.push(refreshToken);
        await clock.advance(random.int(minute, 3 * day));
        ({ refreshToken } = await platform.refresh(refreshToken));
      }
      const which = random.pick([0, random.int(0, 24)]);
      await clock.advance(minute);
      await platform.refuses(spent[which]!, 'reused', `Token ${which + 1} of 26`);
      await platform.refuses(refreshToken, 'invalid', `After token ${which + 1} of 26 came back, the newest`);
    }
  });

  it('R7 thief and user cannot both go on, whoever is first', async () => {
    for (let round = 0; round < 8; round++) {
      const platform = new Platform({ storeMs: 1, directoryMs: 5 });
      const stolen = (await platform.login()).refreshToken;
      const holds = new Map([
        ['user', stolen],
        ['thief', stolen],
      ]);
      const outcomes: string[] = [];
      // Each uses what it has, in any order and at any distance, until each has been there three times after the theft.
      const turns = random.shuffle(['user', 'user', 'user', 'thief', 'thief', 'thief']);
      for (const who of turns) {
        await clock.advance(random.pick([random.int(0, 20 * second), random.int(minute, hour)]));
        try {
          holds.set(who, (await platform.refresh(holds.get(who)!)).refreshToken);
          outcomes.push(`${who} on`);
          trace.mark(who, 'refreshed', who === 'user' ? 'good' : 'bad');
        } catch (error) {
          assert.ok(error instanceof RefusedError, `A RefusedError was expected, not ${nameOf(error)}`);
          outcomes.push(`${who} ${error.reason}`);
          trace.mark(who, `refused: ${error.reason}`);
        }
      }
      // Whoever comes last now brings an old token, unless both hold the same one, which is then used by both.
      for (const who of [...turns.slice(-2), 'user', 'thief', 'user', 'thief']) {
        await clock.advance(minute);
        await platform.refresh(holds.get(who)!).then(
          ({ refreshToken }) => holds.set(who, refreshToken),
          (error: unknown) => {
            assert.ok(error instanceof RefusedError, `A RefusedError was expected, not ${nameOf(error)}`);
            outcomes.push(`${who} ${error.reason}`);
          },
        );
      }
      assert.equal(
        outcomes.filter(outcome => outcome.endsWith('reused')).length,
        1,
        `Thief and user went on by turns (${outcomes.join(', ')}); times that a reuse was reported:`,
      );
      assert.deepEqual(await platform.names(), [], 'After that, devices:');
    }
  });
});

describe('What is no refresh token', () => {
  it('R8 is invalid and ends nobody’s session', async () => {
    const platform = new Platform();
    const grants = [await platform.login('ann'), await platform.login('bob')];
    const odd = [
      '',
      '.',
      '..',
      'x',
      'a.b',
      'a.b.c',
      'null',
      '{}',
      '[]',
      '%',
      '%.x',
      '__proto__',
      '🔑',
      ' '.repeat(50),
    ];
    for (const text of random.shuffle(odd))
      await platform.refuses(text, 'invalid', `For ${JSON.stringify(text)}`);
    for (const { accessToken, deviceId } of grants) {
      await platform.refuses(accessToken, 'invalid', 'For an access token');
      await platform.refuses(deviceId, 'invalid', 'For the id of a device');
    }
    for (const { refreshToken } of grants) await platform.refresh(refreshToken);
  });

  it('R8 and nobody who only knows ids can make one that ends a session', async () => {
    // The attacker has an account, and so knows how tokens are laid out, and all that is no secret: ids, access tokens,
    // the list of devices, what lies in the store. The rest is invented, sign by sign.
    const platform = new Platform();
    const own: string[] = [];
    for (const name of ['phone', 'laptop', 'watch']) {
      const { refreshToken } = await platform.login('mallory-lee', name);
      await clock.advance(minute);
      own.push((await platform.refresh(refreshToken)).refreshToken);
    }
    const victim = await platform.login('annabel-lee', 'phone');
    await clock.advance(minute);
    const newest = await platform.refresh(victim.refreshToken);
    const token = newest.refreshToken;
    await clock.advance(minute);
    const isKnown = known(token, [newest.deviceId, newest.accessToken, 'annabel-lee', ...platform.written]);
    const keeps = Array.from(
      token,
      (_, i) => isKnown[i] === true || own.every(text => text.at(i) === own[0]!.at(i)),
    );
    for (let round = 0; round < 12; round++) {
      const text = Array.from(token, (sign, i) => (keeps[i] ? sign : like(sign))).join('');
      if (text !== token)
        await platform.refuses(text, 'invalid', 'For a text with the right ids and an invented secret');
    }
    await platform.refresh(token);
  });
});

/** Another sign of the same kind. */
function like(sign: string): string {
  if (/[0-9]/.test(sign)) return String(random.int(0, 9));
  if (/[a-f]/.test(sign)) return random.pick(Array.from('abcdef'));
  return /[a-z]/i.test(sign) ? random.pick(Array.from('ghkmqvwxyz')) : sign;
}

/** Which signs of `text` stand in one of the sources, as part of eight or more in a row. */
function known(text: string, sources: readonly string[]): readonly boolean[] {
  const all = sources.join('\n');
  const isKnown = Array.from(text, () => false);
  for (let i = 0; i + 8 <= text.length; i++)
    if (all.includes(text.slice(i, i + 8))) isKnown.fill(true, i, i + 8);
  return isKnown;
}
