/** Alice, an analyst, her reports, and questions about them. */
import assert from 'node:assert/strict';
import type { Context } from '#attempt/types.ts';
import { clock, harden } from '#testkit';
import { Company, report, statement, type Asked } from './company.ts';

export const minute = 60_000;
export const wait = (ms: number): void => clock.tick(ms);
export const office = harden({ ip: '10.20.3.4' });
export const atHome = harden({ ip: '203.0.113.9' });

/** Alice, an analyst for EMEA, and three reports of that region. */
export function company(policies = statement, maxCached = 1_000): Company {
  clock.setWallClock('2026-11-03T10:00:00Z'); // a Tuesday, 11:00 in Berlin
  const made = new Company(policies, maxCached);
  for (const user of ['alice', 'bob']) made.user(user, { role: 'analyst', region: 'emea', clearance: 3 });
  for (const id of ['1', '2', '3'])
    made.resource(report(id), { region: 'emea', clearance: id === '3' ? 3 : 2, embargoed: false });
  return made;
}
export const alice = (id: string, context: Context = office): Asked => ({
  user: 'alice',
  resource: report(id),
  context,
});

/** Asks, and expects the answer and that nothing was read for it. */
export function askedFromMemory(made: Company, asked: Asked, what: string): void {
  const reads = made.readsOf(() => {
    assert.deepEqual(made.ask(asked), made.expected(asked), what);
  });
  assert.deepEqual(reads, [], `${what}: nothing has to be read`);
}

/** Asks, and expects the answer that is right now. */
export function asked(made: Company, question: Asked, what: string): void {
  assert.deepEqual(made.ask(question), made.expected(question), what);
}
