import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A Redis server for tests: on a free port of this machine, without a file, and gone with the test. */
export class RealServer {
  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
  ) {}

  /** @throws when there is no redis-server, saying what to do */
  static async start(): Promise<RealServer> {
    const port = await freePort();
    const file = process.env['REDIS_SERVER'] ?? 'redis-server';
    const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', daemonize: 'no', databases: 16 };
    const child = spawn(
      file,
      Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    await ready(child, file);
    return new RealServer(child, port);
  }

  url(database: number, query = ''): string {
    return `redis://127.0.0.1:${this.port}/${database}${query}`;
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function ready(child: ChildProcess, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: unknown): void => {
      output += String(chunk);
      if (output.includes('Ready to accept connections')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', () => {
      reject(
        new Error(
          `There is no ${file}: install redis-server 7 or later (Debian: apt-get install redis-server), or set REDIS_SERVER to its path.`,
        ),
      );
    });
    child.once('exit', () => reject(new Error(`${file} ended before it was ready.\n${output}`)));
  });
}
