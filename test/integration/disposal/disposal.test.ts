import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { attemptWith } from '../support/attempts';
import { next } from '../support/events';
import { activated } from '../support/host';
import { counter } from '../support/sample';

/** Processes that this extension host has started to run suites. */
function children(): string[] {
  const table = execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .filter(line => line.trim().startsWith(`${process.pid} `) && line.includes('sandbox'));
}

describe('closing the window', () => {
  it('ends a check that would not end by itself, with its process and those that wait', async () => {
    const api = await activated();
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.endless });
    const started = next(api.services.runs.onDidProgress, ({ event }) => event.type === 'started');
    const report = api.services.runs.check(attempt, { source: 'command' });
    await started;
    assert.ok(children().length > 0, 'the check runs in a process of its own');
    api.dispose();
    assert.equal((await report).kind, 'cancelled');
    const deadline = Date.now() + 5_000;
    while (children().length > 0 && Date.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 20));
    assert.deepEqual(children(), []);
  });

  it('leaves no command, view or panel behind', async () => {
    const ours = (await vscode.commands.getCommands(true)).filter(
      id => id.startsWith('designDrills.') && !/^designDrills\.(exercises|setup)\./.test(id),
    );
    assert.deepEqual(ours, []);
  });

  it('can be done twice', async () => (await activated()).dispose());
});
