import { Socket } from 'node:net';
import { formatMessage, MessageLines } from '../protocol/messageLines';
import type { ChildMessage } from '../protocol/run';

/** The pipe that the host opened, as the fourth of the standard ones. Nothing in this process can reach it by name. */
const pipe = new Socket({ fd: 3, readable: true, writable: true });
pipe.setEncoding('utf8');
pipe.on('error', leave);

/** Without its host a child has nothing to do. */
function leave(): void {
  process.exit(0);
}

/** Resolves when the operating system has taken the message, so that what was sent survives a kill. */
export function send(message: ChildMessage): Promise<void> {
  return new Promise(resolve => pipe.write(formatMessage(message), () => resolve()));
}

/** Calls `take` with everything that the host sends, and ends this process when the host is gone. */
export function listen(take: (message: unknown) => void): void {
  // The host is trusted: what it sends is as large as it has to be.
  const lines = new MessageLines(Infinity);
  pipe.on('data', (text: string) => {
    for (const line of lines.take(text)) if (line.kind === 'message') take(line.value);
  });
  pipe.on('close', leave);
}
