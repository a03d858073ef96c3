import assert from 'node:assert/strict';
import { clock, random, trace } from '#testkit';
import { textToSign } from '#attempt/jwt.ts';
import { expect, minute, Site } from './site.ts';
import { claimsOf, forge, kidOf, signer } from './vault.ts';

/** Ids that a careless key or object trips over. */
const users = [
  'ann',
  '',
  '__proto__',
  'constructor',
  'ann:2',
  'a.b',
  '100 % Ärger',
  '東京',
  '{"sub":"root"}',
];

describe('Tokens', () => {
  it('R1 a token that one server issues says what the contract promises, and all servers accept it', async () => {
    const site = new Site({ accessTtlMs: 7 * minute });
    for (const user of users) {
      await clock.advance(random.int(1, 100_000));
      const server = random.int(0, 2);
      const from = clock.now();
      const { accessToken } = await site.login(user, '203.0.113.9', server);
      const { sub, jti, ip, iat, exp } = claimsOf(accessToken);
      assert.deepEqual(
        { sub, ip },
        { sub: user, ip: '203.0.113.9' },
        `After login(${JSON.stringify(user)}, '203.0.113.9') the claims sub and ip are wrong`,
      );
      expect(
        iat >= from && iat <= clock.now(),
        `iat should lie between the call (${from}) and its answer (${clock.now()}); it is ${iat}`,
      );
      assert.equal(exp - iat, 7 * minute, 'exp should be iat + accessTtlMs');
      assert.equal(kidOf(accessToken), 'k1', 'The header should name the key that signs');
      for (const other of [0, 1, 2]) {
        assert.deepEqual(
          await site.verify(accessToken, other),
          { ok: true, userId: user, jti, degraded: false },
          `Server ${server + 1} issued a token to ${JSON.stringify(user)}; server ${other + 1} should accept it, with the user’s id and the token’s jti`,
        );
      }
    }
  });

  it('R1 a token is good until its life is over, and not a moment longer', async () => {
    for (const accessTtlMs of [minute, 15 * minute]) {
      const site = new Site({ accessTtlMs });
      const { accessToken } = await site.login();
      const { exp } = claimsOf(accessToken);
      await clock.advanceTo(exp - random.int(100, 2_000));
      await site.accepts(accessToken, 'Before its end', 1);
      await clock.advanceTo(exp);
      await site.refuses(accessToken, 'expired', 'At the moment of its end');
      await clock.advance(minute);
      await site.refuses(accessToken, 'expired', 'After its end');
    }
  });

  it('R1 no two tokens are the same, however many are issued at once', async () => {
    const site = new Site();
    const pairs = await clock.until(
      Promise.all(Array.from({ length: 60 }, (_, i) => site.service(i % 3).login('ann', '192.0.2.1'))),
    );
    trace.count('logins at once', pairs.length);
    for (const [what, texts] of [
      ['jti', pairs.map(pair => claimsOf(pair.accessToken).jti)],
      ['refresh token', pairs.map(pair => pair.refreshToken)],
    ] as const)
      assert.equal(new Set(texts).size, 60, `60 logins at once should give 60 different values of ${what}`);
  });

  it('R2 whatever was changed about a token, it is refused, and verify never rejects', async () => {
    const site = new Site();
    const [ann, root] = [await site.login('ann'), await site.login('root')].map(pair => pair.accessToken);
    expect(ann !== undefined && root !== undefined, 'login() should give access tokens');
    const [header, claims, signature] = ann.split('.') as [string, string, string];
    const [, otherClaims, otherSignature] = root.split('.') as [string, string, string];
    const renamed = textToSign('k1', { ...claimsOf(ann), sub: 'root' });
    const otherKey = textToSign('k2', claimsOf(ann));
    const none = random.pick(['eyJhbGciOiJub25lIn0', 'eyJhbGciOiJub25lIiwia2lkIjoiazEifQ']);
    const made = [
      `${header}.${otherClaims}.${signature}`,
      `${header}.${claims}.${otherSignature}`,
      `${renamed}.${signature}`,
      `${otherKey}.${signature}`,
      `${textToSign('k1', claimsOf(ann))}.${signer.sign('k2', textToSign('k1', claimsOf(ann)))}`,
      `${otherKey}.${signer.sign('k1', otherKey)}`,
      `${textToSign('nobody', claimsOf(ann))}.${signature}`,
      `${textToSign('__proto__', claimsOf(ann))}.${signature}`,
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${header}.${claims}`,
      `${header}.${claims}.`,
      `${ann}.${signature}`,
      `.${claims}.${signature}`,
      `${ann} `,
      'Bearer',
      '..',
      '',
    ];
    for (const token of random.shuffle(made))
      await site.refuses(
        token,
        'invalid',
        `Instead of ann’s token, ${JSON.stringify(token)}:`,
        random.int(0, 2),
      );
    for (let i = 0; i < 40; i++) {
      const at = random.int(0, ann.length - 1);
      const digit = random.pick(Array.from('ABCXYZabcxyz0189-_').filter(other => other !== ann[at]));
      const changed = ann.slice(0, at) + digit + ann.slice(at + 1);
      await site.refuses(changed, 'invalid', `With another letter at place ${at}`, random.int(0, 2));
    }
    const noTexts: readonly unknown[] = [undefined, null, 7, true, {}, [], ['a.b.c']];
    for (const value of noTexts) {
      const what = `Instead of a token, ${JSON.stringify(value) ?? 'undefined'}:`;
      await site.refuses(value as string, 'invalid', what, random.int(0, 2));
    }
    await site.accepts(ann, 'Unchanged');
  });

  it('R2 a token that is invalid or expired costs no question to the store', async () => {
    const site = new Site();
    const { accessToken } = await site.login();
    const asked = site.store.counts().sent;
    const before = claimsOf(accessToken).exp - 1;
    for (let i = 0; i < 30; i++) await site.verify(`${accessToken.slice(0, -1)}${i % 2 ? '_' : '-'}`);
    await clock.advanceTo(before + 1);
    for (let i = 0; i < 10; i++) await site.verify(accessToken);
    assert.equal(
      site.store.counts().sent - asked,
      0,
      'Forty tokens that were invalid or expired should not have reached the store',
    );
  });

  it('R3 a key that was never current does not count, even if the signer knows it', async () => {
    const site = new Site();
    const { accessToken } = await site.login();
    for (const kid of ['webhooks', 'k2', 'k6']) {
      const forged = forge(accessToken, kid, { sub: 'root' });
      await site.refuses(forged, null, `Signed with ${kid}, which the service never signed with,`);
    }
    const copy = forge(accessToken, 'webhooks', claimsOf(accessToken));
    await site.refuses(copy, 'key', 'With real claims, but signed with webhooks,');
    await site.ask(service => service.rotateKey('k2', random.pick([0, minute])));
    const current = await site.login();
    for (const kid of ['webhooks', 'k3'])
      await site.refuses(
        forge(current.accessToken, kid),
        null,
        `Signed with ${kid}, after a rotation to k2,`,
      );
    await site.accepts(current.accessToken, 'Signed with k2,');
  });
});
