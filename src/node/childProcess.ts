import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { formatMessage, MessageLines } from '../protocol/messageLines';
import { parseChildMessage, runProtocol, type ChildMessage, type HostMessage } from '../protocol/run';
import type { Walls } from '../core/run/report';
import { childEnvironment } from './childEnvironment';
import type { ChildKind, ChildMode } from './childKind';
import { childFlags, residentCeilingMb, type PermissionFlag } from './childFlags';

/** Characters of stdout and stderr together. Nothing of ours is printed there, and a guest cannot reach them. */
const maxOutput = 64 * 1_024;

/**
 * Characters of all messages about one job. A check may keep 64 Ki of console text and 5,000 trace events, of which a
 * plot is made; a run with hundreds of such checks is far below this.
 */
const maxSent = 64 * 1_024 * 1_024;

/** A child is ready after 50 to 100 ms; a person waits no longer than this. Milliseconds. */
const usualStartMs = 20_000;

export interface ChildSettings {
  /** The built folder that holds boot.js, as a real path. */
  readonly sandboxDir: string;
  readonly execPath: string;
  readonly permission: PermissionFlag;
  readonly kind: ChildKind;
  /** Somebody waits for it while it starts. */
  readonly isAwaited?: boolean;
  /** How long it may take to be ready, in milliseconds. Default 20 seconds. */
  readonly startMs?: number | undefined;
  /** An open file of `CodeCache`. It is closed here. */
  readonly codeCache?: number | undefined;
}

/** How a child ended. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it printed: V8 and the watchdog say there why they ended it. */
  readonly output: string;
  /** What it made too much of. */
  readonly flood: Flood | null;
}

type Flood = 'output' | 'messages';

export interface ChildListener {
  /** Undefined for a message that is malformed. */
  onMessage(message: ChildMessage | undefined): void;
  onExit(exit: ChildExit): void;
}

/** After standard input, output, error and the pipe. */
const codeCacheDescriptor = 4;

/** What follows boot.js on the command line; read by sandbox/childArguments.ts. */
export const childArguments = (
  kind: Pick<ChildKind, 'memoryMb' | 'services'>,
  mode: ChildMode | 'code-cache',
  hasCodeCache: boolean,
): string[] => [
  String(residentCeilingMb(kind)),
  kind.services.join(','),
  mode,
  ...(hasCodeCache ? [String(codeCacheDescriptor)] : []),
];

/** One child process. It is handed one job, and then thrown away, unless the pack's own author wrote all that it runs. */
export class SandboxChild {
  /** Rejects if the child ends before it is ready. */
  readonly ready: Promise<Walls>;
  private readonly process: ChildProcess;
  private listener: ChildListener | undefined;
  private ended: ChildExit | undefined;
  private readonly pipe: Socket;
  private readonly lines = new MessageLines(maxSent);
  private output = '';
  private flood: Flood | null = null;

  constructor(readonly settings: ChildSettings) {
    const { sandboxDir, execPath, permission, kind, isAwaited, codeCache } = settings;
    const flags = childFlags(permission, sandboxDir, kind, isAwaited);
    const args = childArguments(kind, kind.mode, codeCache !== undefined);
    this.process = spawn(execPath, [...flags, path.join(sandboxDir, 'boot.js'), ...args], {
      cwd: sandboxDir,
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(codeCache === undefined ? [] : [codeCache])],
      windowsHide: true,
    });
    if (codeCache !== undefined) closeSync(codeCache); // the child has its own
    this.process.stdout?.on('data', chunk => this.print(chunk));
    this.process.stderr?.on('data', chunk => this.print(chunk));
    const [, , , pipe] = this.process.stdio;
    this.pipe = pipe instanceof Socket ? pipe : new Socket(); // none if the process could not be started
    this.pipe.setEncoding('utf8');
    this.pipe.on('error', () => undefined); // a child that is gone says so by its exit
    this.ready = this.begin();
    this.ready.catch(() => undefined); // whoever waits for it hears of it
    this.hold(false);
  }

  get isAlive(): boolean {
    return this.ended === undefined;
  }

  /** Whether the watchdog's thread has said that it stands. */
  get isWatched(): boolean {
    return /^watchdog: /m.test(this.output);
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Whether this child keeps the host's process running. A waiting child does not. */
  hold(held: boolean): void {
    for (const part of [this.process, this.pipe, this.process.stdout, this.process.stderr]) {
      if (!(part instanceof Socket) && part !== this.process) continue;
      if (held) part.ref();
      else part.unref();
    }
  }

  listen(listener: ChildListener): void {
    this.lines.renew();
    this.listener = listener;
    if (this.ended) listener.onExit(this.ended);
  }

  send(message: HostMessage): void {
    this.pipe.write(formatMessage(message));
  }

  kill(): void {
    this.listener = undefined;
    this.hold(false); // nobody waits for it to be gone
    this.end();
  }

  /** Like `kill`, but the listener hears of the exit. */
  end(): void {
    this.process.kill('SIGKILL');
  }

  private begin(): Promise<Walls> {
    return new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => this.end(), this.settings.startMs ?? usualStartMs);
      tooLong.unref();
      let isFirst = true;
      const take = (message: ChildMessage | undefined): void => {
        if (!isFirst) return this.listener?.onMessage(message);
        isFirst = false;
        clearTimeout(tooLong);
        if (message?.type === 'ready' && message.protocol === runProtocol) resolve(message.walls);
        else reject(new Error('The child speaks another protocol than its host.'));
      };
      this.pipe.on('data', (text: string) => {
        for (const line of this.lines.take(text)) {
          if (line.kind === 'flood') this.endFlood('messages');
          else take(line.kind === 'message' ? parseChildMessage(line.value) : undefined);
        }
      });
      this.process.on('error', error => {
        this.ended ??= { code: null, signal: null, output: error.message, flood: null };
        reject(error);
      });
      // `close` comes after `exit`, when everything that was printed has been read.
      this.process.once('close', (code, signal) => {
        clearTimeout(tooLong);
        const { output, flood } = this;
        this.ended = { code, signal, output, flood };
        reject(
          new Error(
            `The child ended before it was ready (${signal ?? code}). ${output.slice(-2_000)}`.trim(),
          ),
        );
        this.listener?.onExit(this.ended);
      });
    });
  }

  private endFlood(flood: Flood): void {
    this.flood ??= flood;
    this.end();
  }

  private print(chunk: unknown): void {
    const text = String(chunk);
    if (this.output.length + text.length > maxOutput) this.endFlood('output');
    this.output = (this.output + text).slice(-maxOutput);
  }
}
