import Mocha from 'mocha';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Outcome {
  readonly title: string;
  readonly state: 'passed' | 'failed';
  readonly ms: number;
  readonly error?: string;
}

/** Called in the extension host: runs the suites of the workspace that is open and leaves the result in a file. */
export async function run(): Promise<void> {
  const workspace = required('DESIGN_DRILLS_TEST_WORKSPACE');
  const result = required('DESIGN_DRILLS_TEST_RESULT');
  const folder = path.join(__dirname, workspace);
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, slow: 1_000, forbidOnly: true, forbidPending: true });
  for (const file of readdirSync(folder)
    .filter(name => name.endsWith('.test.js'))
    .sort())
    mocha.addFile(path.join(folder, file));
  const tests: Outcome[] = [];
  const ended = new Promise<number>(resolve => {
    mocha
      .run(resolve)
      .on('pass', test => tests.push({ title: test.fullTitle(), state: 'passed', ms: test.duration ?? 0 }))
      .on('fail', (test, error: Error) =>
        tests.push({
          title: test.fullTitle(),
          state: 'failed',
          ms: test.duration ?? 0,
          error: error.stack ?? error.message,
        }),
      );
  });
  const failed = await ended;
  const passed = tests.filter(({ state }) => state === 'passed').length;
  writeFileSync(result, JSON.stringify({ passed, failed: tests.length - passed, tests }, null, 2));
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; scripts/integration.mjs sets it.`);
  return value;
}
