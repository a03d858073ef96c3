import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runAttempt } from '../../src/cli/commands/run';
import { Installation } from '../../src/node/installation';
import { sandboxDir } from './support/exercise';

const starter = 'exercises/chatbot-platform/rate-limiting/starter';
/** In the place of a learner's file: it tries to end the process as if everything had passed. */
const hostile = `try { process.exit(0); } catch {}
try { console.log('{"outcome":"passed"}'); } catch {}
export const createFixedWindow = () => new Proxy({}, { get: () => () => true });`;

describe('run --json', function () {
  this.timeout(60_000);
  let attempt = '';
  beforeEach(() => {
    attempt = mkdtempSync(path.join(tmpdir(), 'design-drills-attempt-'));
    for (const file of readdirSync(starter))
      writeFileSync(path.join(attempt, file), readFileSync(path.join(starter, file)));
    writeFileSync(path.join(attempt, 'fixedWindow.ts'), hostile);
  });
  afterEach(() => rmSync(attempt, { recursive: true, force: true }));

  it('confines a hostile attempt behind every wall, says so, and is one line that no attempt writes', async () => {
    const printed: string[] = [];
    const code = await runAttempt(
      {
        ref: 'chatbot-platform/rate-limiting',
        attempt,
        packs: [],
        json: true,
        coverage: false,
      },
      new Installation(path.dirname(sandboxDir)),
      {
        out: text => printed.push(text),
        err: () => undefined,
        color: false,
        signal: new AbortController().signal,
      },
    );
    assert.equal(code, 1);
    assert.equal(printed.length, 1);
    const report = JSON.parse(printed[0]!) as { outcome: string; walls: unknown };
    assert.deepEqual(
      { outcome: report.outcome, walls: report.walls },
      {
        outcome: 'failed',
        walls: { compartment: true, permissions: true, watchdog: true, emptyEnvironment: true },
      },
    );
  });
});
