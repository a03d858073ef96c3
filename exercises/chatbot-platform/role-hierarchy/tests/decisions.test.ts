import assert from 'node:assert/strict';
import { clock, random } from '#testkit';
import {
  allow,
  Company,
  day,
  deny,
  nordwind,
  permissions,
  randomChange,
  randomCompany,
  scopes,
  users,
} from './company.ts';
import { covers } from './model.ts';

describe('Scopes', () => {
  it('R6 a rule covers its scope and all below it, by whole segments', () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ['emea', 'emea', true],
      ['emea', 'emea/berlin', true],
      ['emea', 'emea/berlin/3', true],
      ['emea', 'emea-test', false],
      ['emea', 'emeaberlin', false],
      ['emea', 'apac/emea', false],
      ['emea', 'eme', false],
      ['emea/berlin', 'emea', false],
      ['emea/berlin', 'emea/berlin2', false],
      ['emea', '', false],
      ['', '', true],
      ['', 'emea/berlin', true],
      ['%', 'emea', false],
      ['eme_', 'emea', false],
      ['emea.berlin', 'emea/berlin', false],
      ['EMEA', 'emea', false],
    ];
    for (const [scope, resource, isCovered] of cases) {
      const company = new Company().add('reader').rule('reader', allow('read', scope)).grant('ann', 'reader');
      company.expect('ann', 'read', resource, `Allowed on “${scope}”`, isCovered);
      company.expect('ann', 'export', resource, `Only “read” is allowed on “${scope}”`, false);
      company.rule('reader', allow('read'), deny('read', scope));
      company.expect('ann', 'read', resource, `Allowed everywhere, denied on “${scope}”`, !isCovered);
    }
  });

  it('R6 agrees with a comparison segment by segment', () => {
    const scope = (): string =>
      Array.from({ length: random.int(1, 3) }, () => random.pick(['a', 'aa', 'b'])).join('/');
    let covered = 0;
    for (let i = 0; i < 150; i++) {
      const [wide, narrow] = [scope(), scope()];
      if (covers(wide, narrow)) covered++;
      const company = new Company().add('reader').rule('reader', allow('read', wide)).grant('ann', 'reader');
      company.expect('ann', 'read', narrow, `Allowed on “${wide}”`, covers(wide, narrow));
    }
    assert.ok(covered >= 5, 'Some of 150 random scopes should cover each other');
  });
});

