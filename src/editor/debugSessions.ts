import * as vscode from 'vscode';
import { HumanError } from '../core/errors';
import type { InspectorAddress } from '../core/run/request';
import type { LiveRun } from './liveRun';

/** Comes with VS Code, and can be disabled like any extension; the second is its preview. */
const debuggerIds = ['ms-vscode.js-debug', 'ms-vscode.js-debug-nightly'];

/** @throws HumanError when the editor has nothing to debug TypeScript with. */
export function requireDebugger(): void {
  if (debuggerIds.some(id => vscode.extensions.getExtension(id))) return;
  throw new HumanError(
    'no-debugger',
    vscode.l10n.t(
      'Debugging needs the extension “JavaScript Debugger”, which comes with VS Code and is disabled here. Search for “@builtin js-debug” in the Extensions view, enable it and try again.',
    ),
  );
}

/** Ties runs to sessions of the editor's own debugger: when one ends, so does the other. */
export class DebugSessions {
  /** @param sandboxDir scripts below it are ours, and are stepped over. */
  constructor(private readonly sandboxDir: string) {}

  /**
   * Shows the waiting run in the debugger, which lets it go on when all breakpoints are set.
   * @throws HumanError when no session was begun.
   */
  async attach(run: LiveRun, address: InspectorAddress): Promise<void> {
    const configuration = this.configurationFor(run, address);
    const links: vscode.Disposable[] = [];
    const unlink = (): void => {
      for (const link of links.splice(0)) link.dispose();
    };
    const isOurs = ({ parentSession, configuration: of }: vscode.DebugSession): boolean => {
      const port: unknown = of['port'];
      return !parentSession && port === address.port;
    };
    links.push(
      vscode.debug.onDidStartDebugSession(session => {
        if (!isOurs(session)) return;
        const stop = (): void => void vscode.debug.stopDebugging(session);
        run.report.then(stop, stop);
      }),
      vscode.debug.onDidTerminateDebugSession(session => {
        if (!isOurs(session)) return;
        unlink();
        run.cancel();
      }),
    );
    const folder = vscode.workspace.getWorkspaceFolder(run.attempt.folder);
    const { testRun } = run.options;
    const isBegun = await vscode.debug.startDebugging(folder, configuration, {
      suppressSaveBeforeStart: true, // what runs has been read already, unsaved text included
      ...(testRun && { testRun }),
    });
    if (isBegun) return;
    unlink();
    if (run.signal.aborted) return;
    throw new HumanError(
      'not-debugged',
      vscode.l10n.t('The debugger could not be started. Its own message or the Debug Console says why.'),
    );
  }

  private configurationFor(run: LiveRun, { host, port }: InspectorAddress): vscode.DebugConfiguration {
    return {
      type: 'node',
      request: 'attach',
      name: vscode.l10n.t('Debug “{0}”', run.exercise.title),
      address: host,
      port,
      continueOnAttach: true,
      restart: false,
      autoAttachChildProcesses: false,
      attachExistingChildren: false,
      // The code that runs has the lines of the files themselves, under their own names.
      sourceMaps: false,
      pauseForSourceMap: false,
      resolveSourceMapLocations: [],
      outFiles: [],
      smartStep: false,
      skipFiles: ['<node_internals>/**', `${this.sandboxDir.replaceAll('\\', '/')}/**`, '**/*.cdp'],
      internalConsoleOptions: 'neverOpen',
    };
  }
}
