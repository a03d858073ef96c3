import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { childFlags, permissionLadder } from '../../src/node/childFlags';
import { CodeCache } from '../../src/node/codeCache';
import { Runner } from '../../src/node/runner';
import { outcomes, requestFor, sandboxDir } from './support/exercise';

const quick = requestFor({ files: { 'a.ts': 'export {}' }, suites: { s: `it('passes', () => {});` } });

describe('the compiled code that is kept', function () {
  this.timeout(60_000);

  let folder: string;
  let runner: Runner;
  const kept = (): string[] => readdirSync(folder).map(name => path.join(folder, name));
  const kind = { memoryMb: 256, services: [], mode: 'run' } as const;
  const flags = childFlags(permissionLadder(process.version)[0] ?? null, sandboxDir, kind, true);
  /** A program that starts afterwards. */
  const openLater = (): number | undefined =>
    new CodeCache({ folder, sandboxDir, execPath: process.execPath, log: () => undefined }).open(flags);

  beforeEach(async () => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'drills-code-')), 'code');
    runner = new Runner({ sandboxDir, warm: 0, cacheDir: folder });
    await runner.keepCode();
  });
  afterEach(() => {
    runner.dispose();
    rmSync(path.dirname(folder), { recursive: true });
  });

  it('is one file that only this user can touch, and children run with it', async () => {
    const [file, ...others] = kept();
    assert.deepEqual(others, []);
    if (process.platform !== 'win32') {
      assert.equal(statSync(folder).mode & 0o777, 0o700);
      assert.equal(statSync(file!).mode & 0o777, 0o600);
    }
    const before = readFileSync(file!);
    const report = await runner.run(quick);
    assert.deepEqual(outcomes(report), { passes: 'passed' });
    assert.deepEqual(report.walls, {
      compartment: true,
      permissions: true,
      watchdog: true,
      emptyEnvironment: true,
    });
    assert.deepEqual(readFileSync(file!), before);
  });

  it('is not made again', async () => {
    const [file] = kept();
    const { ino } = statSync(file!);
    await runner.keepCode();
    assert.equal(statSync(file!).ino, ino);
  });

  it('is not used when it has been damaged', async () => {
    const [file] = kept();
    const bytes = readFileSync(file!);
    bytes[bytes.length >> 1]! ^= 0xff;
    writeFileSync(file!, bytes);
    assert.equal(openLater(), undefined);
  });

  it('is not used when somebody else may have written it', function () {
    if (process.platform === 'win32') return; // folders of one user are closed to others there
    chmodSync(kept()[0]!, 0o622);
    assert.equal(openLater(), undefined);
  });

  it('is done without where it cannot be kept', async () => {
    const log: string[] = [];
    const blocked = path.join(folder, 'a-file');
    writeFileSync(blocked, '');
    const other = new Runner({ sandboxDir, warm: 0, cacheDir: blocked, log: line => log.push(line) });
    await other.keepCode();
    assert.deepEqual(outcomes(await other.run(quick)), { passes: 'passed' });
    other.dispose();
    assert.match(log[0] ?? '', /^No code cache: /);
  });
});
