import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HumanError } from '../../../src/core/errors';
import { planScaffold } from '../../../src/core/scaffold';
import { attemptLimits, readAttempt, sha256, sourcesOf, writePlanned } from '../../../src/node/attemptFiles';
import { markerName } from '../../../src/protocol/marker';
import { counter } from '../core/support/packs';

describe('the files of an attempt', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drills-attempt-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  };
  const input = { exercise: counter(), packVersion: '1.2.3', environment: '// environment\n', sha256 };

  it('are read as they were scaffolded', async () => {
    const plan = planScaffold(input, { files: {} });
    assert.ok(plan.kind === 'write');
    await writePlanned(folder, plan.files, { version: 1, ...plan.record });
    assert.deepEqual(await readAttempt(folder), {
      files: Object.fromEntries(plan.files.map(({ path: name, text }) => [name, text] as const)),
      marker: { version: 1, ...plan.record },
    });
    assert.deepEqual(
      readdirSync(folder).filter(name => name.endsWith('.part')),
      [],
    );
  });

  it('take part in a run if they are the code of the learner', async () => {
    for (const name of [
      'a.ts',
      'deep/b.ts',
      'drills.d.ts',
      'answers/c.ts',
      'notes.md',
      '.backup/d.ts',
      'node_modules/e.ts',
    ])
      await write(name, `// ${name}`);
    assert.deepEqual(sourcesOf(await readAttempt(folder)), {
      'a.ts': '// a.ts',
      'deep/b.ts': '// deep/b.ts',
    });
  });

  it('do not include what a link leads to', async () => {
    await symlink('/etc/passwd', path.join(folder, 'passwd.ts'));
    await symlink(tmpdir(), path.join(folder, 'elsewhere'));
    assert.deepEqual(await readAttempt(folder), { files: {}, marker: undefined });
  });

  it('may come without a marker, or with one that is broken', async () => {
    assert.equal((await readAttempt(folder)).marker, undefined);
    await write(markerName, '{}');
    assert.equal((await readAttempt(folder)).marker, 'broken');
  });

  it('must be text when they are code, and may be anything otherwise', async () => {
    await write('photo.jpg', new Uint8Array([0xff, 0xd8, 0]));
    assert.deepEqual((await readAttempt(folder)).files, {});
    await write('photo.ts', new Uint8Array([0xff, 0xd8, 0]));
    await assert.rejects(
      readAttempt(folder),
      isHuman('not-text', 'photo.ts is not text in UTF-8. Save it as UTF-8.'),
    );
  });

  it('are not read without end', async () => {
    await write('big.ts', 'x'.repeat(attemptLimits.fileBytes + 1));
    await assert.rejects(
      readAttempt(folder),
      isHuman('file-too-large', 'big.ts has more than 1000000 bytes. Shorten it.'),
    );
    for (let i = 0; i <= attemptLimits.files; i++) await write(`many/${i}.txt`, '');
    await write('big.ts', '');
    await assert.rejects(
      readAttempt(folder),
      isHuman(
        'attempt-too-large',
        `${folder} holds more than 500 files, so it is not an attempt. Name the folder that was scaffolded.`,
      ),
    );
  });

  it('are missed when the folder is not there', async () => {
    const nothing = path.join(folder, 'nothing');
    await assert.rejects(
      readAttempt(nothing),
      isHuman(
        'no-attempt',
        `The attempt in ${nothing} cannot be read: there is no such folder. "design-drills scaffold" makes one.`,
      ),
    );
  });

  it('replace a link and do not write through it', async () => {
    const outside = path.join(folder, 'outside.txt');
    await write('outside.txt', 'precious');
    await mkdir(path.join(folder, 'attempt'));
    await symlink(outside, path.join(folder, 'attempt', 'counter.ts'));
    const file = { path: 'counter.ts', text: 'new', owner: 'learner', action: 'create' } as const;
    await writePlanned(path.join(folder, 'attempt'), [file]);
    assert.equal(readFileSync(outside, 'utf8'), 'precious');
    assert.equal(readFileSync(path.join(folder, 'attempt', 'counter.ts'), 'utf8'), 'new');
  });
});

const isHuman = (code: string, message: string) => (error: unknown) => {
  assert.ok(error instanceof HumanError);
  assert.deepEqual([error.code, error.message], [code, message]);
  return true;
};
