import { EventEmitter } from 'node:events';
import type { StateChange, StateListener } from './types';

/** `EventEmitter` with two things added: listeners cannot harm one another, and changes wait for their turn. */
export function createAnnouncer() {
  const emitter = new EventEmitter();
  const waiting: StateChange[] = [];

  return {
    listen(listener: StateListener): () => void {
      const guarded = (change: StateChange): void => {
        try {
          listener(change);
        } catch {
          // The owner of the listener has to watch it; the breaker has calls to serve.
        }
      };
      emitter.on('change', guarded);
      return () => void emitter.off('change', guarded);
    },
    announce(change: StateChange): void {
      waiting.push(change);
      if (waiting.length > 1) return; // somebody further up the stack is announcing; it will come to this one
      for (let next = waiting[0]; next; next = waiting[0]) {
        emitter.emit('change', next);
        waiting.shift();
      }
    },
  };
}