describe('Allow and deny', () => {
  it('R7 rules come down from everything that a role inherits from, and from nothing else', () => {
    const company = nordwind()
      .rule('guest', allow('chat'))
      .rule('analyst', allow('reports:read', 'own'))
      .rule('senior-analyst', allow('reports:read', 'emea'))
      .rule('admin', allow('users:edit'))
      .grant('ann', 'senior-analyst')
      .grant('bob', 'guest');
    for (const [permission, resource, ann, bob] of [
      ['chat', '', true, true],
      ['reports:read', 'own/7', true, false],
      ['reports:read', 'emea/berlin', true, false],
      ['reports:read', 'apac', false, false],
      ['users:edit', '', false, false],
      ['unheard-of', '', false, false],
    ] as const) {
      company.expect('ann', permission, resource, 'A senior analyst', ann);
      company.expect('bob', permission, resource, 'A guest', bob);
      company.expect('nobody', permission, resource, 'Somebody whom nobody knows', false);
    }
  });

  it('R7 a deny counts from however far away, and however near the allow is', () => {
    const company = nordwind()
      .rule('guest', deny('export', 'emea'))
      .rule('exporter', allow('export'))
      .rule('super-admin', allow('export'))
      .grant('ann', 'super-admin')
      .grant('bob', 'exporter')
      .grant('cem', 'analyst')
      .grant('cem', 'exporter');
    for (const user of ['ann', 'cem']) {
      company.expect(user, 'export', 'apac', 'Denied in emea alone', true);
      company.expect(user, 'export', '', 'Denied in emea alone', true);
      company.expect(user, 'export', 'emea/berlin', 'Denied to guests in emea', false);
    }
    company.expect('bob', 'export', 'emea', 'An exporter is no guest', true);
    company.rule('exporter', deny('export', 'emea'), allow('export', 'emea/berlin'));
    company.expect('bob', 'export', 'emea/berlin', 'Allowed below what the same role denies', false);
    company.rule('super-admin', deny('export'));
    company.expect('bob', 'export', 'apac', 'Denied to those above, which is no business of his', true);
  });

  it('R7 a deny of one role of a user counts against the allow of another', () => {
    for (const roles of [
      ['staff', 'contractor'],
      ['contractor', 'staff'],
    ]) {
      const company = new Company().add('staff', 'contractor');
      company.rule('staff', allow('export')).rule('contractor', deny('export', 'emea'));
      for (const role of roles) company.grant('ann', role);
      company.expect('ann', 'export', 'emea', 'Staff and contractor', false);
      company.expect('ann', 'export', 'apac', 'Staff and contractor', true);
      company.dropRule('contractor', deny('export', 'apac')).dropRule('contractor', allow('export', 'emea'));
      company.expect('ann', 'export', 'emea', 'After rules were dropped that were none', false);
      company.dropRule('contractor', deny('unheard-of')).dropRule('contractor', deny('export', 'emea'));
      company.expect('ann', 'export', 'emea', 'Without the deny', true);
      company.rule('staff', allow('export')).dropRule('staff', allow('export'));
      company.expect(
        'ann',
        'export',
        'emea',
        'A rule that was added twice is one rule, and was dropped',
        false,
      );
    }
  });

  it('R7 agrees with the model on everybody, everything and everywhere', () => {
    let yes = 0;
    for (let round = 0; round < 8; round++) {
      const company = randomCompany({ denies: random.pick([0.05, 0.2, 0.4]) });
      for (const user of users)
        for (const permission of permissions)
          for (const scope of scopes) {
            if (company.model.can(user, permission, scope, clock.now())) yes++;
            company.expect(user, permission, scope, `Company ${round + 1}`);
          }
    }
    assert.ok(yes > 20, 'Somebody should be allowed something');
  });
});

describe('Answers are those of now', () => {
  it('R10 whatever changes, the next question knows', () => {
    const company = nordwind().grant('ann', 'admin');
    const ask = (when: string, expected: boolean): void => {
      for (let i = 0; i < 2; i++) company.expect('ann', 'read', 'emea', when, expected);
      assert.deepEqual(
        [...company.graph.whoCan('read', 'emea')],
        expected ? ['ann'] : [],
        `${when}: who can`,
      );
      assert.equal(company.graph.explain('ann', 'read', 'emea').allowed, expected, `${when}: explained`);
      assert.equal(company.graph.effective('ann').length, expected ? 1 : 0, `${when}: effective`);
    };
    ask('Nothing said', false);
    company.rule('guest', allow('read'));
    ask('Allowed to guests', true);
    company.disinherit('analyst', 'guest');
    ask('Analysts are no guests any more', false);
    company.inherit('senior-analyst', 'guest');
    ask('Senior analysts are', true);
    company.revoke('ann', 'admin');
    ask('No admin any more', false);
    company.grant('ann', 'super-admin', { from: clock.now(), until: clock.now() + 1 });
    ask('Super admin for a millisecond', true);
    clock.tick(1);
    ask('A millisecond later', false);
    company.grant('ann', 'admin').rule('exporter', deny('read', 'emea'));
    company.graph.effective('ann');
    assert.equal(company.graph.can('ann', 'read', 'emea'), false, 'Denied to exporters');
    company.removeRole('exporter');
    ask('Exporters are gone', true);
  });

  it('R10 in random stories every answer agrees with the model, and nobody waits for anything', async () => {
    for (let round = 0; round < 5; round++) {
      const company = randomCompany();
      for (let step = 0; step < 40; step++) {
        randomChange(company);
        if (random.chance(0.4)) await clock.advance(random.int(1, day / 4));
        for (let i = 0; i < 6; i++)
          company.expect(
            random.pick(users),
            random.pick(permissions),
            random.pick(scopes),
            `Story ${round + 1}, after change ${step + 1}`,
          );
      }
      assert.equal(clock.pending(), 0, 'No timer should be pending: a grant ends without anybody’s help');
    }
  });
});
