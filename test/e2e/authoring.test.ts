import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { useCommandLine, type Finished } from './support/commandLine';

const templates = ['limiter', 'breaker', 'cache', 'data-structure', 'http-handler', 'sql', 'discussion'];

/** A pack from nothing, with the built command line. */
describe('an author', () => {
  const line = useCommandLine('author');

  const drills = (...args: string[]): Promise<Finished> => line.run(args);

  it('begins a pack', async () => {
    const made = await drills(
      'new',
      'pack',
      'my-pack',
      '--title',
      'My pack: first',
      '--author',
      'Backend School',
    );
    assert.deepEqual([made.code, made.err], [0, '']);
    assert.equal(
      readFileSync(line.inFolder('my-pack', 'pack.yaml'), 'utf8'),
      `format: 1
id: my-pack
title: "My pack: first"
description: What it is about, in a sentence or two.
version: 0.1.0
authors:
  - Backend School
license: UNLICENSED
modules:
  - title: First module
    exercises: []
`,
    );
    assert.match((await drills('new', 'pack', 'my-pack', '--title', 'x')).err, /my-pack is not empty\./);
    assert.match((await drills('new', 'pack', 'My Pack', '--title', 'x')).err, /must be lower-case words/);
  });

  it('adds an exercise of every kind, each sound as it stands', async () => {
    for (const template of templates) {
      const args = ['--pack', 'my-pack', '--title', `A ${template} of my own`, '--template', template];
      const made = await drills('new', 'exercise', `own-${template}`, ...args);
      assert.deepEqual([made.code, made.err], [0, ''], template);
    }
    assert.match(
      readFileSync(line.inFolder('my-pack', 'pack.yaml'), 'utf8'),
      /exercises:\n(?: {6}- own-[a-z-]+\n){7}$/,
    );
    assert.ok(existsSync(line.inFolder('my-pack', '.design-drills', 'types', 'testkit.d.ts')));
    const question = readFileSync(line.inFolder('my-pack', 'own-cache', 'question.md'), 'utf8');
    assert.match(question, /^# A cache of my own\n/);
    const { code, out, err } = await drills('verify', 'my-pack', '--seeds', '1', '--no-mutants');
    assert.deepEqual([code, err], [0, ''], out);
    assert.match(out, /7 of 7 exercises are sound\.\n$/);
    assert.ok(!existsSync(line.inFolder('my-pack', 'own-discussion', 'tsconfig.json')));
    const noticed = await drills('verify', 'my-pack', '--exercise', 'own-sql', '--seeds', '1');
    assert.match(noticed.out, /\n {2}✓ 8 of 8 changes to the solution are noticed \(100 %\)\n/);
  });

  it('is told what is in the way', async () => {
    const add = async (id: string, template: string, pack = 'my-pack'): Promise<string> =>
      (await drills('new', 'exercise', id, '--pack', pack, '--title', 'x', '--template', template)).err;
    assert.match(await add('own-cache', 'cache'), /own-cache exists already\. Choose another id\./);
    assert.match(await add('other', 'cach'), /There is no template "cach"\. Did you mean "cache"\?/);
    assert.match(await add('Other', 'cache'), /must be lower-case words joined by hyphens/);
    assert.match(await add('other', 'cache', 'nowhere'), /There is no nowhere.pack\.yaml\./);
  });
});
