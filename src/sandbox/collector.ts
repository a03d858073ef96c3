/**
 * The host starts this process with `--expose-gc`, because loading `node:v8` to the same end takes as long as all of mocha.
 * The collector is this module's alone: guests have a global object of their own.
 */
const collect = globalThis.gc;
globalThis.gc = undefined; // V8 does not let it be deleted

/** Bytes of heap in use after a full collection. */
export function usedHeapAfterCollection(): number {
  if (!collect) throw new Error('This runtime does not let us collect garbage.');
  collect();
  return process.memoryUsage().heapUsed;
}
