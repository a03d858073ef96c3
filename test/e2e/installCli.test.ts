import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PackServer } from '../unit/node/drillpack/support/packServer';
import { useCommandLine } from './support/commandLine';

const good = path.resolve('test', 'packs', 'good');

/** As a script would, with the built command line: nothing is asked, and codes say what came of it. */
describe('a pack installed on the command line', () => {
  const line = useCommandLine('install');
  let server: PackServer;
  let key: string;
  before(async function () {
    this.timeout(60_000);
    server = await PackServer.start();
    for (const name of ['school', 'stranger']) await drills('keygen', '--into', name);
    await built('1.0.0', 'school');
    await built('1.1.0', 'school');
    await built('1.2.0', 'stranger');
    await built('1.3.0');
    const { out } = await drills('inspect', '1.0.0.drillpack', '--json');
    key = (JSON.parse(out) as { signer: { fingerprint: string } }).signer.fingerprint;
  });
  after(() => server.stop());

  const drills = (...args: string[]) => line.run(args, { DESIGN_DRILLS_LIBRARY: inFolder('library') });
  const inFolder = (name: string): string => path.join(realpathSync(line.folder), name);

  /** The pack of test/packs/good in this version, as VERSION.drillpack. */
  async function built(version: string, signer?: string): Promise<void> {
    const source = inFolder(`source-${version}/good`);
    cpSync(good, source, { recursive: true });
    const yaml = path.join(source, 'pack.yaml');
    writeFileSync(yaml, readFileSync(yaml, 'utf8').replace(/^version: .*$/m, `version: ${version}`));
    const signing = signer ? ['--key', `${signer}.key`, '--name', signer] : [];
    const made = await drills('build', source, '--out', `${version}.drillpack`, ...signing);
    assert.equal(made.code, 0, made.err);
  }

  it('is not, while its signer is a stranger', async () => {
    const refused = await drills('install', '1.0.0.drillpack');
    assert.deepEqual(refused, {
      code: 3,
      out: '',
      err: `error: “A small good pack” 1.0.0 is not installed. It is signed by “school”, ${key}, who is seen for the first time. If this is the key that they publish: --trust ${key}\n`,
    });
    const other = await drills('install', '1.2.0.drillpack', '--trust', key);
    assert.equal(other.code, 3);
    assert.match(
      other.err,
      /It is signed by “stranger”, SHA256:\S+, not with the key that --trust names\.\n$/,
    );
    const unsigned = await drills('install', '1.3.0.drillpack');
    assert.equal(unsigned.code, 3);
    assert.match(unsigned.err, /Nobody has signed it: .* --accept-unsigned\n$/);
    const named = await drills('install', '1.3.0.drillpack', '--trust', key);
    assert.match(named.err, /It is not signed, and --trust names a key\.\n$/);
    const both = await drills('install', '1.3.0.drillpack', '--trust', key, '--accept-unsigned');
    assert.deepEqual([both.code, existsSync(inFolder('library'))], [2, false]);
  });

  it('is, when the key is named; then every command has it', async () => {
    const installed = await drills('install', '1.0.0.drillpack', '--trust', key);
    assert.deepEqual(installed, {
      code: 0,
      out: `“A small good pack” 1.0.0 is installed: 1 exercise, id good\nsigned by “school”, ${key}\n`,
      err: '',
    });
    assert.match((await drills('list')).out, /^A small good pack good 1\.0\.0 installed\n/m);
    const listed = JSON.parse((await drills('list', '--json')).out) as {
      packs: { id: string; origin: string }[];
    };
    assert.deepEqual(
      listed.packs.filter(({ id }) => id === 'good').map(({ origin }) => origin),
      ['installed'],
    );
    mkdirSync(inFolder('attempt'));
    const solution = readFileSync(path.join(good, 'counter', 'solution', 'counter.ts'), 'utf8');
    writeFileSync(inFolder('attempt/counter.ts'), solution);
    assert.equal((await drills('run', 'good/counter', '--attempt', 'attempt')).code, 0);
  });

  it('comes from an address, and goes back only when told to', async () => {
    server.file('/good.drillpack', readFileSync(inFolder('1.1.0.drillpack')));
    const address = server.address('/good.drillpack').href;
    const updated = await drills('install', address);
    assert.match(updated.out, /^“A small good pack” 1\.1\.0 is installed \(was 1\.0\.0\): 1 exercise/);
    const same = await drills('install', address);
    assert.deepEqual(
      [same.code, same.out],
      [0, '“A small good pack” 1.1.0 is installed already. Nothing has changed.\n'],
    );
    const older = await drills('install', '1.0.0.drillpack');
    assert.equal(older.code, 3);
    assert.match(
      older.err,
      /Version 1\.1\.0, which is installed, is newer\. To go back: --allow-downgrade\n$/,
    );
    assert.equal((await drills('install', '1.0.0.drillpack', '--allow-downgrade')).code, 0);

    const gone = await drills('install', server.address('/none').href);
    assert.deepEqual([gone.code, gone.out], [2, '']);
    assert.match(gone.err, /the server answered 404 \(Not Found\)/);
    const plain = await drills('install', 'http://a.example/x.drillpack');
    assert.match(plain.err, /packs are fetched over https only/);
  });

  it('is refused from another signer, until the first one is forgotten', async () => {
    const refused = await drills('install', '1.2.0.drillpack');
    assert.equal(refused.code, 3);
    assert.match(refused.err, /signed with another key, by “stranger”/);
    assert.match(refused.err, /To forget the old signer: design-drills uninstall good --forget-signer\n$/);
    const removed = await drills('uninstall', 'good', '--forget-signer');
    assert.equal(removed.code, 0);
    assert.match(removed.out, /^“A small good pack” 1\.0\.0 is uninstalled\. .*\n“school” is forgotten/);
    const missing = await drills('run', 'good/counter', '--attempt', 'attempt');
    assert.deepEqual([missing.code, missing.out], [2, '']);
    assert.match(missing.err, /The pack "good" of this exercise is not installed\. "design-drills install"/);
    assert.ok(existsSync(inFolder('attempt/counter.ts')));
    assert.match((await drills('install', '1.2.0.drillpack')).err, /seen for the first time/);
    assert.match((await drills('uninstall', 'goood')).err, /There is no installed pack "goood"/);
  });

  it('lies in a folder, which is used in place', async () => {
    const source = inFolder('source-1.1.0');
    const linked = await drills('install', source);
    assert.deepEqual(linked, { code: 0, out: `${source} is used in place, edits included: good\n`, err: '' });
    assert.match((await drills('list')).out, /^A small good pack good 1\.1\.0 installed\n/m);
    const yaml = path.join(source, 'good', 'pack.yaml');
    writeFileSync(yaml, readFileSync(yaml, 'utf8').replace('version: 1.1.0', 'version: 1.1.1'));
    assert.match((await drills('list')).out, /^A small good pack good 1\.1\.1 installed\n/m);
    const removed = await drills('uninstall', 'good');
    assert.match(removed.out, /is not used any more\. The folder itself stays as it is\.\n$/);
    assert.ok(existsSync(yaml));
    assert.match((await drills('install', inFolder('attempt'))).err, /There is no pack in /);
  });

  it('does not hide the others when it is damaged', async () => {
    const other = inFolder('other');
    const installed = await drills('install', '1.3.0.drillpack', '--accept-unsigned', '--library', other);
    assert.equal(installed.code, 0);
    // A folder of built packs can be named as well.
    assert.match((await drills('list', '--packs', other)).out, /^A small good pack good 1\.3\.0\n/m);
    mkdirSync(inFolder('library'), { recursive: true });
    writeFileSync(inFolder('library/bad.drillpack'), 'not a zip');
    const { code, out, err } = await drills('list', '--packs', other);
    assert.equal(code, 0);
    assert.match(out, /^A small good pack good 1\.3\.0\n/m);
    assert.match(err, /bad\.drillpack cannot be used\. .* remove it with "design-drills uninstall"\./);
    assert.equal((await drills('run', 'good/counter', '--attempt', 'attempt', '--packs', other)).code, 0);
    assert.match((await drills('uninstall', 'bad')).out, /^bad is removed\./);
    assert.equal((await drills('list')).err, '');
    assert.match((await drills('run', 'none/x', '--attempt', 'attempt')).err, /The pack "none" of this/);
  });
});
