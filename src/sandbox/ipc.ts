import type { ChildMessage } from '../protocol/run';

/** Taken once; afterwards nothing in this process can send by name. */
const rawSend = process.send?.bind(process);
delete process.send;

/** Resolves when the operating system has taken the message, so that what was sent survives a kill. */
export function send(message: ChildMessage): Promise<void> {
  return new Promise(resolve => {
    if (rawSend) rawSend(message, undefined, undefined, () => resolve());
    else resolve();
  });
}
