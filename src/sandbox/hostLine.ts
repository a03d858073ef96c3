import { send } from './ipc';
import type { ServiceRequest, WireReply } from '../protocol/service';

/** Asks the host to do something on a server of the person's own. */
export type AskHost = (request: ServiceRequest) => Promise<WireReply>;

/** Questions that have not been answered. */
const open = new Map</* id */ number, (reply: WireReply) => void>();
let next = 1;

/** A line for one run. Only services hold it; nothing of a guest's leads here. */
export const hostLine =
  (nonce: string): AskHost =>
  request =>
    new Promise(resolve => {
      const id = next++;
      open.set(id, resolve);
      void send({ type: 'service', nonce, id, request });
    });

export function receiveAnswer(id: number, reply: WireReply): void {
  const resolve = open.get(id);
  open.delete(id);
  resolve?.(reply);
}
