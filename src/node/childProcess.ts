import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { parseChildMessage, runProtocol, type ChildMessage, type HostMessage } from '../protocol/run';
import type { Walls } from '../core/run/report';
import type { ChildKind } from './childKind';
import { childFlags, residentCeilingMb, type PermissionFlag } from './childFlags';

/** Characters of stdout and stderr together. Nothing of ours is printed there, and a guest cannot reach them. */
const maxOutput = 64 * 1_024;

/** A child is ready after 50 to 100 ms; a machine that takes this long will not get there. Milliseconds. */
const startMs = 20_000;

export interface ChildSettings {
  /** The built folder that holds boot.js, as a real path. */
  readonly sandboxDir: string;
  readonly execPath: string;
  readonly permission: PermissionFlag;
  readonly kind: ChildKind;
}

/** How a child ended. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it printed: V8 and the watchdog say there why they ended it. */
  readonly output: string;
  readonly flooded: boolean;
}

export interface ChildListener {
  /** Undefined for a message that is malformed. */
  onMessage(message: ChildMessage | undefined): void;
  onExit(exit: ChildExit): void;
}

/** One child process. It is handed one job, and then thrown away. */
export class SandboxChild {
  /** Rejects if the child ends before it is ready. */
  readonly ready: Promise<Walls>;
  private readonly process: ChildProcess;
  private listener: ChildListener | undefined;
  private ended: ChildExit | undefined;
  private output = '';
  private flooded = false;

  constructor(readonly settings: ChildSettings) {
    const { sandboxDir, execPath, permission, kind } = settings;
    const args = [String(residentCeilingMb(kind)), kind.services.join(',')];
    this.process = fork(path.join(sandboxDir, 'boot.js'), args, {
      execPath,
      execArgv: childFlags(permission, sandboxDir, kind),
      cwd: sandboxDir,
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'json',
    });
    this.process.stdout?.on('data', chunk => this.print(chunk));
    this.process.stderr?.on('data', chunk => this.print(chunk));
    this.process.on('message', raw => this.listener?.onMessage(parseChildMessage(raw)));
    this.ready = this.begin();
    this.ready.catch(() => undefined); // whoever waits for it hears of it
    this.hold(false);
  }

  get isAlive(): boolean {
    return this.ended === undefined;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Whether this child keeps the host's process running. A waiting child does not. */
  hold(held: boolean): void {
    const streams = [this.process.stdout, this.process.stderr] as unknown as ({
      ref?(): void;
      unref?(): void;
    } | null)[];
    for (const part of [this.process, this.process.channel, ...streams]) {
      if (held) part?.ref?.();
      else part?.unref?.();
    }
  }

  listen(listener: ChildListener): void {
    this.listener = listener;
    if (this.ended) listener.onExit(this.ended);
  }

  send(message: HostMessage): void {
    this.process.send(message, () => undefined); // a child that is gone says so by its exit
  }

  kill(): void {
    this.listener = undefined;
    this.end();
  }

  /** Like `kill`, but the listener hears of the exit. */
  end(): void {
    this.process.kill('SIGKILL');
  }

  private begin(): Promise<Walls> {
    return new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => this.end(), startMs);
      tooLong.unref();
      this.process.once('message', raw => {
        const message = parseChildMessage(raw);
        clearTimeout(tooLong);
        if (message?.type === 'ready' && message.protocol === runProtocol) resolve(message.walls);
        else reject(new Error('The child speaks another protocol than its host.'));
      });
      this.process.on('error', error => {
        this.ended ??= { code: null, signal: null, output: error.message, flooded: false };
        reject(error);
      });
      // `close` comes after `exit`, when everything that was printed has been read.
      this.process.once('close', (code, signal) => {
        clearTimeout(tooLong);
        const { output, flooded } = this;
        this.ended = { code, signal, output, flooded };
        reject(
          new Error(
            `The child ended before it was ready (${signal ?? code}). ${output.slice(-2_000)}`.trim(),
          ),
        );
        this.listener?.onExit(this.ended);
      });
    });
  }

  private print(chunk: unknown): void {
    const text = String(chunk);
    if (this.output.length + text.length > maxOutput) {
      this.flooded = true;
      this.end();
    }
    this.output = (this.output + text).slice(-maxOutput);
  }
}

/** Empty but for what the platform cannot start without. */
function childEnvironment(): NodeJS.ProcessEnv {
  const systemRoot = process.env['SystemRoot'];
  return {
    ELECTRON_RUN_AS_NODE: '1',
    ...(process.platform === 'win32' && systemRoot !== undefined && { SystemRoot: systemRoot }),
  };
}
