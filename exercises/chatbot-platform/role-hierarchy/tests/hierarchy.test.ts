import assert from 'node:assert/strict';
import { random, trace } from '#testkit';
import { allow, Company, names, nordwind, randomChange, randomCompany, show, texts } from './company.ts';

describe('Who inherits from whom', () => {
  it('R1 lists the roles of the statement, each once', () => {
    const { graph } = nordwind();
    assert.deepEqual(texts(graph.ancestors('admin')), [
      'analyst',
      'data-scientist',
      'exporter',
      'guest',
      'senior-analyst',
    ]);
    assert.deepEqual(texts(graph.ancestors('guest')), []);
    assert.deepEqual(texts(graph.descendants('exporter')), ['admin', 'senior-analyst', 'super-admin']);
    assert.deepEqual(texts(graph.descendants('super-admin')), []);
    graph.ancestors('analyst').push('admin');
    graph.descendants('analyst').length = 0;
    assert.deepEqual(
      texts(graph.ancestors('analyst')),
      ['guest'],
      'After the list that was given had been changed',
    );
    assert.equal(
      texts(graph.descendants('analyst')).length,
      4,
      'After the list that was given had been emptied',
    );
  });

  it('R1 agrees with a walk through all edges, whatever was changed', () => {
    for (let round = 0; round < 6; round++) {
      const company = randomCompany();
      company.agreesOnHierarchy('To begin with');
      for (let step = 0; step < 12; step++) {
        randomChange(company);
        company.agreesOnHierarchy(`After change ${step + 1}`);
      }
    }
  });

  it('R1 takes a look at each role once, where forty diamonds make a million million paths', () => {
    const { graph } = new Company();
    graph.addRole('floor 0');
    for (let floor = 1; floor <= 40; floor++) {
      for (const role of [`west ${floor}`, `east ${floor}`, `floor ${floor}`]) graph.addRole(role);
      for (const side of ['west', 'east']) {
        graph.inherit(`${side} ${floor}`, `floor ${floor - 1}`);
        graph.inherit(`floor ${floor}`, `${side} ${floor}`);
      }
      trace.point('roles above', graph.ancestors(`floor ${floor}`).length);
    }
    graph.addRule('floor 0', { effect: 'allow', permission: 'read', scope: '' });
    graph.grant('ann', 'floor 40');
    assert.equal(texts(graph.ancestors('floor 40')).length, 120);
    assert.equal(graph.can('ann', 'read', ''), true);
    assert.equal(graph.explain('ann', 'read', '').by?.path.length, 81);
    assert.equal(graph.disinherit('west 1', 'floor 0').length, 1);
    assert.equal(graph.disinherit('east 1', 'floor 0').length, 119);
    assert.equal(graph.can('ann', 'read', ''), false);
  });
});

describe('Circles', () => {
  it('R2 are refused by name, however long', () => {
    const company = nordwind();
    assert.deepEqual(company.refusesCycle('guest', 'guest'), ['guest', 'guest']);
    assert.deepEqual(company.refusesCycle('guest', 'analyst'), ['guest', 'analyst', 'guest']);
    assert.deepEqual(company.refusesCycle('exporter', 'super-admin'), [
      'exporter',
      'super-admin',
      'admin',
      'senior-analyst',
      'exporter',
    ]);
    company.refusesCycle('guest', 'super-admin');
    company.agreesOnHierarchy('After four circles that were refused');
  });

  it('R2 are refused at any length, and leave nothing behind', () => {
    for (const length of [2, 3, 5, 30]) {
      const chain = Array.from({ length }, (_, i) => `role ${i}`);
      const company = new Company().add(...chain);
      for (let i = 1; i < length; i++) company.inherit(chain[i - 1]!, chain[i]!);
      assert.deepEqual(company.refusesCycle(chain.at(-1)!, chain[0]!), [chain.at(-1), ...chain]);
      company.agreesOnHierarchy(`After a circle of ${length} that was refused`);
      company.disinherit(chain[0]!, chain[1]!).inherit(chain.at(-1)!, chain[0]!);
    }
  });

  it('R2 are refused if and only if there is one', () => {
    for (let round = 0; round < 8; round++) {
      const company = new Company().add(...names);
      for (let i = 0; i < 40; i++) {
        const [role, from] = [random.pick(names), random.pick(names)];
        if (company.model.reach(from).has(role)) company.refusesCycle(role, from);
        else company.inherit(role, from);
        if (random.chance(0.2) && company.model.edges.length > 0) {
          const edge = random.pick(company.model.edges);
          company.disinherit(edge.role, edge.ancestor);
        }
      }
      company.agreesOnHierarchy('After forty attempts');
    }
  });
});

