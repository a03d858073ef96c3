import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/verify/finding';
import type { Outcome } from '../../../../src/core/run/report';
import { isLasting } from '../../../../src/core/verify/verified';
import { verified, wrongResult } from '../support/verdicts';

const found = (code: string): Finding => ({ code, severity: 'error', message: '', remedy: '' });

describe('a verdict that is remembered', () => {
  it('is one that the files alone decide, good or bad', () => {
    assert.equal(isLasting(verified()), true);
    assert.equal(isLasting(verified({ ok: false, findings: [found('not-caught')] })), true);
    assert.equal(isLasting(verified({ kind: 'discussed', checks: [] })), true);
  });

  for (const code of ['broken-suite', 'not-deterministic', 'slow-suite', 'mutation-unfinished'])
    it(`is none with ${code}: the machine may be to blame`, () =>
      assert.equal(isLasting(verified({ findings: [found(code)] })), false));

  for (const outcome of ['timed-out', 'crashed', 'cancelled'] satisfies Outcome[])
    it(`is none with an honest design that ended early (${outcome})`, () => {
      const { solution } = verified();
      assert.equal(isLasting(verified({ solution: { ...solution!, outcome } })), false);
    });

  it('may have a variant that ends early, as long as that is how it is caught', () => {
    const wrong = [wrongResult('never-ends', { outcome: 'timed-out' })];
    assert.equal(isLasting(verified({ wrong })), true);
    assert.equal(isLasting(verified({ wrong, ok: false, findings: [found('caught-elsewhere')] })), false);
  });
});
