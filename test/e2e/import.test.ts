import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(__dirname, '..', '..', 'cli.js');

/** An exercise in the layout of Exercism's TypeScript track, with the built command line. */
describe('an imported exercise', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'drills-import-'));
    cpSync(path.resolve('test', 'packs', 'import-source'), folder, { recursive: true });
    assert.equal((await drills('new', 'pack', 'my-pack', '--title', 'Mine')).code, 0);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function drills(...args: string[]) {
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out: out.replaceAll(path.sep, '/'), err };
  }
  const inPack = (file: string): string => readFileSync(path.join(folder, 'my-pack', file), 'utf8');

  it('says what is left to do, and where', async () => {
    assert.deepEqual(await drills('import', 'seat-plan', '--pack', 'my-pack'), {
      code: 0,
      out: `my-pack/seat-plan: 6 files from seat-plan, under MIT
Left to do:
  seat-plan/seat-plan.test.ts:3: ./floor-plans is no part of the exercise.
  seat-plan/seat-plan.test.ts:44: expect(sold).toMatchSnapshot() has no equal; write it with assert.
  seat-plan/seat-plan.test.ts:60: A test that is made from a table, or in another way of its own; write it out.
  seat-plan/seat-plan.test.ts:77: A test that uses jest.fn: say it with spy, clock or link of #testkit.
  my-pack/seat-plan/exercise.yaml: requirements: Drafted from the titles of tests. Merge them, and say each as a rule that a learner can follow.
  my-pack/seat-plan/exercise.yaml: skills: Choose the skills, the difficulty and the minutes.
  my-pack/seat-plan/exercise.yaml: wrong: Add wrong designs, each caught by the requirement that it breaks.
  my-pack/seat-plan/exercise.yaml: discussions: Add a question about the design.
Then: design-drills verify my-pack --exercise seat-plan
`,
      err: '',
    });
  });

  it('keeps who wrote it and under which licence', () => {
    assert.match(
      inPack('seat-plan/question.md'),
      /^# Seat plan\n\nA small theatre [^]*at most 26\.\n\n---\n\nAdapted from an exercise by Design Drills, Everybody who reviews \(MIT\)\. Source: The tests of Design Drills\.\n$/,
    );
    assert.match(inPack('seat-plan/exercise.yaml'), / {2}R10: "Confirming: refuses what is not\."\n/);
  });

  it('is sound as it stands, but for what it was said to lack', async () => {
    const { code, out, err } = await drills('verify', 'my-pack', '--seeds', '2', '--no-mutants');
    assert.deepEqual([code, err], [0, ''], out);
    assert.match(out, / {2}10 checks of 10 requirements, 2 seeds\n/);
    assert.match(out, /\n1 of 1 exercises are sound\.\n$/);
  });

  it('is refused where something is missing, and nothing is written', async () => {
    const importing = async (...args: string[]): Promise<string> => {
      const { code, err } = await drills('import', ...args, '--pack', 'my-pack');
      assert.equal(code, 2);
      return err;
    };
    assert.match(await importing('seat-plan'), /seat-plan exists already\. Choose another id\.\n$/);
    assert.match(await importing('seat-plan', '--id', 'Seat'), /must be lower-case words joined by hyphens/);
    assert.match(
      await importing('nowhere', '--license', 'MIT'),
      /nowhere cannot be read: there is no such folder\./,
    );
    assert.match(
      await importing('my-pack', '--id', 'a'),
      /has no \.meta\/config\.json that names files\.solution/,
    );
    rmSync(path.join(folder, 'LICENSE'));
    assert.match(
      await importing('seat-plan', '--id', 'b'),
      /Nothing in or above seat-plan says under which licence it may be used\. Ask its authors, and name it with --license\./,
    );
    writeFileSync(path.join(folder, 'seat-plan', 'seat-plan.test.ts'), "it('a', () => {");
    assert.match(
      await importing('seat-plan', '--id', 'c', '--license', 'MIT'),
      /seat-plan\.test\.ts cannot be read as TypeScript: /,
    );
    for (const id of ['a', 'b', 'c']) assert.ok(!existsSync(path.join(folder, 'my-pack', id)));
  });
});
