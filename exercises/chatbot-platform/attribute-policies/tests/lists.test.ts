import assert from 'node:assert/strict';
import type { Combining, Condition, Predicate, Value } from '#attempt/types.ts';
import { clock, random, trace } from '#testkit';
import {
  all,
  any,
  atLeast,
  attr,
  Company,
  deny,
  during,
  equals,
  foundIn,
  from,
  not,
  permit,
  report,
  setOf,
  statement,
  within,
} from './company.ts';
import { randomContext, randomPolicies, randomResource, randomUser } from './draw.ts';
import { combinings, decide, type Attributes } from './oracle.ts';

type Rows = Readonly<Record<string, Attributes>>;
const office = { ip: '10.20.3.4' };
const region = equals(attr('user.region'), attr('resource.region'));

/** What the store finds, and what would be found if each row were asked about. */
function expectRows(company: Company, rows: Rows, context: Attributes, what: string): string[] {
  const found = foundIn(rows, company.filter({ context }));
  const { user } = company.world('ann', report(''), context);
  const expected = Object.entries(rows).flatMap(([id, resource]) => {
    const { allowed } = decide(company.policies, 'read', 'report', {
      user,
      resource,
      context,
      now: clock.now(),
    });
    if (Object.keys(rows).length < 8)
      trace.mark(`row ${id}`, allowed ? 'to be found' : 'not to be found', allowed ? 'good' : 'neutral');
    return allowed ? [id] : [];
  });
  assert.deepEqual(found, expected, what);
  return found;
}

