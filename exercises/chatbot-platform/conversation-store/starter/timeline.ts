import type { Message } from './types';

/** A suggestion: the messages of all branches by age. Where among them does a page begin? */
export class Timeline {
  add(message: Message): void {
    throw new Error(`not implemented: ${message.id} in the timeline`);
  }
}
