import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { useCommandLine, type Finished } from './support/commandLine';

const good = path.resolve('test', 'packs', 'good');

/** From an author's folder to a learner's machine, with the built command line. */
describe('a pack that travels', () => {
  const line = useCommandLine('travel');

  const drills = (...args: string[]): Promise<Finished> => line.run(args);
  const inFolder = (name: string): string => line.inFolder(name);

  it('is built into one file, the same each time', async () => {
    const first = await drills('build', good, '--out', 'a.drillpack');
    assert.deepEqual([first.code, first.err], [0, '']);
    assert.match(first.out, /^a\.drillpack: 1 exercises, \d+ KiB, not signed\n$/);
    assert.equal((await drills('build', good, '--out', 'b.drillpack')).code, 0);
    assert.ok(readFileSync(inFolder('a.drillpack')).equals(readFileSync(inFolder('b.drillpack'))));
    assert.equal((await drills('build', good)).out.split(':')[0], 'good-1.2.3.drillpack');
  });

  it('is not built with mistakes', async () => {
    mkdirSync(inFolder('bad'));
    writeFileSync(inFolder('bad/pack.yaml'), 'format: 1\nid: bad\n');
    const { code, out, err } = await drills('build', 'bad');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^bad\/pack\.yaml:1:1: error: The file lacks the key "title"\./);
    assert.match(err, /error: bad is not built\. Correct the mistakes above first\.\n$/);
  });

  it('is signed with a key that only its owner can read', async () => {
    const made = await drills('keygen', '--into', 'school');
    assert.match(made.out, /school\.pub {2}the public key, SHA256:[\w+/]{43}\n$/);
    if (process.platform !== 'win32') assert.equal(statSync(inFolder('school.key')).mode & 0o077, 0);
    assert.match(
      (await drills('keygen', '--into', 'school')).err,
      /school\.key is not written: it exists already\./,
    );

    const signed = await drills(
      'sign',
      'a.drillpack',
      '--key',
      'school.key',
      '--name',
      'Backend School',
      '--out',
      's.drillpack',
    );
    assert.deepEqual(signed, { code: 0, out: 's.drillpack: signed by “Backend School”\n', err: '' });
    const built = await drills(
      'build',
      good,
      '--key',
      'school.key',
      '--name',
      'Backend School',
      '--out',
      't.drillpack',
    );
    assert.match(built.out, /signed by “Backend School”\n$/);
    assert.ok(readFileSync(inFolder('s.drillpack')).equals(readFileSync(inFolder('t.drillpack'))));
    assert.match(
      (await drills('build', good, '--key', 'school.key')).err,
      /A signature needs --key and --name\./,
    );
    assert.match(
      (await drills('sign', 'a.drillpack', '--key', 'school.pub', '--name', 'X')).err,
      /not a private Ed25519 key/,
    );
  });

  it('says what is in it and who signed it', async () => {
    const { code, out, err } = await drills('inspect', 's.drillpack');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^A small good pack good 1\.2\.3\n/);
    assert.match(out, /signed by “Backend School”, SHA256:/);
    assert.match(out, / counter +core +\d+ min {2}Count what happens\n$/);
    const json = JSON.parse((await drills('inspect', 'a.drillpack', '--json')).out) as Record<
      string,
      unknown
    >;
    assert.deepEqual([json['version'], json['signer'], json['problems']], [1, null, []]);
  });

  it('is used from the file', async () => {
    mkdirSync(inFolder('attempt'));
    const solution = readFileSync(path.join(good, 'counter', 'solution', 'counter.ts'), 'utf8');
    writeFileSync(inFolder('attempt/counter.ts'), solution);
    const run = ['run', 'good/counter', '--attempt', 'attempt', '--packs', 's.drillpack', '--json'];
    const { code, out } = await drills(...run);
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as { outcome: string }).outcome, 'passed');
    assert.match((await drills('list', '--packs', 's.drillpack')).out, /good\/counter/);
  });

  it('leaves a report for every tool that grades', async () => {
    const files = ['--junit', 'junit.xml', '--ctrf', 'ctrf.json', '--gradescope', 'results.json'];
    const run = ['run', 'good/counter', '--attempt', 'attempt', '--packs', 's.drillpack', ...files];
    assert.equal((await drills(...run)).code, 0);
    const text = (name: string): string => readFileSync(inFolder(name), 'utf8');
    assert.match(
      text('junit.xml'),
      /<testsuites name="good\/counter" tests="3" failures="0" errors="0" skipped="0"/,
    );
    const ctrf = JSON.parse(text('ctrf.json')) as { results: { summary: { passed: number } } };
    assert.equal(ctrf.results.summary.passed, 3);
    const graded = JSON.parse(text('results.json')) as { tests: { score: number }[] };
    assert.deepEqual(
      graded.tests.map(({ score }) => score),
      [1, 1, 1],
    );
    const nowhere = await drills(...run.slice(0, 6), '--junit', path.join('none', 'x.xml'));
    assert.match(nowhere.err, /x\.xml cannot be written: ENOENT/);
  });

  it('is refused when somebody changed it', async () => {
    const bytes = readFileSync(inFolder('s.drillpack'));
    const content = bytes.indexOf('pack.yaml') + 'pack.yaml'.length;
    bytes[content + 8]! ^= 0xff;
    writeFileSync(inFolder('x.drillpack'), bytes);
    for (const command of [
      ['inspect', 'x.drillpack'],
      ['list', '--packs', 'x.drillpack'],
    ]) {
      const { code, out, err } = await drills(...command);
      assert.deepEqual([code, out], [2, ''], command.join(' '));
      assert.match(err, /^error: x\.drillpack cannot be used\. /);
    }
    assert.match((await drills('inspect', 'none.drillpack')).err, /cannot be read: there is no such file\./);
  });
});