const someRows = (count: number, missing = 0.15): Rows =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}`, randomResource({ missing })]));

/** All predicates in it, itself included. */
const partsOf = (predicate: Predicate): Predicate[] => [
  predicate,
  ...('constant' in predicate
    ? []
    : predicate.op === 'not'
      ? partsOf(predicate.of)
      : predicate.op === 'all' || predicate.op === 'any'
        ? predicate.of.flatMap(it => partsOf(it))
        : []),
];

function expectForm(predicate: Predicate): void {
  const said = JSON.stringify(predicate);
  const parts = partsOf(predicate);
  if (parts.length > 1)
    assert.ok(!parts.some(it => 'constant' in it), `A constant that does not stand alone: ${said}`);
  for (const part of parts) {
    if ('of' in part && Array.isArray(part.of)) assert.ok(part.of.length > 0, `An empty list: ${said}`);
    if ('constant' in part || 'of' in part) continue;
    const terms = part.op === 'in' ? [part.item] : [part.left, part.right];
    assert.ok(
      terms.some(it => 'attr' in it),
      `A comparison of values alone: ${said}`,
    );
  }
}

describe('Which resources', () => {
  it('R15 analysts see their region, and what nobody knows is not seen', () => {
    clock.setWallClock('2026-11-03T10:00:00Z');
    const company = new Company(statement);
    company.user('ann', { role: 'analyst', region: 'emea', clearance: 3 });
    const open = { region: 'emea', clearance: 2, embargoed: false };
    const rows: Rows = {
      open,
      elsewhere: { ...open, region: 'apac' },
      confidential: { ...open, clearance: 3 },
      secret: { ...open, clearance: 4 },
      embargoed: { ...open, embargoed: true },
      'nobody knows where': { clearance: 2, embargoed: false },
      'nobody knows whether': { region: 'emea', clearance: 2 },
    };
    const seen = (context: Attributes): string[] => foundIn(rows, company.filter({ context }));
    assert.deepEqual(seen(office), ['open', 'confidential'], 'In the office');
    assert.deepEqual(seen({ ip: '203.0.113.9' }), ['open'], 'At home');
    assert.deepEqual(seen({}), ['open'], 'From somewhere');
    clock.setWallClock('2026-11-03T17:00:00Z');
    assert.deepEqual(seen(office), ['open'], 'In the evening');
    company.user('ann', { clearance: undefined });
    assert.deepEqual(seen(office), [], 'Without a clearance');
    company.user('ann', { clearance: '3' });
    assert.deepEqual(seen(office), [], 'With a clearance that is no number');
    company.user('ann', { clearance: 4, role: 'guest' });
    assert.deepEqual(seen(office), [], 'As a guest');
    const other = new Company(setOf([permit('p', region)]));
    const regions: Rows = { a: { region: 'emea' }, b: { region: 'apac' } };
    other.user('ann', { region: 'emea', regions: ['apac', 'amer'] });
    assert.deepEqual(expectRows(other, regions, {}, 'In EMEA'), ['a']);
    other.user('ann', { region: 'apac' });
    assert.deepEqual(expectRows(other, regions, {}, 'In APAC'), ['b']);
    other.load(setOf([permit('p', within(attr('resource.region'), 'user.regions'))]));
    assert.deepEqual(expectRows(other, regions, {}, 'By a list'), ['b']);
    other.user('ann', { regions: [] });
    assert.deepEqual(expectRows(other, regions, {}, 'By an empty list'), []);
    other.load(setOf([permit('p', not(within(attr('resource.region'), 'user.regions')))]));
    assert.deepEqual(expectRows(other, regions, {}, 'By what is not in an empty list'), ['a', 'b']);
    assert.deepEqual(other.lines, [], 'A filter writes no line');
  });

  it('R15 true, false or unknown beforehand, by each way of combining', () => {
    const all3: readonly (readonly [string, Condition])[] = [
      ['true', equals(1, 1)],
      ['false', equals(1, 2)],
      ['unknown', equals(attr('user.nothing'), 'a')],
      ['a', equals(attr('resource.a'), 'a')],
      ['not a', not(equals(attr('resource.a'), 'a'))],
    ];
    const b = equals(attr('resource.b'), 'b');
    const values: readonly (string | undefined)[] = ['a', 'b', undefined];
    const rows: Rows = Object.fromEntries(
      values.flatMap(x =>
        values.map(y => [
          `a=${x ?? '?'} b=${y ?? '?'}`,
          { ...(x !== undefined && { a: x }), ...(y !== undefined && { b: y }) } satisfies Record<
            string,
            Value
          >,
        ]),
      ),
    );
    const company = new Company(setOf([]));
    for (const combining of combinings)
      for (const [name, first] of all3) {
        const second = random.pick([b, not(b), any(first, b), not(all(first, b))]);
        for (const policies of [
          [permit('p', first), permit('q', second)],
          [permit('p', first), deny('d', second)],
          [deny('d', first), permit('p', second)],
          [deny('d', first), deny('e', second), permit('p')],
        ]) {
          company.load(setOf(policies, combining));
          expectRows(company, rows, {}, `By ${combining}, first ${name}: ${JSON.stringify(policies)}`);
        }
      }
  });

  it('R15 what lacks an attribute is not known to be outside of an empty list', () => {
    const rows: Rows = { tagged: { tag: 'a', region: 'b' }, 'nobody knows': { region: 'b' }, bare: {} };
    const company = new Company(setOf([]));
    const blocked = within(attr('resource.tag'), random.pick(['user.blocked', []]));
    const elsewhere = within(attr('resource.region'), 'user.regions');
    for (const combining of combinings)
      for (const policies of [
        [deny('d', blocked), permit('p')],
        [permit('p', not(blocked))],
        [permit('p', not(any(blocked, elsewhere)))],
        [permit('p', all(not(blocked), not(elsewhere))), deny('d', equals(1, 2))],
        [deny('d', not(not(blocked))), permit('p', any(elsewhere, not(elsewhere)))],
      ])
        for (const regions of [[], ['a'], ['a', 'b']]) {
          company.user('ann', { blocked: [], regions });
          company.load(setOf(policies, combining));
          expectRows(company, rows, {}, `By ${combining}: ${JSON.stringify(policies)}`);
        }
  });

  it('R15 in random sets the store finds exactly what would be allowed one by one', () => {
    let found = 0;
    const rows = someRows(25);
    for (let i = 0; i < 35; i++) {
      const company = new Company(randomPolicies());
      company.user('ann', randomUser({ missing: 0.2 }));
      found += expectRows(company, rows, randomContext(), JSON.stringify(company.policies)).length;
    }
    assert.ok(found > 20);
  });
});

describe('In a form that a store can use', () => {
  it('R16 a constant stands alone, and there are no empty lists', () => {
    let constants = 0;
    for (let i = 0; i < 60; i++) {
      const company = new Company(randomPolicies({ surroundings: true }));
      company.user('ann', randomUser({ missing: 0.3 }));
      const predicate = company.filter({ context: randomContext({ missing: 0.3 }) });
      if ('constant' in predicate) constants++;
      expectForm(predicate);
    }
    assert.ok(constants > 0 && constants < 60);
  });

  it('R16 where nothing of the resource matters, the answer is there before the store is asked', () => {
    const company = new Company(setOf([]));
    company.user('ann', { role: 'analyst', clearance: 2 });
    clock.setWallClock('2026-11-03T10:00:00Z');
    const analyst = equals(attr('user.role'), 'analyst');
    const guest = equals(attr('user.role'), 'guest');
    const nobody = equals(attr('user.nothing'), 'a');
    const sets: readonly (readonly [Parameters<typeof setOf>[0], Partial<Record<Combining, boolean>>])[] = [
      [[], { 'deny-overrides': false, 'permit-overrides': false, 'first-applicable': false }],
      [[permit('p')], { 'deny-overrides': true, 'permit-overrides': true, 'first-applicable': true }],
      [[permit('p', analyst), deny('d', guest)], { 'deny-overrides': true, 'permit-overrides': true }],
      [[permit('p', analyst), deny('d', nobody)], { 'deny-overrides': false, 'permit-overrides': true }],
      [[deny('d', nobody), permit('p')], { 'first-applicable': false, 'permit-overrides': true }],
      [
        [permit('p', all(guest, region)), deny('d', region)],
        { 'deny-overrides': false, 'first-applicable': false },
      ],
      [[permit('p', not(all(guest, region)))], { 'deny-overrides': true, 'first-applicable': true }],
      [[permit('p', any(region, analyst)), deny('d', all(nobody, guest))], { 'deny-overrides': true }],
      [[permit('p', all(during('08:00', '10:00'), from('10.0.0.0/8')))], { 'deny-overrides': false }],
      [[permit('p', all(during('08:00', '12:00'), from('10.0.0.0/8')))], { 'deny-overrides': true }],
      [[permit('p', undefined, { types: ['invoice'] })], { 'deny-overrides': false }],
    ];
    for (const [policies, expected] of sets)
      for (const [combining, constant] of Object.entries(expected)) {
        company.load(setOf(policies, combining as Combining));
        const context = office;
        assert.deepEqual(
          company.filter({ context }),
          { constant },
          `By ${combining}: ${JSON.stringify(policies)}`,
        );
      }
  });

  it('R16 reads nothing of any resource, and of the user each attribute once at most', () => {
    const company = new Company(
      setOf([
        permit('a', all(region, equals(attr('resource.owner'), attr('user.region')))),
        deny('b', all(atLeast(attr('resource.clearance'), attr('user.clearance')), not(region))),
        deny('c', equals(attr('user.phone'), '1'), { actions: ['call'] }),
        permit('d', within(attr('resource.region'), 'user.regions'), { types: ['*'] }),
      ]),
    );
    company.user('ann', { region: 'emea', clearance: 2, phone: '1', regions: ['emea'] });
    for (const combining of combinings) {
      company.load(setOf(company.policies.policies, combining));
      const reads = company.readsOf(() => company.filter());
      const mentioned = ['ann: region', 'ann: clearance', 'ann: regions'];
      assert.equal(new Set(reads).size, reads.length, `Each attribute once at most: ${reads.join('; ')}`);
      assert.deepEqual(
        reads.filter(it => !mentioned.includes(it)),
        [],
        'Only what the fitting policies mention of the user',
      );
    }
  });
});
