import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on this machine that hands out what a test says, and remembers what it was asked for. */
export class PackServer {
  readonly asked: string[] = [];
  private readonly answers = new Map</* path */ string, Answer>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PackServer> {
    const server = createServer();
    const made = new PackServer(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const path = request.url ?? '';
      made.asked.push(path);
      const answer = made.answers.get(path);
      if (answer) answer(request, response);
      else response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return made;
  }

  /** Answers this path so from now on; gives back its address. */
  on(path: string, answer: Answer): URL {
    this.answers.set(path, answer);
    return this.address(path);
  }

  /** Hands out these bytes. */
  file(path: string, bytes: Uint8Array): URL {
    return this.on(path, (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/zip', 'content-length': bytes.length })
        .end(bytes),
    );
  }

  address(path: string): URL {
    const at = this.server.address();
    if (typeof at !== 'object' || at === null) throw new Error('The server does not listen.');
    return new URL(path, `http://127.0.0.1:${at.port}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