describe('What a change changes', () => {
  it('R3 joining two halves reports every pair across the seam, and those that held already not', () => {
    const company = new Company(true)
      .add('a', 'b', 'c', 'x', 'y', 'z')
      .inherit('a', 'b')
      .inherit('b', 'c')
      .inherit('x', 'y')
      .inherit('y', 'z')
      .inherit('a', 'z');
    assert.equal(company.model.pairs().length, 7);
    company.inherit('b', 'y'); // a–y, b–y, b–z; a–z held
    assert.equal(company.model.pairs().length, 10);
    company.inherit('b', 'y').inherit('a', 'y'); // nothing
    company.inherit('c', 'x');
    company.agreesOnHierarchy('Joined');
  });

  it('R3 reports what the model finds, for edges at random', () => {
    for (let round = 0; round < 8; round++)
      randomCompany({ links: 25, comparesPairs: true }).agreesOnHierarchy('After 25 links');
  });

  it('R4 one side of a diamond removed ends nothing for those above', () => {
    const company = nordwind(true);
    company.disinherit('data-scientist', 'analyst');
    assert.deepEqual(texts(company.graph.ancestors('admin')), [
      'analyst',
      'data-scientist',
      'exporter',
      'guest',
      'senior-analyst',
    ]);
    assert.deepEqual(texts(company.graph.ancestors('data-scientist')), []);
    company.disinherit('senior-analyst', 'analyst');
    assert.deepEqual(texts(company.graph.ancestors('super-admin')), [
      'admin',
      'data-scientist',
      'exporter',
      'senior-analyst',
    ]);
    company.disinherit('senior-analyst', 'analyst');
    company.agreesOnHierarchy('Both sides removed');
  });

  it('R4 a short cut removed ends nothing, and neither does the long way while the short cut is there', () => {
    for (const first of random.shuffle(['short', 'long'])) {
      const company = new Company(true).add('a', 'b', 'c', 'd').inherit('a', 'b').inherit('b', 'c');
      company.inherit('c', 'd').inherit('a', 'd').inherit('b', 'd');
      if (first === 'short') company.disinherit('a', 'd').disinherit('b', 'd').disinherit('c', 'd');
      else company.disinherit('c', 'd').disinherit('b', 'd').disinherit('a', 'd');
      company.agreesOnHierarchy(`Without d, the ${first} way first`);
    }
  });

  it('R4 a role removed takes with it what only it held together', () => {
    const company = nordwind(true).removeRole('senior-analyst');
    assert.deepEqual(texts(company.graph.ancestors('admin')), ['analyst', 'data-scientist', 'guest']);
    company.removeRole('admin').removeRole('guest').agreesOnHierarchy('Three roles removed');
  });

  it('R4 reports what the model finds, for any removal', () => {
    for (let round = 0; round < 8; round++) {
      const company = randomCompany({ links: 22, comparesPairs: true });
      for (const edge of random.shuffle(company.model.edges)) {
        const { roles } = company.model;
        if (random.chance(0.15) && roles.size > 2 && roles.has(edge.role)) company.removeRole(edge.role);
        else if (company.model.hasEdge(edge.role, edge.ancestor))
          company.disinherit(edge.role, edge.ancestor);
      }
      company.agreesOnHierarchy('After the removals');
    }
  });
});

