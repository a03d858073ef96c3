import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCli } from '../../../src/cli/cli';
import type { Io } from '../../../src/cli/io';
import { Installation } from '../../../src/node/installation';

/** Without the packs that come along. */
class BareInstallation extends Installation {
  override bundledPacks(): Promise<string[]> {
    return Promise.resolve([]);
  }
}

describe('update on the command line', () => {
  let root: string;
  const at = (...names: string[]): string => path.join(root, ...names);
  const attempt = (): string => at('attempt');
  const text = (...names: string[]): string => readFileSync(at(...names), 'utf8');

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'drills-update-'));
    pack('first', {});
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** A copy of the good pack in which texts are replaced; they have to be there. */
  function pack(name: string, changes: Readonly<Record<string, readonly [from: string, to: string][]>>) {
    cpSync(path.join('test', 'packs', 'good'), at(name), { recursive: true });
    for (const [file, replaced] of Object.entries(changes)) {
      let now = text(name, file);
      for (const [from, to] of replaced) {
        assert.ok(now.includes(from), `${file} does not hold ${from}`);
        now = now.replace(from, () => to);
      }
      writeFileSync(at(name, file), now);
    }
  }

  async function drills(...argv: string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const io: Io = {
      out: line => out.push(line),
      err: line => err.push(line),
      color: false,
      signal: new AbortController().signal,
    };
    const code = await runCli(argv, new BareInstallation(path.resolve('dist')), io);
    const plain = (lines: string[]) =>
      lines
        .join('\n')
        .replaceAll(`${root}${path.sep}`, '')
        .replace(/\.backup.[\dT-]+/, '.backup/NOW');
    return { code, out: plain(out), err: plain(err) };
  }

  const next = () =>
    pack('next', {
      'pack.yaml': [['version: 1.2.3', 'version: 1.3.0']],
      'counter/starter/counter.ts': [['export function', '// Begin here.\nexport function']],
    });
  const scaffold = (from: string) =>
    drills('scaffold', 'good/counter', '--into', attempt(), '--packs', at(from));

  it('moves on what nobody has touched, keeps a copy, and has nothing to do the second time', async () => {
    await scaffold('first');
    const starter = text('attempt', 'counter.ts');
    next();
    const planned = await drills('update', attempt(), '--packs', at('next'), '--dry-run');
    assert.deepEqual(planned, {
      code: 0,
      out: `good/counter: 1.2.3 → 1.3.0
  moves on  attempt/counter.ts
Nothing was written.`,
      err: '',
    });
    assert.equal(text('attempt', 'counter.ts'), starter);
    assert.ok(!existsSync(at('attempt', '.backup')));

    assert.deepEqual(await drills('update', attempt(), '--packs', at('next')), {
      code: 0,
      out: `good/counter: 1.2.3 → 1.3.0
  moves on  attempt/counter.ts
Copies of what was there before are in attempt/.backup/NOW.`,
      err: '',
    });
    assert.match(text('attempt', 'counter.ts'), /Begin here/);
    const [copy] = readdirSync(at('attempt', '.backup'));
    assert.equal(text('attempt', '.backup', copy!, 'counter.ts'), starter);
    assert.deepEqual(await drills('update', attempt(), '--packs', at('next')), {
      code: 0,
      out: 'attempt is as good/counter 1.3.0 has it: there is nothing to do.',
      err: '',
    });
  });

  it('leaves what the learner has written, and says how to see the other', async () => {
    await scaffold('first');
    writeFileSync(at('attempt', 'counter.ts'), '// mine\n');
    next();
    const { out } = await drills('update', attempt(), '--packs', at('next'));
    assert.equal(
      out,
      `good/counter: 1.2.3 → 1.3.0
  stays     attempt/counter.ts (yours; the exercise has changed it as well)
To see the new starter beside yours: design-drills scaffold good/counter --into attempt-1.3.0`,
    );
    assert.equal(text('attempt', 'counter.ts'), '// mine\n');
  });

  it('finds an exercise under its new id, and under the old one when the pack goes back', async () => {
    await scaffold('first');
    writeFileSync(at('attempt', 'counter.ts'), '// mine\n');
    pack('next', {
      'pack.yaml': [
        ['version: 1.2.3', 'version: 2.0.0'],
        ['exercises: [counter]', 'exercises: [abacus]'],
        ['  tally: counter', '  tally: counter\n  counter: abacus'],
      ],
    });
    cpSync(at('next', 'counter'), at('next', 'abacus'), { recursive: true });
    rmSync(at('next', 'counter'), { recursive: true });
    const { code, out } = await drills('update', attempt(), '--packs', at('next'), '--json');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), {
      ...{ version: 1, exercise: 'good/abacus', from: '1.2.3', to: '2.0.0', change: 'newer' },
      ...{ steps: [], backup: null },
    });
    // Back to the pack that knows the old id only: the marker remembers it.
    assert.deepEqual(await drills('update', attempt(), '--packs', at('first')), {
      code: 0,
      out: 'attempt is as good/counter 1.2.3 has it: there is nothing to do.',
      err: '',
    });
    assert.equal(text('attempt', 'counter.ts'), '// mine\n');
  });

  it('says when the pack is older than the attempt', async () => {
    next();
    await scaffold('next');
    const { out } = await drills('update', attempt(), '--packs', at('first'), '--dry-run');
    assert.equal(
      out,
      `good/counter: 1.3.0 → 1.2.3; the attempt was made with a newer version than is installed
  moves on  attempt/counter.ts
Nothing was written.`,
    );
  });

  it('touches nothing while the pack is gone', async () => {
    await scaffold('first');
    const before = readdirSync(attempt());
    assert.deepEqual(await drills('update', attempt()), {
      code: 2,
      out: '',
      err: 'error: The pack "good" of this exercise is not installed. "design-drills install" takes it from a file, a folder or an address, and --packs names it for once; what you have written stays as it is.',
    });
    assert.deepEqual(readdirSync(attempt()), before);
    assert.equal((await drills('update', attempt(), '--packs', at('first'))).code, 0);
  });

  it('says what is no attempt', async () => {
    const { code, err } = await drills('update', at('first'), '--packs', at('first'));
    assert.deepEqual(
      [code, err],
      [
        2,
        'error: first is not an attempt: it has no .design-drills.json. Name the folder that was scaffolded.',
      ],
    );
    writeFileSync(at('first', '.design-drills.json'), '{');
    const broken = await drills('update', at('first'), '--packs', at('first'));
    assert.match(broken.err, /cannot be understood/);
  });
});
