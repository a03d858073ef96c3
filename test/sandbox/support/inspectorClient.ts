import { EventEmitter, once } from 'node:events';
import type { Debugger, Runtime } from 'node:inspector';
import { WebSocket } from 'ws';
import type { InspectorAddress } from '../../../src/core/run/request';

/** One debugger, speaking V8's inspector protocol as the editor's does. */
export class InspectorClient {
  /** By id: every script that the child has evaluated. */
  readonly scripts = new Map<string, Debugger.ScriptParsedEventDataType>();
  /** What the console of the debugger shows, `level text`. */
  readonly printed: string[] = [];
  private readonly said = new EventEmitter();
  private readonly waiting = new Map<
    number,
    { resolve(result: unknown): void; reject(error: Error): void }
  >();
  private calls = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', data => this.receive(JSON.parse((data as Buffer).toString('utf8')) as Incoming));
    socket.on('error', () => undefined); // the child may be killed while we talk
    this.said.on('Runtime.consoleAPICalled', ({ type, args }: Runtime.ConsoleAPICalledEventDataType) =>
      this.printed.push(`${type} ${String(args[0]?.value)}`),
    );
    this.said.on('Debugger.scriptParsed', (script: Debugger.ScriptParsedEventDataType) =>
      this.scripts.set(script.scriptId, script),
    );
  }

  static async attach({ host, port }: InspectorAddress): Promise<InspectorClient> {
    const targets = (await (await fetch(`http://${host}:${port}/json/list`)).json()) as {
      webSocketDebuggerUrl: string;
    }[];
    const client = new InspectorClient(new WebSocket(targets[0]!.webSocketDebuggerUrl));
    await once(client.socket, 'open');
    await client.call('Runtime.enable');
    await client.call('Debugger.enable');
    await client.call('Debugger.setAsyncCallStackDepth', { maxDepth: 32 });
    return client;
  }

  call<T = unknown>(method: string, params: object = {}): Promise<T> {
    const id = ++this.calls;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: result => resolve(result as T), reject });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Asked for before what causes it. */
  async paused(): Promise<Debugger.PausedEventDataType> {
    const [event] = (await once(this.said, 'Debugger.paused')) as [Debugger.PausedEventDataType];
    return event;
  }

  /** Does what makes the code go on and waits for where it stops next. */
  async stepped(method: string): Promise<Debugger.PausedEventDataType> {
    const stop = this.paused();
    await this.call(method);
    return stop;
  }

  async evaluate(frame: Debugger.CallFrame, expression: string): Promise<unknown> {
    const { result } = await this.call<{ result: Runtime.RemoteObject }>('Debugger.evaluateOnCallFrame', {
      callFrameId: frame.callFrameId,
      expression,
    });
    return result.value ?? result.description;
  }

  /** URL and line, from 1, of the innermost frame. */
  placeOf({ callFrames: [frame] }: Debugger.PausedEventDataType): string {
    const { scriptId, lineNumber } = frame!.location;
    return `${this.scripts.get(scriptId)?.url}:${lineNumber + 1}`;
  }

  close(): void {
    this.socket.terminate();
  }

  private receive(message: Incoming): void {
    if (message.id === undefined) {
      this.said.emit(message.method ?? '', message.params);
      return;
    }
    const call = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) call?.reject(new Error(message.error.message));
    else call?.resolve(message.result);
  }
}

interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
