import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCli } from '../../../src/cli/cli';
import type { Io } from '../../../src/cli/io';
import { Installation } from '../../../src/node/installation';

/** The repository without its own packs, so that what is printed does not depend on the exercises. */
class BareInstallation extends Installation {
  override bundledPacks(): Promise<string[]> {
    return Promise.resolve([]);
  }
}
const bare = new BareInstallation(path.resolve('dist'));
const good = path.join('test', 'packs', 'good');

async function run(argv: readonly string[], { installation = bare, color = false } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    out: text => out.push(text),
    err: text => err.push(text),
    color,
    signal: new AbortController().signal,
  };
  const code = await runCli(argv, installation, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the command line', () => {
  it('lists exercises', async () => {
    assert.deepEqual(await run(['list', '--packs', good]), {
      code: 0,
      out: `A small good pack good 1.2.3
  Counting
    good/counter  Count what happens (core, 10 min)`,
      err: '',
    });
  });

  it('lists the packs of a folder', async () => {
    const { out } = await run(['list', '--packs', path.join('test', 'packs', 'good'), '--json']);
    const { version, packs, exercises } = JSON.parse(out) as {
      version: 1;
      packs: { id: string }[];
      exercises: unknown;
    };
    assert.deepEqual([version, packs.map(({ id }) => id)], [1, ['good']]);
    assert.deepEqual(exercises, [
      {
        ref: 'good/counter',
        title: 'Count what happens',
        summary: 'A counter with a ceiling.',
        module: 'Counting',
        difficulty: 'core',
        minutes: 10,
        skills: ['data modelling', 'resilience'],
        discussions: [{ id: 'durability', title: 'What if the process restarts?', minutes: 5 }],
        suites: [
          { id: 'basics', title: 'Counting' },
          { id: 'ceiling', title: 'The ceiling' },
        ],
      },
    ]);
  });

  it('has nothing to run where there is no code', async () => {
    const discussed = ['--packs', path.join('test', 'packs', 'discussed')];
    assert.equal(
      (await run(['list', ...discussed])).out,
      `A pack without code discussed 1.0.0
  On paper
    discussed/feed  A feed for a million readers (intermediate, 30 min, discussed only)`,
    );
    const folder = mkdtempSync(path.join(tmpdir(), 'drills-discussed-'));
    try {
      const into = path.join(folder, 'attempt');
      assert.deepEqual(await run(['scaffold', 'discussed/feed', '--into', into, ...discussed]), {
        code: 0,
        out: `“A feed for a million readers” is answered in writing:
  ${path.join(into, 'answers', 'fan-out.md')}  Write or read?
  ${path.join(into, 'answers', 'deletion.md')}  A post is withdrawn`,
        err: '',
      });
      assert.deepEqual(readdirSync(into), ['.design-drills.json']);
      assert.deepEqual(await run(['run', 'discussed/feed', '--attempt', into, ...discussed]), {
        code: 2,
        out: '',
        err: 'error: There is nothing to run: “A feed for a million readers” is answered in writing, in answers/ of the attempt. A person judges it, by its rubric.',
      });
      const solved = await run(['scaffold', 'discussed/feed', '--into', into, '--solution', ...discussed]);
      assert.match(solved.err, /it has no solution and no wrong variants\. Leave the option out\.$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says when there is nothing', async () => {
    assert.deepEqual(await run(['list']), {
      code: 0,
      out: 'There are no packs. Name a folder with --packs, or install one.',
      err: '',
    });
  });

  it('colours only where it may', async () => {
    const escape = '\u001b[';
    assert.ok((await run(['list', '--packs', good], { color: true })).out.includes(escape));
    assert.ok(!(await run(['list', '--packs', good])).out.includes(escape));
  });

  const wrongUse: [argv: string[], message: string][] = [
    [['lst'], "error: unknown command 'lst'\n(Did you mean list?)"],
    [['list', '--jsn'], "error: unknown option '--jsn'\n(Did you mean --json?)"],
    [['list', 'all'], "error: too many arguments for 'list'. Expected 0 arguments but got 1."],
    [['run', 'good/counter'], "error: required option '--attempt <folder>' not specified"],
    [
      ['run', 'good/counter', '--attempt', '.', '--seed', '-1'],
      "error: option '--seed <number>' argument '-1' is invalid. It must be a whole number from 0 to 4294967295.",
    ],
    [
      ['verify', good, '--seeds', 'many'],
      "error: option '--seeds <number>' argument 'many' is invalid. It must be a whole number from 1 to 1000.",
    ],
    [
      ['run', 'good/countr', '--attempt', '.', '--packs', good],
      'error: There is no exercise "good/countr". Did you mean "good/counter"?',
    ],
    [
      ['run', 'counter', '--attempt', '.', '--packs', good],
      'error: There is no exercise "counter". Did you mean "good/counter"?',
    ],
    [
      ['run', 'a/b', '--attempt', '.', '--packs', good],
      'error: The pack "a" of this exercise is not installed. "design-drills install" takes it from a file, a folder or an address, and --packs names it for once; what you have written stays as it is.',
    ],
    [
      ['run', 'good/counter', '--attempt', 'nowhere', '--packs', good],
      'error: The attempt in nowhere cannot be read: there is no such folder. "design-drills scaffold" makes one.',
    ],
    [
      [
        'run',
        'good/counter',
        '--attempt',
        path.join(good, 'counter', 'starter'),
        '--packs',
        good,
        '--suite',
        'basic',
      ],
      'error: There is no suite "basic". Did you mean "basics"?',
    ],
    [
      ['list', '--packs', 'nowhere'],
      'error: There is no pack in nowhere: neither it nor a folder in it holds a pack.yaml, and there is no .drillpack in it.',
    ],
    [['verify', 'nowhere'], 'error: The folder nowhere cannot be read as a pack: there is no such folder.'],
    [
      ['verify', good, '--exercise', 'countr'],
      'error: The pack has no exercise "countr". Did you mean "counter"?',
    ],
    [
      ['scaffold', 'good/counter', '--into', 'x', '--packs', good, '--solution', '--wrong', 'no-ceiling'],
      'error: Choose --solution or --wrong, not both.',
    ],
    [
      ['scaffold', 'good/counter', '--into', 'x', '--packs', good, '--wrong', 'ceiling'],
      'error: There is no wrong variant "ceiling". There are no-ceiling or returns-old-value.',
    ],
  ];
  for (const [argv, message] of wrongUse)
    it(`refuses ${argv.join(' ')}`, async () => {
      assert.deepEqual(await run(argv), { code: 2, out: '', err: message });
    });

  it('shows what there is', async () => {
    for (const argv of [['help'], ['--help']]) {
      const { code, out, err } = await run(argv);
      assert.deepEqual([code, err], [0, '']);
      for (const command of ['list', 'scaffold', 'run', 'verify'])
        assert.match(out, new RegExp(`^ {2}${command} `, 'm'));
      assert.ok(!out.includes('build-bundled'));
    }
    assert.deepEqual((await run([])).code, 2);
    assert.match((await run(['--version'])).out, /^\d+\.\d+\.\d+$/);
  });

  it('shows a mistake of its own with a stack and another code', async () => {
    class Broken extends BareInstallation {
      override bundledPacks(): Promise<string[]> {
        return Promise.reject(new TypeError('nothing works'));
      }
    }
    const { code, out, err } = await run(['list'], { installation: new Broken(path.resolve('dist')) });
    assert.deepEqual([code, out], [70, '']);
    assert.match(err, /^TypeError: nothing works\n {4}at /);
  });
});
