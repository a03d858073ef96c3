import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(__dirname, '..', '..', 'cli.js');

describe('an attempt and another version of its pack, on the command line', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drills-update-'));
    cpSync(path.join('test', 'packs', 'good'), path.join(folder, 'first'), { recursive: true });
    cpSync(path.join('test', 'packs', 'good'), path.join(folder, 'next'), { recursive: true });
    edit('next/pack.yaml', 'version: 1.2.3', 'version: 1.3.0');
    edit('next/counter/starter/counter.ts', 'export function', '// Begin here.\nexport function');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function edit(file: string, from: string, to: string): void {
    const text = readFileSync(path.join(folder, file), 'utf8');
    assert.ok(text.includes(from), `${file} does not hold ${from}`);
    writeFileSync(path.join(folder, file), text.replace(from, to));
  }

  const drills = (...args: string[]): Promise<{ code: unknown; out: string; err: string }> =>
    new Promise(resolve => {
      execFile(process.execPath, [cli, ...args], { cwd: folder }, (error, out, err) =>
        resolve({ code: error ? error.code : 0, out, err }),
      );
    });
  const run = (pack: string) => drills('run', 'good/counter', '--attempt', 'mine', '--packs', pack);

  it('is checked all the same, and says so in a line until it has been updated', async () => {
    const scaffold = await drills(
      'scaffold',
      'good/counter',
      '--into',
      'mine',
      '--packs',
      'first',
      '--solution',
    );
    assert.equal(scaffold.code, 0, scaffold.err);
    assert.deepEqual(pick(await run('first')), [0, '']);
    assert.deepEqual(pick(await run('next')), [
      0,
      'note: this attempt was made with version 1.2.3 of its pack; 1.3.0 checks it. "design-drills update mine" brings its files along.\n',
    ]);

    edit('mine/counter.ts', 'export function', '// Mine.\nexport function');
    const updated = await drills('update', 'mine', '--packs', 'next');
    assert.deepEqual(
      [updated.code, updated.out.split('\n')[1]?.trim()],
      [0, `stays     ${path.join('mine', 'counter.ts')} (yours; the exercise has changed it as well)`],
    );
    assert.match(readFileSync(path.join(folder, 'mine', 'counter.ts'), 'utf8'), /Mine/);
    assert.deepEqual(pick(await run('next')), [0, '']);
    assert.deepEqual(pick(await run('first')), [
      0,
      'note: this attempt was made with version 1.3.0 of its pack, which is newer than 1.2.3, which checks it. "design-drills update mine --dry-run" says what differs.\n',
    ]);
  });

  const pick = ({ code, err }: { code: unknown; err: string }) => [code, err];
});
