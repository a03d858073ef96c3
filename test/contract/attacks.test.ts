import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { allAttacks } from '../sandbox/support/corpus';

describe('the list of attacks in SECURITY.md', () => {
  it('names every attack that there is, on each Node that is promised', () => {
    const text = readFileSync('SECURITY.md', 'utf8');
    const section = text.slice(
      text.indexOf('<!-- attacks: begin -->'),
      text.indexOf('<!-- attacks: end -->'),
    );
    const listed: string[] = [];
    let kind = '';
    for (const line of section.split('\n')) {
      kind = /^### (\w+) \(\d+\)$/.exec(line)?.[1] ?? kind;
      const name = /^\| (\w+) +\|/.exec(line)?.[1];
      if (name !== undefined && name !== 'attack') listed.push(`${kind}/${name}`);
    }
    const there = allAttacks().map(attack => `${attack.class}/${attack.name}`);
    assert.deepEqual(listed, there, 'run npm run attacks');
    const [header = ''] = section.split('\n').filter(line => line.startsWith('| attack '));
    assert.deepEqual(
      [...header.matchAll(/Node (\d+)\./g)].map(([, major]) => major),
      ['20', '22', '24'],
    );
  });
});