describe('What is refused', () => {
  it('R5 a role that does not exist, or exists, is named by the error, and nothing has changed', () => {
    for (const name of ['nobody', '__proto__', 'constructor', '', 'Admin', 'admin ']) {
      const company = nordwind().grant('ann', 'admin').rule('guest', allow('read'));
      const what = (method: string): string => `${method} with ${show(name)}`;
      company.refusesUnknown(it => it.removeRole(name), what('removeRole'));
      company.refusesUnknown(it => it.inherit(name, 'admin'), what('inherit'));
      company.refusesUnknown(it => it.inherit('admin', name), what('inherit'));
      company.refusesUnknown(it => it.disinherit(name, 'admin'), what('disinherit'));
      company.refusesUnknown(it => it.disinherit('admin', name), what('disinherit'));
      company.refusesUnknown(it => it.ancestors(name), what('ancestors'));
      company.refusesUnknown(it => it.descendants(name), what('descendants'));
      company.refusesUnknown(
        it => it.addRule(name, { effect: 'allow', permission: 'all', scope: '' }),
        what('addRule'),
      );
      company.refusesUnknown(
        it => it.removeRule(name, { effect: 'allow', permission: 'read', scope: '' }),
        what('removeRule'),
      );
      company.refusesUnknown(it => it.grant('eve', name), what('grant'));
      company.refusesUnknown(it => it.revoke('ann', name), what('revoke'));
      company.refusesKnown('admin');
      company.agreesOnHierarchy('After what was refused');
      company.expect('ann', 'read', '', 'After what was refused', true);
      company.add(name);
      company.refusesKnown(name);
      company.agreesOnHierarchy('With a role of that name');
    }
  });

  it('R5 what is no scope and no period throws a RangeError, and changes nothing', () => {
    const company = nordwind().rule('guest', allow('read', 'emea')).grant('ann', 'guest');
    for (const scope of ['/', '/emea', 'emea/', 'emea//berlin', '//']) {
      const what = (method: string): string => `${method} with the scope ${JSON.stringify(scope)}`;
      company.refuses(
        RangeError,
        it => it.addRule('guest', { effect: 'deny', permission: 'read', scope }),
        what('addRule'),
      );
      company.refuses(
        RangeError,
        it => it.removeRule('guest', { effect: 'allow', permission: 'read', scope }),
        what('removeRule'),
      );
      company.refuses(RangeError, it => it.can('ann', 'read', scope), what('can'));
      company.refuses(RangeError, it => it.explain('ann', 'read', scope), what('explain'));
      company.refuses(RangeError, it => it.whoCan('read', scope), what('whoCan'));
    }
    for (const [from, until] of [
      [0.5, undefined],
      [undefined, Number.NaN],
      [undefined, Infinity],
      [5, 5],
      [5, 4],
    ])
      company.refuses(
        RangeError,
        it =>
          it.grant('eve', 'guest', {
            ...(from !== undefined && { from }),
            ...(until !== undefined && { until }),
          }),
        `grant from ${from} until ${until}`,
      );
    company.expect('ann', 'read', 'emea/berlin', 'After what was refused', true);
    company.expect('eve', 'read', 'emea/berlin', 'After what was refused', false);
  });

  it('R5 any text is a name, and no two names are the same', () => {
    for (const role of names) {
      const company = new Company().add(...names).rule(role, allow('read'));
      for (const other of names) company.grant(`of ${other}`, other);
      for (const other of names)
        company.expect(`of ${other}`, 'read', '', `The rule is that of ${show(role)}`, other === role);
      assert.deepEqual(texts(company.graph.whoCan('read', '')), [`of ${role}`]);
    }
  });
});
