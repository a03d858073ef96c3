import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { DebugRecorder, stackOf } from '../support/debugRecorder';
import { answering } from '../support/dialogs';
import { next } from '../support/events';
import { type } from '../support/files';
import { activated, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';
import { RecordedRuns } from '../support/recordedRuns';
import { counter } from '../support/sample';

describe('debugging', function () {
  this.timeout(60_000);
  let api: TestApi;
  let adapter: DebugRecorder;
  let recorded: RecordedRuns;
  let token: vscode.CancellationTokenSource;
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    api.tests.tree.update();
    adapter = new DebugRecorder();
    recorded = new RecordedRuns(api.tests.controller);
    token = new vscode.CancellationTokenSource();
  });
  afterEach(async () => {
    token.cancel();
    await vscode.debug.stopDebugging();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    adapter.dispose();
    recorded.dispose();
  });

  /** On the line that counts, in the file of the learner. */
  const breakpointIn = (folder: vscode.Uri): void => {
    const file = vscode.Uri.joinPath(folder, 'counter.ts');
    const line = counter.solution.split('\n').findIndex(text => text.includes('Math.min'));
    const place = new vscode.Location(file, new vscode.Position(line, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
  };

  const stopped = async () => {
    const { session, message } = await next(adapter.onDidSay, said => said.message.event === 'stopped');
    const threadId = message.body?.threadId ?? 0;
    return { session, threadId, reason: message.body?.reason, stack: await stackOf(session, threadId) };
  };

  /** Lets the code run to its end, wherever it would stop. */
  const resumed = async (session: vscode.DebugSession, threadId: number): Promise<void> => {
    const go = () => session.customRequest('continue', { threadId });
    adapter.onDidSay(({ message }) => message.event === 'stopped' && void go());
    await go();
  };

  it('stops at a breakpoint in the learner’s file, shows variables, and ends with the result', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    api.tests.tree.update();
    const item = api.tests.controller.items.get(attempt.key)!;
    await api.tests.controller.resolveHandler?.(item);
    const check = item.children.get('ceiling')!.children.get('R3 stops at its ceiling')!;
    breakpointIn(attempt.folder);
    const { debug } = api.tests.profiles;
    const stop = stopped();
    const running = debug.runHandler(new vscode.TestRunRequest([check], undefined, debug), token.token);
    const { session, threadId, reason, stack } = await stop;
    assert.equal(reason, 'breakpoint');
    assert.deepEqual(
      stack.slice(0, 2).map(({ line, source }) => [line, pathOf(source)]),
      [
        [8, vscode.Uri.joinPath(attempt.folder, 'counter.ts').path],
        [stack[1]!.line, undefined], // the suite called, and has no source to show
      ],
    );
    const frameId = stack[0]!.id;
    const evaluated = (await session.customRequest('evaluate', { expression: 'value + 1', frameId })) as {
      result: string;
    };
    assert.equal(evaluated.result, '1');
    const loaded = (await session.customRequest('loadedSources')) as { sources: Source[] };
    assert.deepEqual(
      loaded.sources.map(source => source.path ?? '').filter(path => /test|suite|harness/.test(path)),
      [],
    );
    const over = next(vscode.debug.onDidTerminateDebugSession, ended => !ended.parentSession);
    await resumed(session, threadId);
    await running;
    assert.deepEqual(recorded.last?.rows, [
      'passed Count what happens > The ceiling > R3 stops at its ceiling',
    ]);
    await over;
  });

  it('steps out of the learner’s code without showing who called it', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    breakpointIn(attempt.folder);
    const stop = stopped();
    const running = vscode.commands.executeCommand('designDrills.debug', attempt.folder);
    const { session, threadId } = await stop;
    const again = stopped();
    await session.customRequest('stepOut', { threadId });
    // The suite is passed over: the next stop is the next call of the learner's code.
    const { stack, reason } = await again;
    assert.deepEqual(
      [reason, pathOf(stack[0]!.source)],
      ['breakpoint', vscode.Uri.joinPath(attempt.folder, 'counter.ts').path],
    );
    const over = next(vscode.debug.onDidTerminateDebugSession, one => !one.parentSession);
    await vscode.debug.stopDebugging(session.parentSession ?? session);
    await running;
    await over;
  });

  it('ends the run when the session is stopped, and the session when the run is cancelled', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    breakpointIn(attempt.folder);
    const first = stopped();
    const ended = next(api.services.runs.onDidEnd);
    void vscode.commands.executeCommand('designDrills.debug', attempt.folder);
    const { session } = await first;
    assert.equal(api.services.runs.get(attempt)?.mode, 'debug');
    await vscode.debug.stopDebugging(session.parentSession ?? session);
    await ended;
    assert.equal(api.services.runs.get(attempt), undefined);

    const second = stopped();
    const cancelled = next(api.services.runs.onDidEnd);
    void vscode.commands.executeCommand('designDrills.debug', attempt.folder);
    await second;
    const over = next(vscode.debug.onDidTerminateDebugSession, one => !one.parentSession);
    await vscode.commands.executeCommand('designDrills.cancel', attempt.folder);
    assert.equal((await cancelled).report.kind, 'cancelled');
    await over;
  });

  it('stays where it is when a file is saved, and is no verdict', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    breakpointIn(attempt.folder);
    const stop = stopped();
    const panel = new PanelEnd(api, counter.ref);
    const debugging = panel.channel.request('debug', null);
    const { session, threadId } = await stop;
    const document = await type(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), `${counter.solution}\n`);
    await document.save();
    assert.equal(api.services.runs.get(attempt)?.mode, 'debug');
    const over = next(vscode.debug.onDidTerminateDebugSession, one => !one.parentSession);
    await resumed(session, threadId);
    await debugging;
    await over;
    panel.dispose();
    assert.deepEqual(
      [api.services.results.get(attempt), api.services.progress.of(counter.ref).runs],
      [undefined, 0],
    );
  });

  it('is refused where a debugger would show what the exercise hides', async () => {
    const attempt = await attemptWith(api, 'sample/sealed');
    const begun: string[] = [];
    const link = vscode.debug.onDidStartDebugSession(({ name }) => begun.push(name));
    const said = await answering(
      'showErrorMessage',
      () => undefined,
      () => vscode.commands.executeCommand('designDrills.debug', attempt.folder),
    );
    assert.deepEqual(said, [
      'The checks of “Nothing is told” cannot be debugged: a debugger would show more of them than this exercise does. Not shown.',
    ]);
    link.dispose();
    assert.deepEqual(begun, []);
  });
});

interface Source {
  readonly path?: string;
}

/** In a remote window the adapter names files by their address. */
const pathOf = (source: Source | undefined): string | undefined =>
  source?.path?.replace(/^vscode-remote:\/\/[^/]+/, '');
