import * as vscode from 'vscode';

interface Message {
  readonly type?: string;
  readonly event?: string;
  readonly command?: string;
  readonly body?: { readonly reason?: string; readonly threadId?: number };
}

/** What the debug adapter tells the editor. */
export class DebugRecorder implements vscode.Disposable {
  private readonly links: vscode.Disposable;
  private readonly said = new vscode.EventEmitter<{
    readonly session: vscode.DebugSession;
    readonly message: Message;
  }>();
  readonly onDidSay = this.said.event;

  constructor() {
    this.links = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: session => ({
        onDidSendMessage: (message: Message) => this.said.fire({ session, message }),
      }),
    });
  }

  dispose(): void {
    this.links.dispose();
    this.said.dispose();
  }
}

/** The stack of a session that stands, innermost first. */
export async function stackOf(
  session: vscode.DebugSession,
  threadId: number,
): Promise<
  readonly {
    readonly id: number;
    readonly name: string;
    readonly line: number;
    readonly source?: { readonly path?: string };
  }[]
> {
  const answer = (await session.customRequest('stackTrace', { threadId })) as { stackFrames: never[] };
  return answer.stackFrames;
}
