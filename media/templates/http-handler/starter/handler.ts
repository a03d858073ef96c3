import type { Handler, HandlerOptions } from './types.ts';

export function createHandler(options: HandlerOptions): Handler {
  throw new Error(`Not written yet: ${typeof options.store}.`);
}
