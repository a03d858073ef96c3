/** Must be evaluated before `lockdown`. The collector stays in this module's hands; guests cannot reach it. */
import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;
v8.setFlagsFromString('--no-expose-gc');

/** Bytes of heap in use after a full collection. */
export function usedHeapAfterCollection(): number {
  collect();
  return v8.getHeapStatistics().used_heap_size;
}
