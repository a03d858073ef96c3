import assert from 'node:assert/strict';
import type { PlannedCheck } from '../../../../src/core/run/request';
import { checkBindings } from '../../../../src/core/verify/bindings';
import { counter } from '../support/packs';

const sound: PlannedCheck[] = [
  { suite: 'basics', title: 'a counter › R1 begins at 0', requirements: ['R1'] },
  { suite: 'basics', title: 'a counter › R2 counts up', requirements: ['R2'] },
  { suite: 'ceiling', title: 'R3 stops', requirements: ['R3'] },
];
const said = (planned: readonly PlannedCheck[]): string[] =>
  checkBindings(counter(), planned).map(({ code, message, remedy }) => `${message} ${remedy} [${code}]`);

describe('the binding of checks to requirements', () => {
  it('is sound when each cites one and all are cited', () => assert.deepEqual(said(sound), []));

  it('breaks when a check cites nothing', () =>
    assert.deepEqual(said([...sound, { suite: 'basics', title: 'works', requirements: [] }]), [
      '"works" in suite "basics" cites no requirement. Begin its title with one: "R1 …". [uncited-check]',
    ]));

  it('breaks when a check cites what is not there', () =>
    assert.deepEqual(
      said([...sound, { suite: 'ceiling', title: 'R4,R3 stays', requirements: ['R4', 'R3'] }]),
      [
        '"R4,R3 stays" in suite "ceiling" cites R4, which exercise.yaml does not list. Cite one of those from R1 to R3. [unknown-requirement]',
      ],
    ));

  it('breaks when a requirement is not checked, or a suite is empty', () =>
    assert.deepEqual(said(sound.slice(0, 2)), [
      'The suite "ceiling" has no checks. Add some to tests/ceiling.test.ts. [empty-suite]',
      'No check cites R3. Add one, or remove the requirement. [unchecked-requirement]',
    ]));

  it('breaks when two checks of a suite have one title', () =>
    assert.deepEqual(said([...sound, sound[2]!]), [
      'Two checks are called "R3 stops" in suite "ceiling". Give each its own title. [duplicate-title]',
    ]));
});
